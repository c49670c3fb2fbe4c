/* opt.c: options by table. `--name value`, `--name=value`, `--flag`; `--` ends them; a lone `-` and negative numbers are arguments. */
#include "congvu/base.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define WRONG "Tùy chọn không đúng. Xem: congvu help"

static int refuse(struct err_info *ei, const char *what, const char *word)
{
	char quoted[100];

	return err_setf(ei, ERR_USAGE, WRONG, "%s: %s", what, log_quote(quoted, sizeof(quoted), word, strlen(word)));
}

static size_t find_def(const struct opt_def *defs, size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(defs[i].name) == len && memcmp(defs[i].name, name, len) == 0)
			return i;
	return n;
}

static bool parse_int(const char *s, int64_t *out)
{
	char *end;
	long long v;

	if (!(*s >= '0' && *s <= '9') && !(*s == '-' && s[1] >= '0' && s[1] <= '9'))
		return false; /* strtoll would take blanks and a plus sign */
	errno = 0;
	v = strtoll(s, &end, 10);
	*out = v;
	return errno == 0 && *end == '\0';
}

static int store(struct opts *out, size_t i, const char *value, struct err_info *ei)
{
	const struct opt_def *def = &out->defs[i];
	int64_t v;

	if (def->kind == OPT_MULTI) {
		if (out->n_multi == OPT_VALUES_MAX)
			return refuse(ei, "given too often", def->name);
		out->multi[out->n_multi] = value;
		out->multi_def[out->n_multi++] = (uint8_t)i;
		return ERR_NONE;
	}
	if (out->value[i])
		return refuse(ei, "given twice", def->name);
	if (def->kind == OPT_INT && (!parse_int(value, &v) || v < def->min || v > def->max))
		return refuse(ei, "no number in the allowed range", value);
	out->value[i] = value;
	return ERR_NONE;
}

/* argv[*at] is a long option; takes the next word too when the option needs one. */
static int take_option(struct opts *out, int argc, char **argv, int *at, struct err_info *ei)
{
	const char *word = argv[*at], *name = word + 2, *eq = strchr(name, '=');
	size_t i = find_def(out->defs, out->n_defs, name, eq ? (size_t)(eq - name) : strlen(name));

	if (i == out->n_defs)
		return refuse(ei, "unknown option", word);
	if (out->defs[i].kind == OPT_FLAG)
		return eq ? refuse(ei, "takes no value", word) : store(out, i, "1", ei);
	if (eq)
		return store(out, i, eq + 1, ei);
	if (*at + 1 >= argc)
		return refuse(ei, "needs a value", word);
	return store(out, i, argv[++*at], ei);
}

static bool is_short_option(const char *s)
{
	return s[0] == '-' && s[1] != '\0' && !(s[1] >= '0' && s[1] <= '9');
}

int opt_parse(const struct opt_def *defs, size_t n, int argc, char **argv, struct opts *out, struct err_info *ei)
{
	bool ended = false;

	assert(n <= COUNT_OF(out->value));
	memset(out, 0, sizeof(*out));
	out->defs = defs;
	out->n_defs = n;
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];
		int r = ERR_NONE;

		if (!ended && strcmp(word, "--") == 0)
			ended = true;
		else if (!ended && strncmp(word, "--", 2) == 0)
			r = take_option(out, argc, argv, &i, ei);
		else if (!ended && is_short_option(word))
			r = refuse(ei, "unknown option", word);
		else if (out->n_args == COUNT_OF(out->args))
			r = refuse(ei, "too many words", word);
		else
			out->args[out->n_args++] = word;
		if (r)
			return r;
	}
	return ERR_NONE;
}

const char *opt_text(const struct opts *o, const char *name)
{
	size_t i = find_def(o->defs, o->n_defs, name, strlen(name));

	assert(i < o->n_defs); /* a name that the table does not have is our own slip */
	return o->value[i];
}

bool opt_flag(const struct opts *o, const char *name)
{
	return opt_text(o, name) != NULL;
}

int64_t opt_int(const struct opts *o, const char *name, int64_t dflt)
{
	const char *s = opt_text(o, name);
	int64_t v;

	return s && parse_int(s, &v) ? v : dflt;
}
