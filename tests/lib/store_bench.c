/* store_bench: rates of one office and one centre, no line between: store_bench [RECORDS [DIR]]
 *
 * An office writes RECORDS documents (each with its number entry, a deadline and the book's counter: one event), the centre takes them in
 * batches of 1, 10 and 100, fully indexed, synchronous=FULL. Then words are looked for, lists are paged, the digest is taken.
 */
#include "../bench/docs.h"

static double take_in(struct store *office, struct store *centre, uint64_t *at, uint64_t records, size_t batch)
{
	struct arena *a = arena_new((size_t)256 << 20);
	double t, spent = 0;
	uint64_t end = *at + records;

	while (*at < end) {
		struct store_blob *b = NULL;
		struct err_info ei = { 0 };
		size_t n = 0, taken = 0, want = (size_t)(end - *at) < batch ? (size_t)(end - *at) : batch;

		arena_reset(a);
		need(store_outbox_read(office, *at, want, (size_t)64 << 20, a, &b, &n), "outbox", NULL);
		t = seconds();
		need(store_inbox_apply(centre, 2, b, n, &taken, &ei), "inbox", &ei);
		need(store_checkpoint(centre), "checkpoint", NULL);
		spent += seconds() - t;
		*at += n;
	}
	arena_free(a);
	return (double)records / spent;
}

static int by_size(const void *x, const void *y)
{
	return *(const double *)x < *(const double *)y ? -1 : *(const double *)x > *(const double *)y;
}

static void find(struct store *st)
{
	static const char *const asked[] = { "quyet dinh phe duyet", "dat dai", "nguyen van an", "stnmt-qldd", "kh", "t", "12/stnmt", "le van c", "bao cao k" };

	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		double took[21];
		size_t n = 0;

		for (size_t k = 0; k < COUNT_OF(took); k++) {
			struct store_hit hit[18];
			double t = seconds();

			need(store_search(st, asked[i], (uint32_t[]){ DOCUMENT }, 1, NULL, hit, COUNT_OF(hit), &n), "search", NULL);
			took[k] = (seconds() - t) * 1000;
		}
		qsort(took, COUNT_OF(took), sizeof(took[0]), by_size);
		printf("find %-22s %2zu hits  p95 %7.3f ms\n", asked[i], n, took[19]);
	}
}

/* What the foot of a list says: counted no further than a screen tells. */
static void count_behind(struct store *st, struct store_query q, const char *what)
{
	uint64_t n = 0;
	double t = seconds();

	q.limit = 10001;
	need(store_count_behind(st, &q, &n), "count", NULL);
	printf("count up to 10 001 %-16s %7.3f ms (%llu)\n", what, (seconds() - t) * 1000, (unsigned long long)n);
}

static void lists(struct store *st, rowid_t owner)
{
	struct store_cond c[] = { { MODEL_F_OWNER, STORE_EQ, val_int((int64_t)owner), 0 } };
	struct store_order o[] = { { 12, true } };
	struct store_query q = { .type = model_type_by_no(DOCUMENT), .cond = c, .n_cond = 1, .order = o, .n_order = 1, .limit = 18 };
	struct arena *a = arena_new((size_t)64 << 20);
	double t = seconds();
	size_t n = 0;

	for (int page = 0; page < 50; page++) {
		struct rec **rows = NULL;

		need(store_select(st, &q, a, &rows, &n), "select", NULL);
		if (n == 0)
			break;
		q.after = rows[n - 1];
	}
	printf("list, 50 pages of 18 by date   %.3f ms a page\n", (seconds() - t) * 1000 / 50);
	count_behind(st, q, "behind them");
	q.backward = true;
	count_behind(st, q, "in front of them");
	q.after = NULL;
	count_behind(st, q, "of all");
	q.find = "quyet dinh";
	q.n_order = 0;
	count_behind(st, q, "with two words");
	arena_free(a);
}

int main(int argc, char **argv)
{
	uint64_t total = argc > 1 ? strtoull(argv[1], NULL, 10) : 20000, at = 0, left;
	char dir[PLAT_PATH_MAX];
	rowid_t office = key_make(1, 1, 1), book = 0;
	struct store *st = NULL, *centre = NULL;
	struct store_peer peer = { .node = 2, .epoch = 1, .office = office, .name = "X" };
	struct err_info ei = { 0 };
	int64_t size = 0;
	double t;

	snprintf(dir, sizeof(dir), "%s/store-bench.XXXXXX", argc > 2 ? argv[2] : "/tmp");
	log_open("store_bench", 2, LOG_LEVEL_WARN);
	need(mkdtemp(dir) ? 0 : ERR_IO, "folder", NULL);
	node_open(dir, "office", STORE_ROLE_OFFICE, 2, office, &st);
	node_open(dir, "centre", STORE_ROLE_CENTRE, 1, key_make(1, 1, 9), &centre);
	need(store_begin(centre, &ei), "begin", &ei);
	memset(peer.node_key, 2, sizeof(peer.node_key));
	need(store_peer_put(centre, &peer), "peer", NULL);
	need(store_feed_first(centre, 2), "first", NULL);
	need(store_commit(centre, &ei), "commit", &ei);
	t = seconds();
	for (uint64_t i = 0; i < total;) {
		need(store_begin(st, &ei), "begin", &ei);
		if (!book) {
			struct store_field f[] = { { MODEL_BOOK_KIND, val_str("DEN") }, { MODEL_BOOK_PERIOD, val_str("2026") } };
			struct store_row_op op = { MODEL_NUMBER_BOOK, 0, STORE_PUT, f, 2 };

			need(store_new_id(st, &book), "id", NULL);
			op.id = book;
			need(append(st, office, &op, 1, &ei), "book", &ei);
		}
		for (int k = 0; k < 200 && i < total; k++)
			document(st, office, book, (int64_t)++i);
		need(store_commit(st, &ei), "commit", &ei);
	}
	printf("%llu records; office, 200 a save: %.0f/s\n", (unsigned long long)total, (double)total / (seconds() - t));
	t = seconds();
	for (int i = 0; i < 300; i++) {
		need(store_begin(st, &ei), "begin", &ei);
		document(st, office, book, (int64_t)++total);
		need(store_commit(st, &ei), "commit", &ei);
	}
	printf("office, one a save: %.0f/s\n", 300 / (seconds() - t));
	left = total;
	if (left > 12000)
		take_in(st, centre, &at, left - 12000, 100);
	printf("centre, by 1:   %.0f records/s\n", take_in(st, centre, &at, 2000, 1));
	printf("centre, by 10:  %.0f records/s\n", take_in(st, centre, &at, 4000, 10));
	printf("centre, by 100: %.0f records/s\n", take_in(st, centre, &at, 5000, 100));
	find(centre);
	lists(centre, office);
	{
		char path[PLAT_PATH_MAX + 32];
		uint8_t h[HASH_LEN];
		uint64_t rows = 0;

		snprintf(path, sizeof(path), "%s/centre/node.db", dir);
		need(plat_file_info(path, &size, NULL), "size", NULL);
		printf("centre's file: %.0f MB, %.0f bytes a record\n", (double)size / 1e6, (double)size / (double)total);
		t = seconds();
		need(store_rows_digest(centre, office, h, &rows), "digest", NULL);
		printf("digest over %llu rows: %.2f s\n", (unsigned long long)rows, seconds() - t);
	}
	store_close(st);
	store_close(centre);
	return plat_remove_tree(dir) ? 1 : 0;
}
