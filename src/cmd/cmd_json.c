/* cmd_json.c: JSON and CSV as pure writers over a bounded buffer. */
#include "cmd_csv.h"
#include "cmd_internal.h"

#include <string.h>

static void separate(struct cmd_json *j)
{
	if (j->comma)
		buf_put_u8(j->b, ',');
	j->comma = true;
}

void cmd_json_open(struct cmd_json *j, char bracket)
{
	separate(j);
	buf_put_u8(j->b, (unsigned char)bracket);
	j->comma = false;
}

void cmd_json_close(struct cmd_json *j, char bracket)
{
	buf_put_u8(j->b, (unsigned char)bracket);
	j->comma = true;
}

/* One code point; controls and what would end the string are escaped, all else goes out as UTF-8. */
static void put_char(struct buf *b, const char *s, size_t len, uint32_t cp)
{
	static const char escaped[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
	const char *at = cp != 0 && cp < 0x80 ? strchr(escaped, (int)cp) : NULL;

	if (at) {
		buf_put_u8(b, '\\');
		buf_put_u8(b, (unsigned char)letter[at - escaped]);
	} else if (cp < 0x20 || cp == 0x7f) {
		buf_printf(b, "\\u%04x", (unsigned)cp);
	} else if (cp == 0xfffd) { /* also what utf8_next answers for a byte that is none */
		buf_puts(b, "\xef\xbf\xbd");
	} else {
		buf_put(b, s, len);
	}
}

static void put_string(struct buf *b, const char *s, size_t n)
{
	buf_put_u8(b, '"');
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;

		len = utf8_next(s + at, n - at, &cp);
		put_char(b, s + at, len, cp);
	}
	buf_put_u8(b, '"');
}

void cmd_json_key(struct cmd_json *j, const char *key)
{
	separate(j);
	put_string(j->b, key, strlen(key));
	buf_put_u8(j->b, ':');
	j->comma = false;
}

void cmd_json_str(struct cmd_json *j, const char *s, size_t n)
{
	if (!s) {
		cmd_json_null(j);
		return;
	}
	separate(j);
	put_string(j->b, s, n);
}

void cmd_json_text(struct cmd_json *j, const char *s)
{
	cmd_json_str(j, s, s ? strlen(s) : 0);
}

void cmd_json_int(struct cmd_json *j, int64_t v)
{
	separate(j);
	buf_printf(j->b, "%lld", (long long)v);
}

void cmd_json_id(struct cmd_json *j, rowid_t id)
{
	if (id == 0) {
		cmd_json_null(j);
		return;
	}
	separate(j);
	buf_printf(j->b, "\"%llu\"", (unsigned long long)id);
}

void cmd_json_yes(struct cmd_json *j, bool v)
{
	separate(j);
	buf_puts(j->b, v ? "true" : "false");
}

void cmd_json_null(struct cmd_json *j)
{
	separate(j);
	buf_puts(j->b, "null");
}

static void quoted_cell(struct buf *b, const char *guard, const char *s, size_t n)
{
	buf_put_u8(b, '"');
	buf_puts(b, guard);
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			buf_put_u8(b, '"');
		buf_put_u8(b, (unsigned char)s[i]);
	}
	buf_put_u8(b, '"');
}

void cmd_csv_cell(struct buf *b, const char *s, size_t n, bool first)
{
	if (!first)
		buf_put_u8(b, ',');
	if (csv_risky(s, n)) {
		quoted_cell(b, "'", s, n);
		return;
	}
	if (!memchr(s, ',', n) && !memchr(s, '"', n) && !memchr(s, '\n', n) && !memchr(s, '\r', n)) {
		buf_put(b, s, n);
		return;
	}
	quoted_cell(b, "", s, n);
}
