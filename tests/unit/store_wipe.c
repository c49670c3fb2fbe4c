/* What must not exist: wiped here, at the centre, at whoever saw it; the chain still holds. And drafts, cursors, state. */
#include "store_lab.h"

#include <fcntl.h>

#include "../../src/store/store_internal.h"

#define SECRET "Phạm Thị Lụa Zwqkyx bí mật"
#define V_SENDS 131
#define DOSSIER 40

/* Is the text in any file of the folder? */
struct seek {
	const char *dir, *text;
	size_t hits;
};
static int seek_in(const char *name, void *ctx)
{
	struct seek *k = ctx;
	char path[PLAT_PATH_MAX];
	struct buf b;

	assert_int_equal(plat_path(path, sizeof(path), k->dir, name), 0);
	buf_init(&b, (size_t)64 << 20);
	if (plat_read_file(path, (size_t)64 << 20, &b) == 0 && b.len)
		k->hits += memmem(b.p, b.len, k->text, strlen(k->text)) != NULL;
	buf_clear(&b);
	return 0;
}
static size_t bytes_in(struct lab *l, const char *text)
{
	struct seek k = { l->dir, text, 0 };

	assert_int_equal(plat_each_entry(l->dir, seek_in, &k), 0);
	return k.hits;
}

static void clean_up(struct lab *l)
{
	bool more = true;

	for (int i = 0; more && i < 1000; i++)
		assert_int_equal(store_search_merge(l->st, &more), 0);
	assert_false(more);
	LAB_OK(store_checkpoint(l->st));
}

static void nothing_left(struct lab *l)
{
	clean_up(l);
	assert_int_equal(lab_found(l, "pham thi lua"), 0);
	assert_int_equal(bytes_in(l, SECRET), 0);
	assert_int_equal(bytes_in(l, "pham thi lua"), 0);
	assert_int_equal(bytes_in(l, "thi lua"), 0);
	assert_int_equal(bytes_in(l, "wqkyx"), 0); /* as the index keeps it: perhaps without its first letter */
	lab_clean(l);
}

static void wipe(struct lab *l, uint64_t seq, rowid_t id)
{
	struct store_field f[] = { { MODEL_F_STATE, val_int(2) }, { LAB_IN_NUMBER, val_int(5) } };
	struct store_row_op op = lab_op(LAB_INCOMING, id, STORE_PUT, f, 2);
	uint32_t node = key_node(id);

	LAB_OK(store_begin(l->st, ei));
	assert_int_equal(store_wipe(l->st, node, 1, seq, &op, 1), 0);
	LAB_OK(store_commit(l->st, ei));
	store_idle_assert(l->st);
}

static void test_wipe_here(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct store_past *past = NULL;
	struct rec *r = NULL;
	struct lab l;
	rowid_t id;
	size_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	for (int i = 0; i < 20; i++)
		lab_document(&l, i, "Sở", "trước");
	id = lab_document(&l, 5, SECRET, "đơn của " SECRET);
	lab_patch(&l, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_SIGNER, val_str("Ông Ký") } }, 1);
	for (int i = 0; i < 20; i++)
		lab_document(&l, i, "Sở", "sau");
	assert_int_equal(lab_found(&l, "pham thi lua"), 1);
	assert_true(bytes_in(&l, "wqkyx") > 0 && bytes_in(&l, SECRET) > 0);
	wipe(&l, 21, id);
	wipe(&l, 21, id); /* twice is the same */
	LAB_OK(store_get(l.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_int_equal(r->version, 2);
	assert_int_equal(rec_val_no(r, LAB_IN_NUMBER).i, 5);
	assert_true(val_is_null(rec_val_no(r, LAB_IN_ABSTRACT)));
	assert_string_equal(rec_val_no(r, LAB_IN_SIGNER).s, "Ông Ký"); /* what later events said stays */
	LAB_OK(store_history(l.st, LAB_INCOMING, id, a, &past, &n));
	assert_true(n == 2 && past[0].wiped && !past[1].wiped);
	nothing_left(&l);
	LAB_OK(store_replay(l.st, ei));
	nothing_left(&l);
	arena_free(a);
	lab_close(&l);
}

static void test_wiped_before_it_was_sent(void **state)
{
	struct lab centre, office;
	rowid_t id;
	char x[65], y[65];

	(void)state;
	lab_open(&centre, STORE_ROLE_CENTRE, 1, 0);
	lab_office(&centre, "TW", 1);
	lab_join(&centre, &office, 2, "XA1");
	lab_document(&office, 1, "x", "y");
	id = lab_document(&office, 5, SECRET, SECRET);
	lab_document(&office, 2, "x", "y");
	wipe(&office, 2, id);
	assert_int_equal(lab_up(&office, &centre, NULL), 0);
	lab_digest(&office, office.office, x, NULL);
	lab_digest(&centre, office.office, y, NULL);
	assert_string_equal(x, y);
	nothing_left(&centre);
	nothing_left(&office);
	lab_close(&centre);
	lab_close(&office);
}

static void test_wipe_from_the_centre(void **state)
{
	const struct model_field *unit = model_field_by_name(lab_type(DOSSIER), "unit_office_id"), *text = model_field_by_name(lab_type(DOSSIER), "summary");
	struct lab centre, office, second;
	rowid_t id;

	(void)state;
	lab_open(&centre, STORE_ROLE_CENTRE, 1, 0);
	lab_office(&centre, "TW", 1);
	lab_join(&centre, &office, 2, "XA1");
	lab_join(&centre, &second, 3, "XA2");
	lab_down(&centre, &office);
	lab_down(&centre, &second);
	id = lab_id(&office);
	{
		struct store_field f[] = { { text->no, val_str(SECRET) }, { unit->no, val_int((int64_t)second.office) } };
		struct store_field g[] = { { unit->no, val_int((int64_t)second.office) }, { text->no, val_str(SECRET) } };
		struct store_row_op op = lab_op(DOSSIER, id, STORE_PUT, text->no < unit->no ? f : g, 2);

		lab_event(&office, V_SENDS, &op, 1);
	}
	assert_int_equal(lab_up(&office, &centre, NULL), 0);
	assert_int_equal(lab_down(&centre, &second), 1);
	assert_int_equal(lab_found(&second, "pham thi lua"), 1);
	{
		struct store_field f[] = { { unit->no, val_int((int64_t)second.office) } };
		struct store_row_op op = lab_op(DOSSIER, id, STORE_PUT, f, 1);

		LAB_OK(store_begin(centre.st, ei));
		assert_int_equal(store_wipe(centre.st, 2, 1, 1, &op, 1), 0);
		LAB_OK(store_commit(centre.st, ei));
	}
	nothing_left(&centre);
	assert_int_equal(lab_down(&centre, &second), 1);
	assert_int_equal(lab_down(&centre, &office), 1);
	nothing_left(&second);
	nothing_left(&office);
	lab_patch(&office, DOSSIER, id, (struct store_field[]){ { text->no, val_str("mới") } }, 1);
	assert_int_equal(lab_up(&office, &centre, NULL), 0); /* the chain goes on */
	assert_int_equal(lab_down(&centre, &second), 1);
	lab_clean(&second);
	assert_int_equal(lab_found(&second, "moi"), 1);
	lab_close(&centre);
	lab_close(&office);
	lab_close(&second);
}

/* A record that came to an office from another one has an image and own events: both count when a row is made anew. */
static void test_wipe_of_a_record_that_came_from_elsewhere(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct lab centre, office, second;
	struct rec *r = NULL;
	rowid_t id;

	(void)state;
	lab_open(&centre, STORE_ROLE_CENTRE, 1, 0);
	lab_office(&centre, "TW", 1);
	lab_join(&centre, &office, 2, "XA1");
	lab_join(&centre, &second, 3, "XA2");
	id = lab_document(&office, 1, "Sở Nội vụ", "y");
	assert_int_equal(lab_up(&office, &centre, NULL), 0);
	lab_patch(&centre, LAB_INCOMING, id, (struct store_field[]){ { MODEL_F_OWNER, val_int((int64_t)second.office) } }, 1);
	lab_down(&centre, &second);
	lab_patch(&second, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_SIGNER, val_str(SECRET) } }, 1);
	{
		struct store_field f[] = { { MODEL_F_STATE, val_int(3) } };
		struct store_row_op op = lab_op(LAB_INCOMING, id, STORE_PATCH, f, 1);

		LAB_OK(store_begin(second.st, ei));
		assert_int_equal(store_wipe(second.st, 3, 1, 1, &op, 1), 0);
		LAB_OK(store_commit(second.st, ei));
	}
	LAB_OK(store_get(second.st, lab_type(LAB_INCOMING), id, a, &r));
	assert_true(r->version == 3 && r->state == 3);
	assert_string_equal(rec_val_no(r, LAB_IN_ISSUER).s, "Sở Nội vụ");
	assert_true(val_is_null(rec_val_no(r, LAB_IN_SIGNER)));
	nothing_left(&second);
	assert_int_equal(lab_up(&second, &centre, NULL), 0);
	nothing_left(&centre);
	arena_free(a);
	lab_close(&second);
	lab_close(&office);
	lab_close(&centre);
}

/* ---- drafts ---- */

static void test_drafts(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct store_draft d = { .id = UINT64_MAX - 5, .user = 7, .form = "f", .subject = 3, .body = "x\ty\n", .body_len = 4, .cursor = "x", .at = 100 };
	struct store_draft *list = NULL;
	struct lab l;
	size_t n = 0;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	LAB_OK(store_draft_put(l.st, &d));
	d.body = "x\tyz\n";
	d.body_len = 5;
	LAB_OK(store_draft_put(l.st, &d));
	d.id = 9;
	d.thrown = true;
	LAB_OK(store_draft_put(l.st, &d));
	LAB_OK(store_draft_list(l.st, 7, a, &list, &n));
	assert_int_equal(n, 2);
	assert_string_equal(list[0].body, "x\tyz\n");
	LAB_OK(store_draft_list(l.st, 8, a, &list, &n));
	assert_int_equal(n, 0);
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_draft_saved(l.st, UINT64_MAX - 5), 0);
	store_rollback(l.st);
	LAB_OK(store_draft_list(l.st, 7, a, &list, &n));
	assert_int_equal(n, 2); /* the save did not happen */
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_draft_saved(l.st, UINT64_MAX - 5), 0);
	LAB_OK(store_commit(l.st, ei));
	LAB_OK(store_draft_list(l.st, 7, a, &list, &n));
	assert_true(n == 1 && list[0].id == 9 && list[0].thrown);
	LAB_OK(store_draft_flush(l.st));
	LAB_OK(store_draft_flush(l.st));
	LAB_OK(store_draft_list(l.st, 7, a, &list, &n));
	assert_int_equal(n, 1);
	LAB_OK(store_draft_drop(l.st, 9));
	LAB_OK(store_draft_list(l.st, 7, a, &list, &n));
	assert_int_equal(n, 0);
	store_idle_assert(l.st);
	arena_free(a);
	lab_close(&l);
}

/* ---- work's cursor, credentials, meta ---- */

static void test_arrivals(void **state)
{
	struct store_arrival got[8];
	struct lab l;
	size_t n = 0;
	rowid_t id;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	id = lab_document(&l, 1, "x", "y");
	lab_patch(&l, LAB_INCOMING, id, (struct store_field[]){ { LAB_IN_ISSUER, val_str("z") } }, 1);
	LAB_OK(store_arrivals(l.st, "work", got, 8, &n));
	assert_int_equal(n, 2);
	assert_true(got[1].type == LAB_INCOMING && got[1].id == id && got[1].version == 2 && got[1].verb == LAB_VERB);
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_cursor_set(l.st, "work", got[0].at), 0);
	LAB_OK(store_commit(l.st, ei));
	LAB_OK(store_arrivals(l.st, "work", got, 8, &n));
	assert_int_equal(n, 1);
	LAB_OK(store_arrivals(l.st, "other", got, 1, &n));
	assert_int_equal(n, 1);
	lab_close(&l);
}

static void test_credentials_and_meta(void **state)
{
	struct store_credential c = { .login = "vanthu", .user = 5, .hash = "h", .keys = "ssh-ed25519 A\n" }, got;
	struct buf b;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	assert_int_equal(store_credential_get(l.st, "vanthu", &got), ERR_NOTFOUND);
	LAB_OK(store_begin(l.st, ei));
	assert_int_equal(store_credential_put(l.st, &c), 0);
	c.locked = true;
	assert_int_equal(store_credential_put(l.st, &c), 0);
	assert_int_equal(store_meta_set(l.st, "k", "giá trị"), 0);
	LAB_OK(store_commit(l.st, ei));
	assert_int_equal(store_credential_get(l.st, "vanthu", &got), 0);
	assert_true(got.locked && got.user == 5);
	assert_string_equal(got.keys, c.keys);
	{
		static const char hex[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";
		char path[PLAT_PATH_MAX];
		struct store_node node;
		uint8_t key[HASH_LEN];

		assert_int_equal(plat_path(path, sizeof(path), l.dir, "nodekey"), 0);
		assert_int_equal(plat_write_file_atomic(path, hex, sizeof(hex) - 1, 0600), 0);
		assert_int_equal(store_nodekey(l.st, key), 0);
		assert_int_equal(key[31], 31);
		assert_int_equal(plat_write_file_atomic(path, hex, 20, 0600), 0);
		assert_int_equal(store_nodekey(l.st, key), ERR_CORRUPT);
		LAB_OK(store_clock_offset_set(l.st, -7));
		assert_int_equal(store_node_get(l.st, &node), 0);
		assert_int_equal(node.clock_offset, -7);
		assert_string_equal(store_dir(l.st), l.dir);
	}
	buf_init(&b, 100);
	assert_int_equal(store_meta_get(l.st, "k", &b), 0);
	assert_string_equal(buf_str(&b), "giá trị");
	assert_int_equal(store_meta_get(l.st, "none", &b), ERR_NOTFOUND);
	buf_clear(&b);
	lab_close(&l);
}

/* ---- run/state ---- */

static void test_state_page(void **state)
{
	struct store_state s;
	struct lab l;
	uint64_t changes;
	uint8_t head[HASH_LEN];

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	changes = store_changes(l.st);
	lab_document(&l, 1, "x", "y");
	assert_true(store_changes(l.st) > changes);
	LAB_OK(store_page_read(l.st, 1000000, &s));
	assert_int_equal(s.unsent, 1);
	assert_int_equal(s.line, STORE_LINE_UNKNOWN);
	store_page_stamp(l.st, STORE_LINE_UP, 1000000, 500);
	LAB_OK(store_page_read(l.st, 1014000, &s));
	assert_int_equal(s.line, STORE_LINE_UP);
	assert_int_equal(s.line_since, 500);
	store_page_stamp(l.st, STORE_LINE_UP, 1005000, 505);
	LAB_OK(store_page_read(l.st, 1019000, &s));
	assert_int_equal(s.line_since, 500); /* the same line since then */
	LAB_OK(store_page_read(l.st, 1020001, &s));
	assert_int_equal(s.line, STORE_LINE_DOWN); /* sync is silent */
	assert_int_equal(s.line_since, 505);
	LAB_OK(store_page_read(l.st, 5000, &s));
	assert_int_equal(s.line, STORE_LINE_DOWN); /* the machine was started anew */
	LAB_OK(store_head_at(l.st, 3, 1, head));
	LAB_OK(store_outbox_acked(l.st, 1, head));
	LAB_OK(store_state_get(l.st, &s));
	assert_int_equal(s.unsent, 0);
	assert_true(s.last_ack > 0);
	lab_reopen(&l, STORE_READONLY);
	LAB_OK(store_state_get(l.st, &s));
	assert_int_equal(s.unsent, 0);
	lab_close(&l);
}

static void test_readers_beside_a_writer(void **state)
{
	struct err_info why = { 0 };
	struct store *reader = NULL;
	struct store_query q = { 0 };
	uint64_t n = 0;
	struct lab l;

	(void)state;
	lab_open(&l, STORE_ROLE_OFFICE, 3, 0);
	LAB_OK(store_open(l.dir, STORE_READONLY, &reader, ei));
	q.type = lab_type(LAB_INCOMING);
	LAB_OK(store_begin(l.st, ei));
	LAB_OK(store_count(reader, &q, &n));
	store_rollback(l.st);
	lab_document(&l, 1, "x", "y");
	LAB_OK(store_count(reader, &q, &n));
	assert_int_equal(n, 1);
	assert_int_equal(store_begin(reader, &why), ERR_READONLY);
	store_idle_assert(reader);
	store_close(reader);
	lab_close(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wipe_here), cmocka_unit_test(test_wiped_before_it_was_sent), cmocka_unit_test(test_wipe_from_the_centre),
		cmocka_unit_test(test_wipe_of_a_record_that_came_from_elsewhere),
		cmocka_unit_test(test_drafts), cmocka_unit_test(test_arrivals), cmocka_unit_test(test_credentials_and_meta),
		cmocka_unit_test(test_state_page), cmocka_unit_test(test_readers_beside_a_writer),
	};

	log_open("store_wipe", 2, LOG_LEVEL_ERR);
	return T_RUN(tests);
}
