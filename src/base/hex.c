/* hex.c: bytes as lower-case hexadecimal and back. */
#include "congvu/base.h"

void hex_put(struct buf *b, const void *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *s = p;

	for (size_t i = 0; i < n; i++) {
		char two[2] = { digits[s[i] >> 4], digits[s[i] & 15] };

		buf_put(b, two, 2);
	}
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int hex_get(const char *s, void *out, size_t n)
{
	uint8_t *p = out;

	for (size_t i = 0; i < n; i++) {
		int hi = nibble(s[2 * i]), lo = hi < 0 ? -1 : nibble(s[2 * i + 1]);

		if (lo < 0)
			return ERR_INVALID;
		p[i] = (uint8_t)(hi << 4 | lo);
	}
	return s[2 * n] == '\0' ? ERR_NONE : ERR_INVALID;
}
