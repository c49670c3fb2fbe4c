/* app_notation.c: what a symbol says about a document by itself (NĐ 30/2020, phụ lục I, mục II.3): "125/QĐ-UBND" is a decision; a letter
 * (công văn) has no abbreviation of its own, "612/STNMT-QLĐĐ" only says who wrote it. Parties write "125-QĐ/TW", laws "30/2020/NĐ-CP".
 */
#include "app_internal.h"

#include <string.h>

#include "app_expr.h"

#define PARTS_MAX 8
#define PART_MAX 24
#define NO_ABBREVIATION "*" /* extra word of the code that is meant when a notation names no other */

struct notation {
	char part[PARTS_MAX][PART_MAX];
	size_t n;
};

static bool has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

/* The words between `/` and `-`; numbers and years are none. */
static void split(const char *symbol, struct notation *out)
{
	memset(out, 0, sizeof(*out));
	for (const char *p = symbol; *p && out->n < PARTS_MAX;) {
		size_t len = strcspn(p, "/- ");

		app_copy(out->part[out->n], PART_MAX, p, len);
		if (len > 0 && len < PART_MAX && !has_digit(out->part[out->n]))
			out->n++;
		p += len + (p[len] != '\0');
	}
}

/* by_notation('LIST', symbol): the code of the list whose extra word stands in the symbol. */
const char *app_by_notation(struct app *ap, const char *const *arg, size_t n_args, struct arena *a)
{
	const struct app_code *c, *hit = NULL, *other = NULL;
	struct notation n;

	(void)n_args;
	split(arg[1], &n);
	for (size_t i = 0; n.n > 0 && (c = app_code_at(ap, i, NULL)) != NULL; i++) {
		if (strcmp(c->list, arg[0]) != 0 || !c->extra[0])
			continue;
		if (strcmp(c->extra, n.part[0]) == 0) /* exact beats alike: QĐ and QyĐ differ by a letter only */
			return arena_xstrdup(a, c->code);
		if (!hit && app_fold_equal(c->extra, n.part[0]))
			hit = c;
		if (!other && strcmp(c->extra, NO_ABBREVIATION) == 0)
			other = c;
	}
	/* "45/2013/QH13" is no letter: only a symbol whose last part is words says so by naming nothing. */
	if (!hit && other && strchr(arg[1], '/') && !has_digit(strrchr(arg[1], '/') + 1))
		hit = other;
	return hit ? arena_xstrdup(a, hit->code) : "";
}

/* ---- who wrote it --------------------------------------------------------------------------------------------------------------- */

/* First letters of a name's words without marks, up to where it says of which province or district: "Sở Giáo dục và Đào tạo tỉnh ..." is
 * "sgddt". *words: how many words gave a letter. */
static void initials(const char *name, char *out, size_t cap, size_t *words)
{
	static const char *const passed[] = { "va", "-", "&" }, *const ends[] = { "tinh", "huyen", "thanh", "thi", "quan", "xa", "phuong" };
	struct buf fold;
	size_t k = 0;
	bool end = false;

	*words = 0;
	buf_init(&fold, 4096);
	text_fold(name, strlen(name), &fold);
	for (const char *p = buf_str(&fold); *p && !end && k + 1 < cap;) {
		size_t len = strcspn(p, " ");
		bool pass = len == 0;

		for (size_t i = 0; i < COUNT_OF(passed); i++)
			pass = pass || (strlen(passed[i]) == len && strncmp(p, passed[i], len) == 0);
		for (size_t i = 0; i < COUNT_OF(ends); i++)
			end = end || (*words > 0 && strlen(ends[i]) == len && strncmp(p, ends[i], len) == 0);
		if (!pass && !end) {
			out[k++] = *p;
			++*words;
		}
		p += len + (p[len] == ' ');
	}
	out[k] = '\0';
	buf_clear(&fold);
}

static bool wrote(const struct rec *r, const char *part)
{
	const struct model_field *code = model_field_by_name(r->type, r->type->number_field);
	const struct model_field *name = model_field_by_name(r->type, r->type->title_field);
	char letters[PART_MAX];
	size_t words;

	if (code && app_fold_equal(app_rec_text(r, code->no), part))
		return true;
	initials(name ? app_rec_text(r, name->no) : "", letters, sizeof(letters), &words);
	return words > 1 && app_fold_equal(letters, part);
}

/* row_by_notation('TYPE', symbol): the code of the one row of that list whose code, or the first letters of whose name, stand in the symbol.
 * Several, such as every UBND, are none. */
const char *app_row_by_notation(struct app *ap, const char *const *arg, size_t n_args, struct arena *a)
{
	const struct model_type *t = model_type_by_name(arg[0]);
	const struct model_field *code = t ? model_field_by_name(t, t->number_field) : NULL;
	const struct rec *hit = NULL;
	struct rec **rows = NULL;
	struct notation n;
	size_t n_rows = 0;

	(void)n_args;
	split(arg[1], &n);
	if (!code || !(t->flags & MODEL_T_LIST) || n.n == 0 || app_rows_where(ap, t, 0, val_null(), a, &rows, &n_rows))
		return "";
	for (size_t k = 0; k < n.n && !hit; k++) {
		size_t hits = 0;

		for (size_t i = 0; i < n_rows; i++) {
			if (!app_row_valid_on(rows[i], day_today()) || !wrote(rows[i], n.part[k]))
				continue;
			hit = rows[i];
			hits++;
		}
		if (hits > 1)
			return "";
	}
	return hit ? arena_xstrdup(a, app_rec_text(hit, code->no)) : "";
}
