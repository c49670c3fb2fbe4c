/* sync_bytes DIR: what the events of a node take on the line: each alone, and in tens. Run by `make bench`. */
#include <stdio.h>
#include <stdlib.h>

#include "congvu/store.h"
#include "congvu/sync.h"

#define EVENTS_MAX 2000u

/* Mean payload and frame per event when n go together. */
static void print_mean(const struct store_blob *blob, size_t total, size_t n)
{
	const void *p[16];
	size_t len[16], payload, frame, sum_payload = 0, sum_frame = 0, raw = 0, counted = 0;

	for (size_t at = 0; at + n <= total; at += n) {
		for (size_t i = 0; i < n; i++) {
			p[i] = blob[at + i].p;
			len[i] = blob[at + i].n;
			raw += len[i];
		}
		if (sync_measure(p, len, n, &payload, &frame))
			continue;
		sum_payload += payload;
		sum_frame += frame;
		counted += n;
	}
	if (counted > 0)
		printf("  %2zu at a time: payload %zu B, with the frame %zu B, canonical %zu B an event (%zu events)\n", n, sum_payload / counted,
		       sum_frame / counted, raw / counted, counted);
}

int main(int argc, char **argv)
{
	struct store *st = NULL;
	struct store_blob *blob = NULL;
	struct arena *a = arena_new(64u << 20);
	size_t n = 0;
	int r = argc == 2 && a ? store_open(argv[1], STORE_READONLY, &st, NULL) : ERR_USAGE;

	if (!r)
		r = store_outbox_read(st, 0, EVENTS_MAX, 32u << 20, a, &blob, &n);
	if (r)
		fprintf(stderr, "sync_bytes: %s\n", err_name(r));
	for (size_t k = 1; k <= 10 && !r; k += 9)
		print_mean(blob, n, k);
	store_close(st);
	arena_free(a);
	return r ? EXIT_FAILURE : EXIT_SUCCESS;
}
