/* message.c: words for people, from data/messages.tsv. */
#include "model_internal.h"

#include <stdarg.h>
#include <string.h>

#define MESSAGE_COLUMNS 76
#define PAIRS_MAX 12

static const struct model_message_row *row_of(const char *id)
{
	for (size_t i = 0; id && i < model_message_count; i++)
		if (strcmp(model_message_at(model_message_rows[i].id), id) == 0)
			return &model_message_rows[i];
	return NULL;
}

const char *model_message(const char *id)
{
	const struct model_message_row *r = row_of(id);

	return r ? model_message_at(r->text) : id ? id : "";
}

const char *model_message_short(const char *id)
{
	const struct model_message_row *r = row_of(id);

	if (!r)
		return id ? id : "";
	return model_message_at(*model_message_at(r->text_short) ? r->text_short : r->text);
}

static const char *value_of(const char *const *pairs, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (pairs[2 * i] && strlen(pairs[2 * i]) == len && memcmp(pairs[2 * i], name, len) == 0)
			return pairs[2 * i + 1] ? pairs[2 * i + 1] : "";
	return NULL;
}

/* One walk over the text; out NULL: only columns of fixed words and number of places. `room`: columns for each value. */
static size_t walk(struct buf *out, const char *text, const char *const *pairs, size_t n, size_t room, size_t *places)
{
	size_t columns = 0;

	for (const char *p = text; *p;) {
		const char *close = *p == '{' ? strchr(p, '}') : NULL;
		const char *v = close ? value_of(pairs, n, p + 1, (size_t)(close - p - 1)) : NULL;

		if (v) {
			if (places)
				(*places)++;
			if (out && text_width(v) > room && room > 1) {
				buf_put(out, v, text_cut(v, room - 1));
				buf_puts(out, "…");
			} else if (out) {
				buf_puts(out, v);
			}
			p = close + 1;
			continue;
		}
		uint32_t cp;
		size_t len = utf8_next(p, strlen(p), &cp);
		int w = utf8_width(cp);

		if (out)
			buf_put(out, p, len);
		columns += w > 0 ? (size_t)w : 0;
		p += len;
	}
	return columns;
}

/* Every value gets an equal share of what the fixed words leave; what short ones do not need goes to the long ones. */
static size_t room_for(const char *text, const char *const *pairs, size_t n)
{
	size_t places = 0, fixed = walk(NULL, text, pairs, n, 0, &places);
	size_t left = fixed < MESSAGE_COLUMNS ? MESSAGE_COLUMNS - fixed : 0, room, used, open;

	if (places == 0)
		return MESSAGE_COLUMNS;
	for (room = MESSAGE_COLUMNS; room > 4; room--) {
		used = open = 0;
		for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
			const char *close = strchr(p, '}');
			const char *v = close ? value_of(pairs, n, p + 1, (size_t)(close - p - 1)) : NULL;
			size_t w = v ? text_width(v) : 0;

			used += w < room ? w : room;
			open += v != NULL;
		}
		if (used <= left || open == 0)
			break;
	}
	return room;
}

void model_message_fill_pairs(struct buf *out, const char *text, const char *const *pairs, size_t n_pairs)
{
	walk(out, text, pairs, n_pairs, room_for(text, pairs, n_pairs), NULL);
}

void model_message_vfill(struct buf *out, const char *text, va_list ap)
{
	const char *pairs[2 * PAIRS_MAX];
	size_t n = 0;

	while (n < PAIRS_MAX) {
		const char *name = va_arg(ap, const char *);

		if (!name)
			break;
		pairs[2 * n] = name;
		pairs[2 * n + 1] = va_arg(ap, const char *);
		n++;
	}
	model_message_fill_pairs(out, text, pairs, n);
}

void model_message_fill(struct buf *out, const char *text, ...)
{
	va_list ap;

	va_start(ap, text);
	model_message_vfill(out, text, ap);
	va_end(ap);
}
