/* path.c: names of values in a form, and composites (several stored fields typed as one). */
#include "model_internal.h"

#include <string.h>

/* Field called `name`, or the embedded ref called `name`_id. A child row's completeness answers to "state" (ONESTOP 2), which as a
 * column of every table means the flow's state. */
static const struct model_field *field_in(const struct model_type *t, const char *name, size_t n)
{
	static const char *const tails[] = { "", "_id", "_code" };

	for (size_t k = 0; k < COUNT_OF(tails); k++) {
		for (size_t i = 0; i < t->n_fields; i++) {
			const struct model_field *f = &t->fields[i];

			if (strncmp(f->name, name, n) != 0 || strcmp(f->name + n, tails[k]) != 0)
				continue;
			if (k == 0 || (k == 1 && f->kind == MODEL_REF) || (k == 2 && n == 5 && memcmp(name, "state", 5) == 0))
				return f;
		}
	}
	return NULL;
}

/* "full_name" in a party means the person of the party. */
static const struct model_field *through_embeds(const struct model_type *t, const char *name, size_t n, struct model_path *out)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct model_field *ref = &t->fields[i];
		const struct model_type *target = (ref->flags & MODEL_EMBED) ? model_type_by_name(ref->of) : NULL;
		const struct model_field *f = target ? field_in(target, name, n) : NULL;

		if (f) {
			out->type = target;
			out->embed = ref;
			return f;
		}
	}
	return NULL;
}

/* The rest of a path inside type t: "field", "ref.field", "field of an embedded ref". */
static int parse_tail(const struct model_type *t, const char *p, bool is_child, struct model_path *out)
{
	size_t n = strcspn(p, ".");
	const struct model_field *f = field_in(t, p, n);
	const struct model_type *target;

	out->type = t;
	if (p[n] == '\0') {
		out->field = f ? f : is_child ? through_embeds(t, p, n, out) : NULL;
		return out->field ? ERR_NONE : ERR_NOTFOUND;
	}
	if (!f || f->kind != MODEL_REF)
		return ERR_NOTFOUND;
	target = model_type_by_name(f->of);
	if (!target)
		return ERR_NOTFOUND;
	p += n + 1;
	n = strcspn(p, ".");
	if (p[n] != '\0')
		return ERR_NOTFOUND;
	out->type = target;
	out->embed = f;
	out->field = field_in(target, p, n);
	return out->field ? ERR_NONE : ERR_NOTFOUND;
}

static int parse_index(const char **p, uint32_t *index)
{
	uint32_t i = 0;

	if (**p < '0' || **p > '9') {
		*index = 1; /* "parties.full_name": the first row */
		return ERR_NONE;
	}
	while (**p >= '0' && **p <= '9') {
		i = i * 10 + (uint32_t)(**p - '0');
		if (i > 9999)
			return ERR_NOTFOUND;
		(*p)++;
	}
	if (i == 0 || **p != '.')
		return ERR_NOTFOUND;
	(*p)++;
	*index = i;
	return ERR_NONE;
}

int model_path_parse(const struct model_type *t, const char *path, struct model_path *out)
{
	size_t n = path ? strcspn(path, ".") : 0;
	char name[64];
	const struct model_type *child;
	const char *p;

	memset(out, 0, sizeof(*out));
	if (!path || n == 0 || n >= sizeof(name))
		return ERR_NOTFOUND;
	memcpy(name, path, n);
	name[n] = '\0';
	child = path[n] == '.' ? model_child_by_collection(t, name) : NULL;
	if (!child)
		return parse_tail(t, path, false, out);
	p = path + n + 1;
	if (parse_index(&p, &out->index))
		return ERR_NOTFOUND;
	out->child = child;
	return parse_tail(child, p, true, out);
}

bool model_path_same(const struct model_type *t, const char *a, const char *b)
{
	struct model_path x, y;

	if (strcmp(a, b) == 0)
		return true;
	return !model_path_parse(t, a, &x) && !model_path_parse(t, b, &y) && x.field == y.field && x.child == y.child && x.index == y.index &&
	       x.embed == y.embed;
}

/* ---- composites ----------------------------------------------------------------------------------------------------- */

size_t model_composite_parts(const struct model_type *t, const struct model_field *f, const struct model_field *parts[MODEL_PARTS_MAX])
{
	size_t n = 0;

	for (const char *p = f->of; p && *p && n < MODEL_PARTS_MAX;) {
		size_t len = strcspn(p, "+");

		parts[n] = field_in(t, p, len);
		if (!parts[n])
			return 0;
		n++;
		p += len + (p[len] == '+');
	}
	return n;
}

/* "125/QĐ-UBND": number, notation. Without a slash: a number when it begins with a digit, else a notation. */
int model_composite_split(const struct model_field *f, const char *typed, struct buf parts[MODEL_PARTS_MAX])
{
	const char *slash = strchr(typed, '/');

	(void)f;
	for (size_t i = 0; i < MODEL_PARTS_MAX; i++)
		buf_reset(&parts[i]);
	if (slash) {
		buf_put(&parts[0], typed, (size_t)(slash - typed));
		buf_puts(&parts[1], slash + 1);
	} else if (typed[0] >= '0' && typed[0] <= '9') {
		buf_puts(&parts[0], typed);
	} else {
		buf_puts(&parts[1], typed);
	}
	return buf_err(&parts[0]) ? buf_err(&parts[0]) : buf_err(&parts[1]);
}

void model_composite_join(const struct model_field *f, const char *const parts[MODEL_PARTS_MAX], struct buf *out)
{
	bool number = parts[0] && parts[0][0], notation = parts[1] && parts[1][0];

	(void)f;
	if (number)
		buf_puts(out, parts[0]);
	if (number && notation)
		buf_put_u8(out, '/');
	if (notation)
		buf_puts(out, parts[1]);
}
