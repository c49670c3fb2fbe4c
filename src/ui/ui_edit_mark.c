/* ui_edit_mark: a part of a field's text between the mark and the cursor, and the one text that was cut or copied last. */
#include "ui_edit_internal.h"

#include <stdlib.h>
#include <string.h>

void ui_kill_clear(struct ui_kill *k)
{
	if (k->text != NULL)
		mem_wipe(k->text, k->len);
	free(k->text);
	*k = (struct ui_kill){ NULL, 0 };
}

/* The longest beginning of whole characters that is kept. */
static size_t kept(const char *s, size_t n)
{
	if (n <= UI_KILL_MAX)
		return n;
	for (n = UI_KILL_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

static void keep(struct ui_kill *k, const char *s, size_t n)
{
	n = kept(s, n);
	ui_kill_clear(k);
	k->text = mem_xalloc(n + 1);
	memcpy(k->text, s, n);
	k->text[n] = '\0';
	k->len = n;
}

void ui_edit_mark(struct ui_edit *e)
{
	e->mark = e->cur;
	e->marked = true;
	e->shifted = false;
}

void ui_edit_unmark(struct ui_edit *e)
{
	e->marked = false;
}

void ui_edit_before_move(struct ui_edit *e, bool shift)
{
	if (shift && !e->marked) {
		ui_edit_mark(e);
		e->shifted = true;
	} else if (!shift && e->shifted) {
		ui_edit_unmark(e);
	}
}

bool ui_edit_region(const struct ui_edit *e, size_t *from, size_t *to)
{
	if (!e->marked || e->mark == e->cur)
		return false;
	*from = e->mark < e->cur ? e->mark : e->cur;
	*to = e->mark < e->cur ? e->cur : e->mark;
	return true;
}

bool ui_edit_copy(struct ui_edit *e, struct ui_kill *k)
{
	size_t from = 0, to = e->len;

	if (!ui_edit_region(e, &from, &to) && e->len == 0)
		return false;
	keep(k, e->text + from, to - from);
	ui_edit_unmark(e);
	return true;
}

bool ui_edit_cut(struct ui_edit *e, struct ui_kill *k)
{
	size_t from, to;

	if (!ui_edit_region(e, &from, &to))
		return false;
	keep(k, e->text + from, to - from);
	return ui_edit_erase_region(e);
}
