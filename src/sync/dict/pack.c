/* pack.c: development-time helper of `make shapes`: records (lines of `act`) or canonical events (hex lines) -> packed events, hex lines. */
#include "sample_record.h"

static int put(const void *p, size_t n)
{
	struct wire_slice s = { p, n };
	struct buf raw, hex;
	buf_init(&raw, 1 << 20);
	buf_init(&hex, 1 << 21);
	int rc = wire_pack(&s, 1, &raw);
	if (!rc) {
		hex_put(&hex, raw.p, raw.len);
		puts(buf_str(&hex));
	}
	buf_clear(&raw);
	buf_clear(&hex);
	return rc;
}

static int line(struct sample_maker *m, char *s)
{
	static uint8_t raw[WIRE_EVENT_MAX];
	struct wire_event ev;
	struct buf b;
	size_t n = strcspn(s, "\n");
	if (n % 2 == 0 && strspn(s, "0123456789abcdef") == n && n && n / 2 <= sizeof raw)
		return hex_get(s, raw, n / 2) ? 1 : put(raw, n / 2);
	if (!sample_record(m, s, &ev))
		return 0;
	buf_init(&b, WIRE_EVENT_MAX);
	int rc = wire_event_encode(&ev, &b);
	if (!rc)
		rc = put(b.p, b.len);
	buf_clear(&b);
	return rc;
}

int main(int argc, char **argv)
{
	static char text[2 * WIRE_EVENT_MAX + 2];
	struct sample_maker m = { .a = arena_new(64 << 20), .seq = 300, .next_key = 2100, .number = 411, .time = 1790000000 };
	FILE *f = argc > 1 ? fopen(argv[1], "r") : stdin;
	int rc = f ? 0 : 1;
	while (!rc && fgets(text, sizeof text, f))
		rc = line(&m, text);
	return rc;
}
