/* store_value.c: the value of a field in an event <-> its cells in a row (DECISIONS events 5).
 *
 * Every value of a fitting shape can be stored and comes back the same, also one that no program of ours would write: a day that is none is
 * kept as `#123456789`. Otherwise two nodes could disagree about an event that neither may refuse.
 */
#include "store_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT 24

size_t store_cells(const struct model_field *f)
{
	return f->kind == MODEL_COMPOSITE ? 0 : f->kind == MODEL_REF_ANY ? 2 : 1;
}

static bool items_are(struct val v, enum val_shape shape)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.items[i].shape != shape)
			return false;
	return true;
}

bool store_shape_fits(const struct model_field *f, struct val v)
{
	if (f->kind == MODEL_COMPOSITE)
		return false;
	if (v.shape == VAL_NULL)
		return true;
	if (v.shape != model_shape(f->kind))
		return false;
	if (f->kind == MODEL_LIST_CODE)
		return items_are(v, VAL_BYTES);
	if (f->kind == MODEL_LIST_REF)
		return items_are(v, VAL_INT);
	if (f->kind == MODEL_REF_ANY)
		return v.n == 2 && items_are(v, VAL_INT) && v.items[0].i >= 0 && v.items[0].i <= (int64_t)UINT32_MAX;
	return true;
}

int store_text_val(struct arena *a, const void *p, size_t n, struct val *out)
{
	char *copy = arena_strndup(a, p, n);

	if (!copy)
		return ERR_NOMEM;
	*out = val_bytes(copy, n);
	return 0;
}

const char *store_int_text(struct arena *a, int64_t v)
{
	char text[NUMBER_TEXT];

	(void)snprintf(text, sizeof(text), "%" PRId64, v);
	return arena_strdup(a, text);
}

static int raw_number(int64_t v, struct arena *a, struct val *cell)
{
	char text[NUMBER_TEXT];

	(void)snprintf(text, sizeof(text), "#%" PRId64, v);
	return store_text_val(a, text, strlen(text), cell);
}

static bool raw_number_read(const char *s, int64_t *out)
{
	char *end;

	if (s[0] != '#' || s[1] == '\0')
		return false;
	*out = strtoll(s + 1, &end, 10);
	return *end == '\0';
}

static int cell_day(int64_t v, struct arena *a, struct val *cell)
{
	char text[DAY_TEXT_MAX];

	if (v > INT32_MIN && v <= INT32_MAX && day_parse_iso(day_iso((day_t)v, text)) == (day_t)v)
		return store_text_val(a, text, strlen(text), cell);
	return raw_number(v, a, cell);
}

int store_cell_time(int64_t time, struct arena *a, struct val *cell)
{
	char text[TIME_TEXT_MAX];

	if (time >= 0 && time < INT64_C(7258118400) && time_parse_iso(time_iso(time, text)) == time) /* until 2200 */
		return store_text_val(a, text, strlen(text), cell);
	return raw_number(time, a, cell);
}

int store_cell_type(uint32_t type, struct arena *a, struct val *cell)
{
	const struct model_type *t = model_type_by_no(type);

	if (!t)
		return raw_number(type, a, cell);
	*cell = val_str(t->name);
	return 0;
}

int store_cell_state(const struct model_type *t, uint32_t state, struct arena *a, struct val *cell)
{
	const struct model_state *s = model_state_by_no(t, state);

	if (s)
		*cell = val_str(s->name);
	else if (state == 0)
		*cell = val_null();
	else
		return raw_number(state, a, cell);
	return 0;
}

uint32_t store_state_read(const struct model_type *t, const char *word)
{
	const struct model_state *s = model_state_by_name(t, word);
	int64_t raw = 0;

	if (s)
		return s->no;
	return raw_number_read(word, &raw) && raw > 0 && raw <= (int64_t)UINT32_MAX ? (uint32_t)raw : 0;
}

int64_t store_time_read(const char *text)
{
	int64_t v = 0;

	if (raw_number_read(text, &v))
		return v;
	v = time_parse_iso(text);
	return v == INT64_MIN ? 0 : v;
}

/* ---- lists as JSON arrays of strings ---- */

static void json_string(struct buf *b, const char *s, size_t n)
{
	buf_put_u8(b, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f) /* byte for byte: what came must go out again */
			buf_printf(b, "\\u00%02x", c);
		else
			buf_put_u8(b, c);
	}
	buf_put_u8(b, '"');
}

static int cell_list(struct val v, struct arena *a, struct val *cell)
{
	struct buf b;
	int r;

	buf_init(&b, (size_t)8 * WIRE_EVENT_MAX);
	buf_put_u8(&b, '[');
	for (size_t i = 0; i < v.n; i++) {
		if (i)
			buf_put_u8(&b, ',');
		if (v.items[i].shape == VAL_INT)
			buf_printf(&b, "\"%" PRId64 "\"", v.items[i].i);
		else
			json_string(&b, v.items[i].s, v.items[i].n);
	}
	buf_put_u8(&b, ']');
	r = buf_err(&b);
	if (r == 0)
		r = store_text_val(a, b.p, b.len, cell);
	buf_clear(&b);
	return r;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One string of our own writing; *s stands behind its opening quote and moves behind the closing one. */
static size_t json_unquote(const char **s, const char *end, char *dst)
{
	const char *p = *s;
	size_t n = 0;

	for (; p < end && *p != '"'; p++) {
		char c = *p;

		if (c == '\\' && p + 1 < end && p[1] != 'u') {
			c = *++p;
		} else if (c == '\\' && end - p > 5 && hex_digit(p[4]) >= 0 && hex_digit(p[5]) >= 0) {
			c = (char)(hex_digit(p[4]) * 16 + hex_digit(p[5]));
			p += 5;
		}
		dst[n++] = c;
	}
	*s = p < end ? p + 1 : p;
	return n;
}

static int list_read(const char *s, size_t n, bool numbers, struct arena *a, struct val *out)
{
	const char *end = s + n, *p = s;
	size_t cap = 0, count = 0;
	struct val *items;
	char *text;

	for (size_t i = 0; i < n; i++)
		cap += s[i] == '"';
	items = arena_array(a, cap / 2 + 1, sizeof(*items));
	text = arena_alloc(a, n + cap + 1); /* what is unquoted never grows; one NUL a piece */
	if (!items || !text)
		return ERR_NOMEM;
	while (p < end && count < cap / 2 + 1) {
		size_t len;

		if (*p++ != '"')
			continue;
		len = json_unquote(&p, end, text);
		items[count++] = numbers ? val_int(strtoll(text, NULL, 10)) : val_bytes(text, len);
		text += len + 1;
	}
	*out = (struct val){ .shape = VAL_LIST, .items = items, .n = count };
	return 0;
}

/* ---- the whole mapping ---- */

int store_cell(const struct model_field *f, struct val v, struct arena *a, struct val cell[STORE_CELLS_MAX])
{
	int r = 0;

	cell[0] = cell[1] = val_null();
	if (v.shape == VAL_NULL)
		return 0;
	switch (f->kind) {
	case MODEL_TEXT:
	case MODEL_CODE:
	case MODEL_ATTACHMENT:
	case MODEL_INT:
	case MODEL_MONEY:
	case MODEL_YES:
	case MODEL_REF:
		cell[0] = v;
		break;
	case MODEL_DATE:
		r = cell_day(v.i, a, &cell[0]);
		break;
	case MODEL_TIME:
		r = store_cell_time(v.i, a, &cell[0]);
		break;
	case MODEL_REF_ANY:
		r = store_cell_type((uint32_t)v.items[0].i, a, &cell[0]);
		cell[1] = v.items[1];
		break;
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		r = cell_list(v, a, &cell[0]);
		break;
	case MODEL_COMPOSITE:
		break;
	}
	return r;
}

static int read_ref_any(struct db_stmt *s, int i, struct arena *a, struct val *out)
{
	struct val *items = arena_array(a, 2, sizeof(*items));
	const char *word = db_col_text(s, i, NULL);
	const struct model_type *t = model_type_by_name(word);
	int64_t no = 0;

	if (!items)
		return ERR_NOMEM;
	if (!t)
		(void)raw_number_read(word, &no);
	items[0] = val_int(t ? t->no : no);
	items[1] = val_int(db_col_int(s, i + 1));
	*out = (struct val){ .shape = VAL_LIST, .items = items, .n = 2 };
	return 0;
}

static int64_t read_day(const char *text)
{
	int64_t v = 0;

	return raw_number_read(text, &v) ? v : day_parse_iso(text);
}

int store_cell_read(struct db_stmt *s, int i, const struct model_field *f, struct arena *a, struct val *out)
{
	const char *p;
	size_t n;

	*out = val_null();
	if (f->kind == MODEL_COMPOSITE || db_col_null(s, i))
		return 0;
	switch (f->kind) {
	case MODEL_TEXT:
	case MODEL_CODE:
	case MODEL_ATTACHMENT:
		p = db_col_text(s, i, &n);
		return store_text_val(a, p, n, out);
	case MODEL_INT:
	case MODEL_MONEY:
	case MODEL_YES:
	case MODEL_REF:
		*out = val_int(db_col_int(s, i));
		return 0;
	case MODEL_DATE:
		*out = val_int(read_day(db_col_text(s, i, NULL)));
		return 0;
	case MODEL_TIME:
		*out = val_int(store_time_read(db_col_text(s, i, NULL)));
		return 0;
	case MODEL_REF_ANY:
		return read_ref_any(s, i, a, out);
	case MODEL_LIST_CODE:
	case MODEL_LIST_REF:
		p = db_col_text(s, i, &n);
		return list_read(p, n, f->kind == MODEL_LIST_REF, a, out);
	case MODEL_COMPOSITE:
		break;
	}
	return 0;
}

void store_bind_val(struct db_stmt *s, int i, struct val cell)
{
	if (cell.shape == VAL_INT)
		db_bind_int(s, i, cell.i);
	else if (cell.shape == VAL_BYTES)
		db_bind_text(s, i, cell.s ? cell.s : "", cell.n);
	else
		db_bind_null(s, i);
}
