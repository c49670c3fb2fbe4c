/* Between nodes: inbox, feed, interest, wipes. Two real databases, no line. */
#include "store_lab.h"

#include "../../src/store/store_internal.h"

#define V_SENDS 131      /* the model's verb whose field below names an office */
#define DOSSIER 40
#define DOSSIER_PART 41
#define DOSSIER_OWNER 19 /* embeds a person */
#define DOSSIER_UNIT 28

struct pair {
	struct lab centre, office;
};

static void pair_open(struct pair *p)
{
	rowid_t office;

	lab_open(&p->centre, STORE_ROLE_CENTRE, 1, 0);
	office = lab_office(&p->centre, "TW", 1);
	assert_true(office == p->centre.office); /* the first key is the centre's own office */
	lab_join(&p->centre, &p->office, 2, "XA1");
}

static void pair_close(struct pair *p)
{
	lab_close(&p->centre);
	lab_close(&p->office);
}

static void same_rows(struct pair *p, rowid_t owner)
{
	char x[65], y[65];
	uint64_t n = 0, m = 0;

	lab_digest(&p->centre, owner, x, &n);
	lab_digest(&p->office, owner, y, &m);
	assert_int_equal(n, m);
	assert_string_equal(x, y);
}

static uint32_t field_no(uint32_t type, const char *name)
{
	const struct model_field *f = model_field_by_name(lab_type(type), name);

	assert_non_null(f);
	return f->no;
}

static void test_up_and_the_same_rows(void **state)
{
	struct pair p;
	size_t taken = 0;

	(void)state;
	pair_open(&p);
	for (int i = 1; i <= 40; i++) {
		rowid_t id = lab_document(&p.office, i, "Sở Đ", "Trích yếu");

		if (i % 2)
			lab_patch(&p.office, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_SIGNER, val_str("Nguyễn Văn Đạt") } }, 1);
	}
	assert_int_equal(lab_up(&p.office, &p.centre, &taken), 0);
	assert_int_equal(taken, 60);
	same_rows(&p, p.office.office);
	lab_clean(&p.centre);
	lab_clean(&p.office);
	assert_int_equal(lab_found(&p.centre, "nguyen van dat"), 20);
	pair_close(&p);
}

static void blobs(struct lab *l, struct arena *a, uint64_t after, struct store_blob **b, size_t *n)
{
	assert_int_equal(store_outbox_read(l->st, after, 100, 1 << 20, a, b, n), 0);
}

static void test_again_gap_fork(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct store_peer peer;
	struct err_info why = { 0 };
	struct store_blob *b = NULL, *other = NULL;
	struct lab twin;
	struct pair p;
	size_t n = 0, m = 0, taken = 0;

	(void)state;
	pair_open(&p);
	for (int i = 1; i <= 6; i++)
		lab_document(&p.office, i, "x", "y");
	blobs(&p.office, a, 0, &b, &n);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, b, 3, &taken, &why), 0);
	assert_int_equal(taken, 3);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, b, 3, &taken, &why), 0); /* again: skipped */
	assert_int_equal(taken, 3);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, b + 4, 2, &taken, &why), ERR_AGAIN); /* a gap */
	assert_int_equal(taken, 0);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, b + 1, 5, &taken, &why), 0); /* overlap */
	assert_int_equal(taken, 5);
	assert_int_equal(store_peer_get(p.centre.st, 2, &peer), 0);
	assert_int_equal(peer.cursor, 6);
	assert_string_equal(peer.stopped, "");
	lab_clean(&p.centre);

	/* the same node restored from a copy without a new epoch: other facts under the same numbers */
	lab_open(&twin, STORE_ROLE_OFFICE, 2, p.office.office);
	for (int i = 1; i <= 7; i++)
		lab_document(&twin, i, "x", "another");
	blobs(&twin, a, 0, &other, &m);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, other + 5, 2, &taken, &why), ERR_FORK);
	assert_int_equal(taken, 0);
	assert_true(strlen(why.text) > 10);
	assert_int_equal(store_peer_get(p.centre.st, 2, &peer), 0);
	assert_true(peer.stopped[0] != '\0');
	assert_int_equal(peer.cursor, 6);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, other + 6, 1, &taken, &why), ERR_FORK); /* until a person has looked */
	peer.stopped[0] = '\0';
	LAB_OK(store_begin(p.centre.st, ei));
	assert_int_equal(store_peer_put(p.centre.st, &peer), 0);
	LAB_OK(store_commit(p.centre.st, ei));
	lab_document(&p.office, 7, "x", "y");
	assert_int_equal(lab_up(&p.office, &p.centre, &taken), 0);
	lab_close(&twin);
	arena_free(a);
	pair_close(&p);
}

static void test_stops_in_the_middle_and_keeps_the_rest(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct err_info why = { 0 };
	struct store_blob *b = NULL, bad[3];
	struct pair p;
	size_t n = 0, taken = 0;
	uint8_t copy[WIRE_EVENT_MAX];

	(void)state;
	pair_open(&p);
	for (int i = 1; i <= 3; i++)
		lab_document(&p.office, i, "x", "y");
	blobs(&p.office, a, 0, &b, &n);
	memcpy(bad, b, sizeof(bad));
	memcpy(copy, b[1].p, b[1].n);
	copy[0] = 9; /* a form that nobody knows yet */
	bad[1].p = copy;
	assert_int_equal(store_inbox_apply(p.centre.st, 2, bad, 3, &taken, &why), ERR_PARKED);
	assert_int_equal(taken, 1);
	assert_int_equal(store_inbox_apply(p.centre.st, 2, b, 3, &taken, &why), 0); /* goes on by itself */
	assert_int_equal(taken, 3);
	copy[0] = 1;
	lab_clean(&p.centre);
	arena_free(a);
	pair_close(&p);
}

static void test_only_own_rows(void **state)
{
	struct store_peer peer;
	struct pair p;
	rowid_t id;
	size_t taken = 0;

	(void)state;
	pair_open(&p);
	id = lab_document(&p.centre, 5, "x", "của trung tâm");
	lab_document(&p.office, 1, "x", "y");
	lab_patch(&p.office, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_ABSTRACT, val_str("không phải của mình") } }, 1);
	assert_int_equal(lab_up(&p.office, &p.centre, &taken), ERR_CORRUPT);
	assert_int_equal(taken, 1);
	assert_int_equal(store_peer_get(p.centre.st, 2, &peer), 0);
	assert_non_null(strstr(peer.stopped, "another owner"));
	assert_int_equal(lab_found(&p.centre, "khong phai cua minh"), 0);
	lab_clean(&p.office);
	pair_close(&p);
}

static void test_lists_go_to_everybody(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct store_field code[] = { { MODEL_CODE_LIST, val_str("DOC_TYPE") }, { MODEL_CODE_CODE, val_str("QD") }, { MODEL_CODE_LABEL, val_str("Quyết định") } };
	struct rec *r = NULL;
	struct pair p;
	rowid_t id;

	(void)state;
	pair_open(&p);
	assert_int_equal(lab_down(&p.centre, &p.office), 2); /* two offices so far */
	id = lab_id(&p.centre);
	lab_put(&p.centre, MODEL_CODE_ROW, id, code, 3);
	lab_patch(&p.centre, MODEL_CODE_ROW, id, (struct store_field[]){ { MODEL_CODE_SORT, val_int(3) } }, 1);
	assert_int_equal(lab_down(&p.centre, &p.office), 2);
	assert_int_equal(lab_down(&p.centre, &p.office), 0);
	LAB_OK(store_get(p.office.st, lab_type(MODEL_CODE_ROW), id, a, &r));
	assert_int_equal(r->version, 2);
	assert_string_equal(rec_val_no(r, MODEL_CODE_LABEL).s, "Quyết định");
	assert_int_equal(rec_val_no(r, MODEL_CODE_SORT).i, 3);
	same_rows(&p, p.centre.office);
	lab_clean(&p.office);
	arena_free(a);
	pair_close(&p);
}

static void test_feed_is_exact(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct err_info why = { 0 };
	struct store_feed_entry *e = NULL, broken[2];
	struct store_node node;
	struct pair p;
	size_t n = 0;
	char x[65], y[65];

	(void)state;
	pair_open(&p);
	assert_int_equal(store_feed_read(p.centre.st, 2, 0, 100, 1 << 20, a, &e, &n), 0);
	assert_true(n >= 2 && e[0].prev == 0 && e[1].prev == e[0].seq);
	memcpy(broken, e, sizeof(broken));
	broken[1].prev++;
	assert_int_equal(store_feed_apply(p.office.st, broken, 2, &why), ERR_INVALID);
	assert_int_equal(store_node_get(p.office.st, &node), 0);
	assert_int_equal(node.feed_seen, 0); /* nothing of it */
	LAB_OK(store_feed_apply(p.office.st, e, n, ei));
	lab_digest(&p.office, 0, x, NULL);
	assert_int_equal(store_feed_apply(p.office.st, e, n, &why), ERR_INVALID); /* has moved on */
	LAB_OK(store_begin(p.office.st, ei));
	assert_int_equal(store_node_get(p.office.st, &node), 0);
	node.feed_seen = 0;
	assert_int_equal(store_node_set(p.office.st, &node), 0);
	LAB_OK(store_commit(p.office.st, ei));
	LAB_OK(store_feed_apply(p.office.st, e, n, ei)); /* the same again changes nothing */
	lab_digest(&p.office, 0, y, NULL);
	assert_string_equal(x, y);
	lab_clean(&p.office);
	arena_free(a);
	pair_close(&p);
}

/* A dossier of the first office names the second one: image of person, dossier and part, in that order, then each change. */
static void test_interest(void **state)
{
	struct arena *a = arena_new((size_t)8 << 20);
	struct store_feed_entry *e = NULL;
	uint32_t unit = field_no(DOSSIER, "unit_office_id"), parent = field_no(DOSSIER_PART, "dossier_id");
	struct wire_image im;
	struct rec *r = NULL;
	struct lab second;
	struct pair p;
	rowid_t dossier, part, person;
	size_t n = 0;

	(void)state;
	pair_open(&p);
	lab_join(&p.centre, &second, 3, "XA2");
	lab_down(&p.centre, &second);
	lab_down(&p.centre, &p.office);
	dossier = lab_id(&p.office);
	part = lab_id(&p.office);
	person = lab_id(&p.office);
	{
		struct store_field d[] = { { DOSSIER_OWNER, val_int((int64_t)person) }, { unit, val_int((int64_t)second.office) } };
		struct store_field c[] = { { parent, val_int((int64_t)dossier) } };
		struct store_field h[] = { { 10, val_str("Trần Thị Bưởi") } };
		struct store_row_op ops[] = { lab_op(DOSSIER, dossier, STORE_PUT, d, unit > DOSSIER_OWNER ? 2 : 1),
			lab_op(DOSSIER_PART, part, STORE_PUT, c, 1), lab_op(MODEL_PERSON, person, STORE_PUT, h, 1) };

		assert_true(unit > DOSSIER_OWNER);
		lab_event(&p.office, V_SENDS, ops, 3);
	}
	lab_patch(&p.office, DOSSIER_PART, part, (struct store_field[]){ { field_no(DOSSIER_PART, "paper_no"), val_str("thiếu") } }, 1);
	lab_patch(&p.office, MODEL_PERSON, person, (struct store_field[]){ { 17, val_str("ấp 3") } }, 1);
	assert_int_equal(lab_up(&p.office, &p.centre, NULL), 0);
	assert_int_equal(store_feed_read(p.centre.st, 3, 0, 100, 1 << 20, a, &e, &n), 0);
	assert_true(n >= 5);
	assert_int_equal(wire_image_decode(e[n - 5].p, e[n - 5].n, a, &im), 0);
	assert_int_equal(im.type, MODEL_PERSON);
	assert_int_equal(wire_image_decode(e[n - 4].p, e[n - 4].n, a, &im), 0);
	assert_int_equal(im.type, DOSSIER);
	assert_int_equal(wire_image_decode(e[n - 3].p, e[n - 3].n, a, &im), 0);
	assert_int_equal(im.type, DOSSIER_PART);
	assert_int_equal(wire_image_decode(e[n - 2].p, e[n - 2].n, a, &im), 0);
	assert_int_equal(im.type, DOSSIER_PART); /* only what changed */
	assert_int_equal(im.n_fields, 1);
	assert_string_equal(im.fields[0].v.s, "thiếu");
	lab_down(&p.centre, &second);
	LAB_OK(store_get(second.st, lab_type(MODEL_PERSON), person, a, &r));
	assert_int_equal(r->version, 2);
	assert_string_equal(rec_val_no(r, 17).s, "ấp 3");
	assert_string_equal(rec_val_no(r, 10).s, "Trần Thị Bưởi");
	assert_int_equal(lab_down(&p.centre, &p.office), 0); /* nothing of its own rows comes back */
	assert_int_equal(lab_found(&second, "tran thi buoi"), 2); /* the dossier and the person */
	lab_clean(&p.centre);
	lab_clean(&second);
	arena_free(a);
	lab_close(&second);
	pair_close(&p);
}

/* The centre gives a record of one office to another: both learn it, and the new owner works on. */
static void test_a_record_changes_hands(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct rec *r = NULL;
	struct lab second;
	struct pair p;
	rowid_t id;

	(void)state;
	pair_open(&p);
	lab_join(&p.centre, &second, 3, "XA2");
	id = lab_document(&p.office, 1, "x", "y");
	lab_patch(&p.office, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_SIGNER, val_str("Ký") } }, 1);
	assert_int_equal(lab_up(&p.office, &p.centre, NULL), 0);
	lab_patch(&p.centre, LAB_INCOMING, id, (struct store_field[]){ { MODEL_F_OWNER, val_int((int64_t)second.office) } }, 1);
	lab_down(&p.centre, &p.office);
	lab_down(&p.centre, &second);
	LAB_OK(store_get(p.office.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_true(r->owner == second.office && r->version == 3);
	LAB_OK(store_get(second.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_true(r->owner == second.office && r->version == 3);
	assert_string_equal(rec_val_no(r, LAB_IN_SIGNER).s, "Ký");
	lab_patch(&second, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_SIGNER, val_str("Mới") } }, 1);
	assert_int_equal(lab_up(&second, &p.centre, NULL), 0);
	lab_clean(&p.centre);
	lab_clean(&p.office);
	lab_clean(&second);
	LAB_OK(store_replay(second.st, ei));
	LAB_OK(store_get(second.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_string_equal(rec_val_no(r, LAB_IN_SIGNER).s, "Mới");
	arena_free(a);
	lab_close(&second);
	pair_close(&p);
}

/* Of two programs the older one keeps what it does not know. */
static void test_unknown_fields_of_images_are_kept(void **state)
{
	struct wire_field f[] = { { LAB_IN_ISSUER, val_str("x") }, { 900, val_str("mai sau") } }, g[] = { { LAB_IN_ISSUER, val_str("y") } };
	struct wire_image im = { .type = LAB_INCOMING, .id = key_make(9, 1, 1), .owner = 5, .version = 1, .fields = f, .n_fields = 2 };
	struct wire_image strange = { .type = 999, .id = key_make(9, 1, 2), .owner = 5, .version = 1 }, out;
	struct arena *a = arena_new(1 << 20);
	struct store_feed_entry e[3];
	struct buf b[3];
	struct db_stmt *s;
	struct lab l;
	size_t n;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 2, 0);
	for (size_t i = 0; i < 3; i++)
		buf_init(&b[i], 4096);
	assert_int_equal(wire_image_encode(&im, &b[0]), 0);
	assert_int_equal(wire_image_encode(&strange, &b[1]), 0);
	im.version = 2;
	im.fields = g;
	im.n_fields = 1;
	assert_int_equal(wire_image_encode(&im, &b[2]), 0);
	for (size_t i = 0; i < 3; i++)
		e[i] = (struct store_feed_entry){ .seq = i + 1, .prev = i, .kind = STORE_FEED_ROW, .p = b[i].p, .n = b[i].len };
	LAB_OK(store_feed_apply(l.st, e, 3, ei));
	s = db_use(l.st->db, "SELECT body FROM _image ORDER BY id");
	assert_int_equal(db_step(s), 1);
	assert_int_equal(wire_image_decode(db_col_blob(s, 0, &n), 0, a, &out), ERR_CORRUPT);
	{
		const uint8_t *p = db_col_blob(s, 0, &n);

		assert_int_equal(wire_image_decode(p, n, a, &out), 0);
	}
	assert_int_equal(out.version, 2);
	assert_int_equal(out.n_fields, 2);
	assert_string_equal(out.fields[0].v.s, "y");
	assert_string_equal(out.fields[1].v.s, "mai sau");
	assert_int_equal(db_step(s), 1);
	assert_int_equal(db_end(s), 0);
	lab_clean(&l);
	for (size_t i = 0; i < 3; i++)
		buf_clear(&b[i]);
	arena_free(a);
	lab_close(&l);
}

static void test_own_events_come_back_after_a_restore(void **state)
{
	char backup[PLAT_PATH_MAX], path[PLAT_PATH_MAX], x[65], y[65];
	struct arena *a = arena_new((size_t)8 << 20);
	struct store_blob *b = NULL;
	struct store_node node;
	struct err_info why = { 0 };
	struct pair p;
	size_t n = 0, taken = 0;

	(void)state;
	pair_open(&p);
	for (int i = 1; i <= 5; i++)
		lab_document(&p.office, i, "x", "y");
	assert_int_equal(lab_up(&p.office, &p.centre, NULL), 0);
	assert_int_equal(plat_path(backup, sizeof(backup), p.office.dir, "copy.db"), 0);
	assert_int_equal(db_backup(p.office.st->db, backup), 0);
	for (int i = 6; i <= 9; i++)
		lab_document(&p.office, i, "x", "y");
	assert_int_equal(lab_up(&p.office, &p.centre, NULL), 0);
	lab_digest(&p.centre, p.office.office, x, NULL);

	store_close(p.office.st);
	p.office.st = NULL;
	assert_int_equal(plat_path(path, sizeof(path), p.office.dir, "node.db"), 0);
	assert_int_equal(rename(backup, path), 0);
	assert_int_equal(plat_path(path, sizeof(path), p.office.dir, "node.db-wal"), 0);
	assert_int_equal(plat_unlink(path), 0);
	lab_reopen(&p.office, 0);
	lab_node(&p.office, STORE_ROLE_OFFICE, 2, 2, p.office.office); /* a new epoch */
	assert_int_equal(store_node_get(p.office.st, &node), 0);
	assert_int_equal(node.seq, 5);
	assert_int_equal(store_inbox_read(p.centre.st, 2, 5, 100, 1 << 20, a, &b, &n), 0);
	assert_int_equal(n, 4);
	assert_int_equal(store_outbox_restore(p.office.st, b + 1, 3, &taken, &why), ERR_FORK);
	LAB_OK(store_outbox_restore(p.office.st, b, n, &taken, ei));
	assert_int_equal(taken, 4);
	lab_digest(&p.office, p.office.office, y, NULL);
	assert_string_equal(x, y);
	lab_clean(&p.office);
	assert_int_equal(key_epoch(lab_document(&p.office, 10, "x", "y")), 2);
	assert_int_equal(lab_up(&p.office, &p.centre, NULL), 0);
	same_rows(&p, p.office.office);
	lab_clean(&p.centre);
	arena_free(a);
	pair_close(&p);
}

static void test_enrolment(void **state)
{
	uint8_t secret[HASH_LEN] = { 1 }, late[HASH_LEN] = { 2 };
	struct store_peer one, two;
	struct err_info why = { 0 };
	struct arena *a = arena_new(1 << 20);
	struct rec *r = NULL;
	struct t_clock c;
	struct lab l;
	rowid_t office;

	(void)state;
	t_clock_use(&c, "2026-11-23T02:00:00Z");
	lab_open(&l, STORE_ROLE_CENTRE, 1, 0);
	lab_office(&l, "TW", 1);
	office = lab_office(&l, "XA9", 0);
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_enrol_add(l.st, office, secret, clock_now() + 7 * 86400), 0);
	assert_int_equal(store_enrol_add(l.st, office, late, clock_now() - 1), 0);
	LAB_OK(store_commit(l.st, ei));
	LAB_OK(store_enrol_use(l.st, secret, "ssh-ed25519 AAA", &one, ei));
	assert_int_equal(one.node, 2);
	assert_string_equal(one.name, "XA9");
	LAB_OK(store_enrol_use(l.st, secret, "ssh-ed25519 AAA", &two, ei));
	assert_int_equal(two.node, 2);
	assert_memory_equal(one.node_key, two.node_key, HASH_LEN);
	assert_int_equal(store_enrol_use(l.st, secret, "ssh-ed25519 BBB", &two, &why), ERR_DENIED);
	assert_string_equal(why.text, "Mã nối đã dùng cho máy khác. Xin trung tâm mã mới.");
	assert_int_equal(store_enrol_use(l.st, late, "ssh-ed25519 AAA", &two, &why), ERR_DENIED);
	assert_int_equal(store_enrol_use(l.st, (const uint8_t *)"0123456789abcdef0123456789abcdef", "k", &two, &why), ERR_DENIED);
	assert_int_equal(store_peer_by_key(l.st, "ssh-ed25519 AAA", &two), 0);
	LAB_OK(store_get(l.st, lab_type(MODEL_OFFICE), office, a, &r));
	assert_int_equal(rec_val_no(r, MODEL_OFFICE_NODE).i, 2);
	lab_clean(&l);
	clock_set_source(NULL);
	arena_free(a);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_up_and_the_same_rows), cmocka_unit_test(test_again_gap_fork),
		cmocka_unit_test(test_stops_in_the_middle_and_keeps_the_rest), cmocka_unit_test(test_only_own_rows),
		cmocka_unit_test(test_lists_go_to_everybody), cmocka_unit_test(test_feed_is_exact), cmocka_unit_test(test_interest),
		cmocka_unit_test(test_a_record_changes_hands),
		cmocka_unit_test(test_unknown_fields_of_images_are_kept), cmocka_unit_test(test_own_events_come_back_after_a_restore),
		cmocka_unit_test(test_enrolment),
	};

	log_open("store_sync", -1, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
