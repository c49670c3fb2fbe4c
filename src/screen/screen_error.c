/* screen_error.c: errors of a file, gathered, sorted and with the name that was perhaps meant. */
#include "screen_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void screen_error_add(struct screen_read *r, uint32_t line, uint32_t column, const char *fmt, ...)
{
	struct screen_error *e;
	va_list ap;
	char text[1024];
	size_t n;

	if (r->n_errors == SCREEN_ERRORS_MAX) {
		r->stopped = true;
		return;
	}
	r->error = screen_grow(r->tmp, r->error, r->n_errors, sizeof(*r->error));
	e = &r->error[r->n_errors++];
	e->line = line;
	e->column = column;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n = strlen(text);
	if (n >= sizeof(e->text)) /* cut before the character that does not fit */
		n = utf8_prev(text, sizeof(e->text));
	while (n > 0 && !utf8_valid(text, n))
		n--;
	memcpy(e->text, text, n);
}

void screen_error_sort(struct screen_read *r)
{
	for (size_t i = 1; i < r->n_errors; i++) { /* insertion: stable, nearly sorted, at most 200 */
		struct screen_error e = r->error[i];
		size_t k = i;

		for (; k > 0; k--) {
			const struct screen_error *before = &r->error[k - 1];

			if (before->line < e.line || (before->line == e.line && before->column <= e.column))
				break;
			r->error[k] = *before;
		}
		r->error[k] = e;
	}
}

struct suggest suggest_for(const char *want)
{
	return (struct suggest){ .want = want, .distance = text_edits_near(want) + 1 };
}

void suggest_try(struct suggest *g, const char *name)
{
	size_t d = g->want[0] != '\0' ? text_edits(g->want, name) : SIZE_MAX;

	if (d < g->distance && d < strlen(name)) {
		g->distance = d;
		g->best = name;
	}
}

const char *suggest_text(struct screen_read *r, const struct suggest *g)
{
	return g->best ? arena_xprintf(r->tmp, "; có phải \"%s\"?", g->best) : "; kiểm tra lại tên";
}
