/* Bytes, dates, hexadecimal: what is read is what would be written, and nothing else is read. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void varints(const uint8_t *data, size_t n)
{
	struct rd r = rd_over(data, n);
	struct buf b;

	buf_init(&b, n);
	while (rd_left(&r) > 0) {
		const uint8_t *at = r.p;
		uint64_t v = rd_varint(&r);

		if (r.err)
			break;
		buf_reset(&b);
		buf_put_varint(&b, v);
		assert(b.len == (size_t)(r.p - at) && memcmp(b.p, at, b.len) == 0); /* one spelling */
	}
	buf_clear(&b);
}

static void words(char *s)
{
	char text[DAY_TEXT_MAX], time[TIME_TEXT_MAX];
	uint8_t bytes[8];
	day_t day, again;

	if (day_parse_typed(s, 20000, &day) == ERR_NONE) {
		assert(day_parse_typed(day_show(day, text), 0, &again) == ERR_NONE && again == day);
		assert(day_parse_iso(day_iso(day, text)) == day);
	}
	if (time_parse_iso(s) != INT64_MIN)
		assert(strcmp(time_iso(time_parse_iso(s), time), s) == 0);
	if (hex_get(s, bytes, sizeof(bytes)) == ERR_NONE)
		assert(strlen(s) == 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *s = malloc(n + 1);

	if (!s)
		return 0;
	if (n > 0)
		memcpy(s, data, n);
	s[n] = '\0';
	varints(data, n);
	words(s);
	free(s);
	return 0;
}
