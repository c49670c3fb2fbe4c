/* ptyrandom.h: what a person, a scanner, a terminal or a bad line may send, by a seed. Before it: ptydrive.h. */
#ifndef TESTS_PTYRANDOM_H
#define TESTS_PTYRANDOM_H

static uint64_t seed_now = 1;

static uint32_t rnd(uint32_t below)
{
	seed_now = seed_now * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed_now >> 33) % below);
}

static bool one_in(uint32_t n) { return rnd(n) == 0; }

static const char *const words[] = { "Về việc ", "xác nhận hồ sơ ", "kế hoạch ", "Vieetj Nam ", "dduwowngf ", "QDD-UBND", "125/QĐ-UBND", "quyeets ",
	"Nguyễn Thị Mai", "a", "w", "?", "/", " ", "  ", "z", "2011", "+5", "hn", "15/3", "1.500.000", "THUONG", "buu", "mat", "k", "x", "tiep",
	"chuyen nhuong", "khẩn", "ệ", "Vie\xcc\xa3\xcc\x82t", "\xcc\x81", "漢字", "=", "<>", "*", "a..b", "093178004512", "CV1:H30.71-261123-0001:7KQ2",
	"093178004512|360123456|Nguyễn Thị Bích Vân|14021978|Nữ|Ấp 4|25042021", "\\", "'; --", "%s", "\xc2\xa0", "Viá»‡t" };
static const char *const keys[] = { "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "Enter", "Tab", "Shift-Tab", "Esc",
	"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "Ins", "Del", "Backspace", "Space", "Ctrl-A", "Ctrl-C", "Ctrl-D", "Ctrl-F",
	"Ctrl-G", "Ctrl-K", "Ctrl-L", "Ctrl-N", "Ctrl-O", "Ctrl-P", "Ctrl-R", "Ctrl-S", "Ctrl-T", "Ctrl-U", "Ctrl-X", "Ctrl-Y", "Ctrl-Z", "Ctrl-]",
	"Ctrl-B", "Ctrl-E", "Ctrl-V", "Ctrl-W", "Ctrl-Q", "Alt-x", "Alt-2", "Alt-Enter" };
static const char *const often[] = { "Down", "Tab", "Enter", "Backspace", "F6", "F2", "Down", "F4", "Ctrl-O", "Up", "Ctrl-Z", "PgDn", "F7", "Ins" };
static const char *const odd[] = { "\x1b", "\x1b[", "\x1bO", "\x1b[1", "\x1b[1;", "\x1b[200~", "\x1b[201~", "\x1b[99~", "\x1b[?1;2c", "\x1b[1;5C", "\xe1",
	"\xe1\xbb", "\xff", "\xc3(", "\xed\xa0\x80", "\x1b\x1b", "\x1b\x1b[A", "\x1b[M !!", "\x1b[<0;1;1M", "\x1b[I", "\x1bOp", "\x1bOM" };
#define PICK(a) (a)[rnd(sizeof(a) / sizeof((a)[0]))]

static size_t paste_into(char *out)
{
	size_t n = 0, parts = 1 + rnd(one_in(20) ? 200 : 6);

	n += (size_t)sprintf(out + n, "\x1b[200~");
	for (size_t i = 0; i < parts; i++)
		n += (size_t)sprintf(out + n, "%s", one_in(4) ? PICK(odd) : one_in(4) ? "\r\n" : PICK(words));
	/* An end mark inside ends it; one that is cut leaves it open until the next. */
	n += (size_t)sprintf(out + n, "%s", one_in(30) ? "\x1b[201" : "\x1b[201~");
	return n;
}

/* One of them into out, which has room for 16 kB. */
static size_t item(struct drive *d, char *out)
{
	uint32_t r = rnd(100);

	if (r < 30)
		return (size_t)sprintf(out, "%s", PICK(words));
	if (r < 40) {
		out[0] = (char)(' ' + rnd(95));
		return 1;
	}
	if (r < 50) {
		out[0] = (char)('0' + rnd(10));
		return 1;
	}
	if (r < 72)
		return key_bytes(d, PICK(often), out);
	if (r < 90) {
		char dialect[sizeof(d->dialect)];
		size_t n;

		memcpy(dialect, d->dialect, sizeof(dialect));
		snprintf(d->dialect, sizeof(d->dialect), "%s", one_in(3) ? "xterm" : one_in(2) ? "vt" : "linux");
		n = key_bytes(d, PICK(keys), out);
		memcpy(d->dialect, dialect, sizeof(dialect));
		return n;
	}
	if (r < 95)
		return (size_t)sprintf(out, "%s", PICK(odd));
	if (r < 98)
		return paste_into(out);
	for (uint32_t i = 0; i < 8; i++)
		out[i] = (char)rnd(256);
	return 8;
}

#endif
