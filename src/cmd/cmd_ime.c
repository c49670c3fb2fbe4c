/* cmd_ime.c: `congvu ime`: a filter. The keys of one word a line in, Vietnamese text out; with --from whole texts in an old encoding. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#include "congvu/ime.h"

#define INPUT_MAX (64u * 1024u * 1024u)
#define TOLD_MAX 20 /* lines that are named; what follows is counted */
#define SURE 60     /* of a guess, in percent */

static int say(const char *id, const char *line, const char *at, const char *byte, const char *charset)
{
	struct buf b;

	buf_init(&b, 1024);
	model_message_fill(&b, model_message(id), "line", line, "at", at, "byte", byte, "charset", charset, NULL);
	cmd_fail_text("%s", buf_str(&b));
	buf_clear(&b);
	return CMD_FAILED;
}

static void say_bad(enum ime_charset cs, size_t line, size_t at, uint8_t byte)
{
	char l[24], a[24], hex[8];

	snprintf(l, sizeof(l), "%zu", line);
	snprintf(a, sizeof(a), "%zu", at + 1);
	snprintf(hex, sizeof(hex), "0x%02X", byte);
	say("ime.badbyte", l, a, hex, ime_charset_name(cs));
}

/* Line by line, so that each wrong one is named; nothing is written unless all of it can be. */
static int decode_lines(enum ime_charset cs, unsigned flags, const struct buf *in, struct buf *out)
{
	size_t line = 0, wrong = 0;

	for (size_t from = 0; from < in->len;) {
		const uint8_t *p = in->p + from, *nl = memchr(p, '\n', in->len - from);
		size_t n = nl ? (size_t)(nl - p) + 1 : in->len - from, bad = 0;
		int r = ime_legacy_decode(cs, flags, p, n, out, &bad);

		line++;
		if (r == ERR_INVALID && bad < n) {
			if (wrong++ < TOLD_MAX)
				say_bad(cs, line, bad, p[bad]);
		} else if (r != 0) {
			return cmd_fail(r, NULL);
		}
		from += n;
	}
	if (wrong > TOLD_MAX) {
		char n[24];

		snprintf(n, sizeof(n), "%zu", wrong - TOLD_MAX);
		say("ime.badmore", n, "", "", "");
	}
	return wrong > 0 ? CMD_FAILED : CMD_DONE;
}

/* VIQR has states that go over line ends: all of it at once when that works, else by lines for the sake of the messages. */
static int decode_all(enum ime_charset cs, unsigned flags, const struct buf *in, struct buf *out)
{
	int r = ime_legacy_decode(cs, flags, in->p, in->len, out, NULL);

	if (r == 0)
		return CMD_DONE;
	return r == ERR_INVALID ? decode_lines(cs, flags, in, out) : cmd_fail(r, NULL);
}

static int read_all(struct buf *in)
{
	uint8_t piece[16384];
	size_t n;

	while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0)
		buf_put(in, piece, n);
	if (ferror(stdin))
		return cmd_fail_text("stdin: %s", err_name(ERR_IO));
	return buf_err(in) ? cmd_fail_text("stdin: %s", err_name(buf_err(in))) : CMD_DONE;
}

static int from_legacy(const struct cmd_call *c, const char *from)
{
	bool guess = strcmp(from, "auto") == 0;
	unsigned flags = opt_flag(&c->o, "capitals") ? IME_LEGACY_CAPITALS : IME_LEGACY_CAPS_LINES;
	enum ime_charset cs = IME_CS_UTF8;
	struct buf in, out, repaired;
	int r;

	if (!guess && (!ime_charset_by_name(from, &cs) || cs == IME_CS_PLAIN))
		return cmd_wrong(c, "--from is tcvn3, vni, viscii, viqr, cp1258, utf8 or auto, not %s", from);
	if (opt_flag(&c->o, "capitals") && !guess && cs != IME_CS_TCVN3)
		return cmd_wrong(c, "--capitals goes with --from tcvn3");
	buf_init(&in, INPUT_MAX);
	buf_init(&out, INPUT_MAX * 4ul);
	buf_init(&repaired, INPUT_MAX);
	r = read_all(&in);
	if (!r && guess) {
		struct ime_guess g = ime_legacy_guess(in.len ? (const void *)in.p : "", in.len);

		cs = g.cs;
		if (g.confidence < SURE)
			r = cmd_fail_message("ime.unsure");
	}
	if (!r && in.len > 0)
		r = decode_all(cs, flags, &in, &out);
	if (!r && guess && cs == IME_CS_UTF8 && ime_mojibake_repair(buf_str(&out), out.len, &repaired))
		cmd_put(repaired.p, repaired.len);
	else if (!r)
		cmd_put(buf_str(&out), out.len);
	buf_clear(&in);
	buf_clear(&out);
	buf_clear(&repaired);
	return r;
}

static int from_keys(const struct cmd_call *c)
{
	const char *method = opt_text(&c->o, "method"), *tone = opt_text(&c->o, "tone");
	enum ime_method m = IME_TELEX;
	enum ime_style style = IME_OLD;
	char line[4096], text[IME_TEXT_MAX + 1];

	if (method && strcmp(method, "vni") == 0)
		m = IME_VNI;
	else if (method && strcmp(method, "viqr") == 0)
		m = IME_VIQR;
	else if (method && strcmp(method, "telex") != 0)
		return cmd_wrong(c, "--method is telex, vni or viqr, not %s", method);
	if (tone && strcmp(tone, "new") == 0)
		style = IME_NEW;
	else if (tone && strcmp(tone, "old") != 0)
		return cmd_wrong(c, "--tone is old or new, not %s", tone);
	while (cmd_out_open() && fgets(line, sizeof(line), stdin)) {
		size_t n = strcspn(line, "\r\n");

		if (n > IME_WORD_MAX) { /* no word is that long: not converted */
			cmd_put(line, n);
		} else {
			cmd_put(text, ime_text(m, style, line, n, text));
		}
		cmd_puts("\n");
	}
	return CMD_DONE;
}

int cmd_ime(struct cmd_call *c)
{
	const char *from = opt_text(&c->o, "from");

	if (!from && opt_flag(&c->o, "capitals"))
		return cmd_wrong(c, "--capitals goes with --from tcvn3");
	return from ? from_legacy(c, from) : from_keys(c);
}
