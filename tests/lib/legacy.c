/* legacy.c: `legacy CHARSET <UTF8 >OLD`: a text in an old encoding, for tests that read one. */
#include <stdio.h>

#include "congvu/ime.h"

int main(int argc, char **argv)
{
	enum ime_charset cs;
	char piece[4096];
	struct buf in, out;
	size_t n;

	if (argc != 2 || !ime_charset_by_name(argv[1], &cs))
		return 2;
	buf_init(&in, 1u << 26);
	buf_init(&out, 1u << 27);
	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		buf_put(&in, piece, n);
	if (buf_err(&in) || ime_legacy_encode(cs, 0, buf_str(&in), in.len, &out, NULL))
		return 1;
	fwrite(out.p, 1, out.len, stdout);
	buf_clear(&in);
	buf_clear(&out);
	return 0;
}
