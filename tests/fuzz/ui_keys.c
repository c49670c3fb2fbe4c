/* What a terminal sends, against a slow decoder that sees all of the bytes at once: the same keys come out wherever the bytes are cut into
 * reads, printable text is neither lost nor made, nothing between the marks of a paste is a key, and after a refusal exactly what was begun
 * behind it in the same read is thrown away.
 *
 * The first byte says how many reads there are; a byte for each cut says where, its top bit that Esc is given up as a key there; the next
 * byte says at which key the typing is refused (0: never), its top bit that the read behind it is thrown away too. The rest is what the
 * terminal sends. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ui/ui_keys_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define CUTS_MAX 8
#define EVENTS_MAX 66000 /* more than bytes of an input */
#define PASTE_BEGIN "\x1b[200~"
#define PASTE_END "\x1b[201~"

struct event {
	enum ui_act act;
	bool shift;
	size_t text, n; /* in the texts */
};
struct log {
	struct event e[EVENTS_MAX];
	size_t n;
	uint8_t texts[EVENTS_MAX];
	size_t n_texts;
	size_t refuse_at;
	struct ui_keys *keys;
	uint8_t arrows; /* the slow one's: what stood before the A or B of the last Up or Down */
};

static void log_add(struct log *l, enum ui_act act, const void *text, size_t n)
{
	assert(l->n < EVENTS_MAX);
	l->e[l->n++] = (struct event){ act, false, l->n_texts, n };
	if (n > 0)
		memcpy(l->texts + l->n_texts, text, n);
	l->n_texts += n;
}

static void on_key(void *ctx, const struct ui_key *k)
{
	struct log *l = ctx;
	bool text = k->act == UI_ACT_CHAR || k->act == UI_ACT_PASTE;

	assert(k->act > UI_ACT_NONE && k->act < UI_ACT_COUNT);
	if (k->act == UI_ACT_CHAR) {
		uint32_t cp = 0;

		assert(k->n > 0 && utf8_valid(k->text, k->n) && utf8_next(k->text, k->n, &cp) == k->n && cp == k->cp && cp >= 0x20);
	}
	assert(!k->shift || !text);
	log_add(l, k->act, text ? k->text : "", text ? k->n : 0);
	l->e[l->n - 1].shift = k->shift;
	if (l->n == l->refuse_at)
		ui_keys_flush(l->keys);
}

/* ---- what the bytes mean, token by token ------------------------------------------------------------------------------------ */

struct bytes {
	size_t refuse_at; /* the key that is refused, from 1; 0: none */
	bool deaf;        /* and nobody gets the read behind it */
	const uint8_t *p;
	size_t n;
	size_t cut[CUTS_MAX + 1]; /* ends of the reads, the last is n */
	bool given_up[CUTS_MAX + 1];
	size_t n_reads;
};

static size_t read_of(const struct bytes *b, size_t at)
{
	size_t r = 0;

	while (at >= b->cut[r])
		r++;
	return r;
}

/* A lone sequence in a decoder that has seen nothing else. */
static void alone(struct log *out, const uint8_t *p, size_t n)
{
	struct ui_keys k;

	ui_keys_init(&k, on_key, out);
	ui_keys_feed(&k, p, n);
	ui_keys_clear(&k);
}

/* ESC X A and ESC X B tell the mode of the arrow keys; C and D of the other one are PuTTY's with Ctrl. */
static bool putty_ctrl(struct log *out, const uint8_t *p, size_t n)
{
	if (n != 3)
		return false;
	if (p[2] == 'A' || p[2] == 'B')
		out->arrows = p[1];
	if ((p[2] != 'C' && p[2] != 'D') || out->arrows == 0 || out->arrows == p[1])
		return false;
	log_add(out, p[2] == 'C' ? UI_ACT_WORD_RIGHT : UI_ACT_WORD_LEFT, "", 0);
	return true;
}

/* Bytes of ESC [ ... or ESC O ... from its [ or O on; *whole: its last byte is there. */
static size_t sequence(const uint8_t *p, size_t n, bool *whole)
{
	size_t i = 1;

	*whole = false;
	if (i < n && p[0] == '[' && p[1] == '[')
		i++;
	for (; i < n; i++) {
		if (p[i] < 0x20 || p[i] > 0x7e)
			return i;
		if (p[0] == 'O' ? p[i] < '0' || p[i] > '9' : p[i] >= 0x40) {
			*whole = true;
			return i + 1;
		}
	}
	return n;
}

static size_t character(const uint8_t *p, size_t n, struct log *out)
{
	size_t want = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2, i = 1;

	if (p[0] < 0x20 || p[0] == 0x7f) {
		alone(out, p, 1);
		return 1;
	}
	if (p[0] >= 0x80 && (p[0] < 0xc2 || p[0] > 0xf4))
		return 1; /* the start of no character */
	while (i < want && i < n && (p[i] & 0xc0) == 0x80)
		i++;
	if (i == want && utf8_valid((const char *)p, i))
		log_add(out, UI_ACT_CHAR, p, i);
	return i;
}

static size_t paste(const uint8_t *p, size_t n, struct log *out)
{
	static const char begin[] = PASTE_BEGIN, end[] = PASTE_END;
	size_t head = sizeof(begin) - 1, tail = sizeof(end) - 1;
	const uint8_t *e = memmem(p + head, n - head, end, tail);

	if (e == NULL)
		return n;
	if (e > p + head)
		log_add(out, UI_ACT_PASTE, p + head, (size_t)(e - p) - head);
	return (size_t)(e - p) + tail;
}

static bool opens(uint8_t c)
{
	return c == '[' || c == 'O';
}

/* Esc at `at` and what follows it. */
static size_t escape(const struct bytes *b, size_t at, struct log *out)
{
	const uint8_t *p = b->p + at;
	size_t n = b->n - at, len;
	bool whole;

	if (n == 1)
		return 1;
	if (n >= sizeof(PASTE_BEGIN) - 1 && memcmp(p, PASTE_BEGIN, sizeof(PASTE_BEGIN) - 1) == 0)
		return paste(p, n, out);
	if (opens(p[1])) {
		len = 1 + sequence(p + 1, n - 1, &whole);
		if (whole && len - 1 <= UI_KEYS_SEQ_MAX && !putty_ctrl(out, p, len))
			alone(out, p, len);
		return len;
	}
	/* Alt with an arrow, when the arrow is seen to begin; else Esc twice, and a tail that comes with the next read is swallowed. */
	if (p[1] == 0x1b && n > 2 && opens(p[2]) && read_of(b, at + 2) == read_of(b, at + 1))
		return 1 + escape(b, at + 1, out);
	if (p[1] == 0x1b || p[1] == '\r' || p[1] == '\n' || p[1] == '\t' || (p[1] >= '0' && p[1] <= '9')) {
		alone(out, p, 2);
		return 2;
	}
	return 1; /* anything else is itself */
}

/* Behind an Esc that was taken as a key: the tail of a sequence that comes late, in a read of its own. */
static size_t late_tail(const struct bytes *b, size_t at)
{
	size_t r, from;
	bool whole;

	if (at >= b->n || !opens(b->p[at]))
		return 0;
	r = read_of(b, at);
	from = r > 0 ? b->cut[r - 1] : 0;
	return from == at && b->cut[r] > at + 1 ? sequence(b->p + at, b->n - at, &whole) : 0;
}

/* Keys that begin behind the refused one and before the end of its read are thrown away. */
static void expected(const struct bytes *b, struct log *out)
{
	size_t at = 0, deaf_until = 0;

	while (at < b->n) {
		size_t had = out->n, had_texts = out->n_texts, start = at, r = read_of(b, at);
		bool late = false;

		if (b->p[at] == 0x1b && at + 1 == b->cut[r] && b->given_up[r]) {
			log_add(out, UI_ACT_ESC, "", 0);
			at++;
			late = true;
		} else if (b->p[at] == 0x1b) {
			bool twice = at + 1 < b->n && b->p[at + 1] == 0x1b;

			at += escape(b, at, out);
			late = twice && at == start + 2 && at == b->cut[read_of(b, at - 1)];
		} else {
			at += character(b->p + at, b->n - at, out);
		}
		r = read_of(b, at - 1);
		if (late)
			at += late_tail(b, at);
		if (start < deaf_until) {
			out->n = had;
			out->n_texts = had_texts;
		} else if (out->n > had && out->n == b->refuse_at) {
			deaf_until = b->cut[b->deaf && r + 1 < b->n_reads ? r + 1 : r];
		}
	}
}

/* ---- the two beside each other ------------------------------------------------------------------------------------------------ */

static void decoded(const struct bytes *b, struct log *out)
{
	struct ui_keys k;
	size_t from = 0, had = 0;
	bool deaf = false;

	out->refuse_at = b->refuse_at;
	out->keys = &k;
	ui_keys_init(&k, on_key, out);
	for (size_t r = 0; r < b->n_reads; r++) {
		uint8_t *exact = malloc(b->cut[r] - from + 1);

		if (exact == NULL)
			abort();
		memcpy(exact, b->p + from, b->cut[r] - from);
		(deaf ? ui_keys_throw : ui_keys_feed)(&k, exact, b->cut[r] - from);
		free(exact);
		from = b->cut[r];
		if (b->given_up[r])
			ui_keys_esc(&k);
		deaf = b->deaf && had < b->refuse_at && out->n == b->refuse_at;
		had = out->n;
		assert(k.n_seq <= UI_KEYS_SEQ_MAX && k.paste.len <= UI_PASTE_MAX);
	}
	ui_keys_clear(&k);
}

static int by_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

static bool cut_up(const uint8_t *data, size_t n, struct bytes *b)
{
	size_t cuts = n > 0 ? data[0] % CUTS_MAX : 0, k = 0;

	if (n < 2 + cuts)
		return false;
	*b = (struct bytes){ .p = data + 2 + cuts, .n = n - 2 - cuts, .refuse_at = data[1 + cuts] & 0x7f, .deaf = (data[1 + cuts] & 0x80) != 0 };
	for (size_t i = 0; i < cuts; i++)
		b->cut[i] = b->n < 128 ? (data[1 + i] & 0x7fu) % (b->n + 1) : b->n * (data[1 + i] & 0x7fu) / 128;
	qsort(b->cut, cuts, sizeof(b->cut[0]), by_size);
	for (size_t i = 0; i < cuts; i++)
		if (b->cut[i] > 0 && b->cut[i] < b->n && (k == 0 || b->cut[k - 1] != b->cut[i]))
			b->cut[k++] = b->cut[i];
	for (size_t i = 0; i < k; i++)
		b->given_up[i] = (data[1 + i] & 0x80) != 0;
	b->cut[k] = b->n;
	b->given_up[k] = false;
	b->n_reads = k + 1;
	return b->n > 0 && b->n < EVENTS_MAX - 8 && b->n <= UI_PASTE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct log want, got;
	struct bytes b;

	if (!cut_up(data, n, &b))
		return 0;
	want.arrows = 0;
	want.n = want.n_texts = want.refuse_at = got.n = got.n_texts = 0;
	expected(&b, &want);
	decoded(&b, &got);
	assert(want.n == got.n && want.n_texts == got.n_texts);
	for (size_t i = 0; i < want.n; i++)
		assert(want.e[i].act == got.e[i].act && want.e[i].shift == got.e[i].shift &&
		       want.e[i].text == got.e[i].text && want.e[i].n == got.e[i].n);
	assert(want.n_texts == 0 || memcmp(want.texts, got.texts, want.n_texts) == 0);
	return 0;
}
