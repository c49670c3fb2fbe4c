/* wire_control.c: records that the session keeper sends to a session, as text. */
#include "wire_internal.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
	[WIRE_CONTROL_ATTACH] = "ATTACH", [WIRE_CONTROL_SIZE] = "SIZE", [WIRE_CONTROL_DETACH] = "DETACH",
	[WIRE_CONTROL_LOCK] = "LOCK", [WIRE_CONTROL_END] = "END",
};

/* In this order, after the numbers. */
static const struct { enum wire_wish wish; const char *word; } wishes[] = {
	{ WIRE_WISH_NO_COLOUR, " no-colour" }, { WIRE_WISH_LINEAR, " linear" }, { WIRE_WISH_COLUMNS, " columns" },
};

static const char *wished(const struct wire_control *c, size_t i)
{
	return c->wishes & wishes[i].wish ? wishes[i].word : "";
}

bool wire_wishes_ok(uint32_t w)
{
	return w < 2 * WIRE_WISH_COLUMNS && !((w & WIRE_WISH_LINEAR) && (w & WIRE_WISH_COLUMNS));
}

/* Terminal names: what terminfo files are called. */
static bool term_ok(const char *s)
{
	size_t n = strnlen(s, 33);
	if (!n || n > 32)
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] >= 0x7f)
			return false;
	return true;
}

int wire_control_format(const struct wire_control *c, char *out, size_t cap)
{
	bool attach = c->kind == WIRE_CONTROL_ATTACH;
	int n = 0;
	if (c->kind < WIRE_CONTROL_ATTACH || c->kind > WIRE_CONTROL_END || (attach && (!term_ok(c->term) || !wire_wishes_ok(c->wishes))))
		return ERR_INVALID;
	if (attach)
		n = snprintf(out, cap, "%s %s %u %u %u%s%s%s", names[c->kind], c->term, c->cols, c->rows, c->attach, wished(c, 0), wished(c, 1),
		             wished(c, 2));
	else if (c->kind == WIRE_CONTROL_SIZE)
		n = snprintf(out, cap, "%s %u %u", names[c->kind], c->cols, c->rows);
	else
		n = snprintf(out, cap, "%s", names[c->kind]);
	return n < 0 || (size_t)n >= cap ? ERR_RANGE : 0;
}

/* Next word (one blank between words); false at the end. */
static bool word(const char **s, const char *end, char *out, size_t cap)
{
	const char *p = *s;
	size_t n = 0;
	while (p < end && *p != ' ') {
		if (n + 1 >= cap)
			return false;
		out[n++] = *p++;
	}
	out[n] = 0;
	*s = p < end ? p + 1 : p;
	return n > 0;
}

/* Decimal without leading zeros, so that each record has one spelling. */
static bool number(const char **s, const char *end, uint32_t *v)
{
	char w[12];
	uint64_t x = 0;
	if (!word(s, end, w, sizeof w) || (w[0] == '0' && w[1]))
		return false;
	for (const char *p = w; *p; p++) {
		if (*p < '0' || *p > '9')
			return false;
		x = x * 10 + (uint64_t)(*p - '0');
	}
	*v = (uint32_t)x;
	return x <= UINT32_MAX;
}

/* The words that are left; a wrong order or one twice does not print to the same. */
static bool wish_words(const char **s, const char *end, uint32_t *out)
{
	char w[12];
	while (*s < end) {
		size_t i = 0;
		if (!word(s, end, w, sizeof w))
			return false;
		while (i < COUNT_OF(wishes) && strcmp(w, wishes[i].word + 1) != 0)
			i++;
		if (i == COUNT_OF(wishes))
			return false;
		*out |= wishes[i].wish;
	}
	return true;
}

int wire_control_parse(const char *s, size_t n, struct wire_control *out)
{
	struct wire_control c = { 0 };
	const char *p = s, *end = s + n;
	char w[12], again[128];
	if (!word(&p, end, w, sizeof w))
		return ERR_CORRUPT;
	for (unsigned k = WIRE_CONTROL_ATTACH; k <= WIRE_CONTROL_END; k++)
		if (strcmp(w, names[k]) == 0)
			c.kind = (enum wire_control_kind)k;
	bool ok = c.kind != 0;
	if (c.kind == WIRE_CONTROL_ATTACH)
		ok = word(&p, end, c.term, sizeof c.term) && number(&p, end, &c.cols) && number(&p, end, &c.rows) &&
		     number(&p, end, &c.attach) && wish_words(&p, end, &c.wishes);
	else if (c.kind == WIRE_CONTROL_SIZE)
		ok = number(&p, end, &c.cols) && number(&p, end, &c.rows);
	/* One spelling only: what was read must print to what came, which also refuses trailing bytes. */
	if (!ok || wire_control_format(&c, again, sizeof again) || strlen(again) != n || memcmp(again, s, n) != 0)
		return ERR_CORRUPT;
	*out = c;
	return 0;
}
