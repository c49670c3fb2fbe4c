/* app_expr_read.c: expressions of screen files, read: a tree, or everything that is wrong with the text. */
#include "app_internal.h"

#include <stdlib.h>
#include <string.h>

#include "app_expr.h"

#define DEPTH_MAX 24
#define ALL_NAMES_MAX 220 /* bytes of names in one message */

struct reading {
	const char *text, *p;
	const char *const *tags;
	size_t n_tags;
	struct arena *a;
	int depth;
	app_expr_say *say;
	void *to;
	bool wrong, stopped; /* a name that is not known is told and reading goes on; what cannot be read ends it */
};

static struct expr_node *read_or(struct reading *r);

static void blanks(struct reading *r)
{
	while (*r->p == ' ' || *r->p == '\t' || *r->p == '\n')
		r->p++;
}

static void tell(struct reading *r, const char *at, const char *text)
{
	r->wrong = true;
	r->say(r->to, utf8_chars(r->text, (size_t)(at - r->text)), text);
}

/* Here it cannot be read on; behind the first of these nothing is certain. */
static struct expr_node *fail(struct reading *r, const char *id)
{
	if (!r->stopped)
		tell(r, r->p, model_message(id));
	r->stopped = true;
	return NULL;
}

/* The same of a function, with how it is written. */
static struct expr_node *fail_call(struct reading *r, const char *id, const struct expr_fn *fn)
{
	char text[APP_TEXT_MAX];

	if (!r->stopped)
		tell(r, r->p, app_say(text, sizeof(text), id, "name", fn->doc.name, "args", fn->doc.args, NULL));
	r->stopped = true;
	return NULL;
}

static struct expr_node *node(struct reading *r, enum expr_op op, struct expr_node *x, struct expr_node *y)
{
	struct expr_node *n = arena_alloc(r->a, sizeof(*n));

	if (!n)
		return fail(r, "expr.long");
	n->op = op;
	n->arg[0] = x;
	n->arg[1] = y;
	n->n_args = y ? 2 : x ? 1 : 0;
	return n;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t word_length(const char *p)
{
	size_t n = 0;

	while (word_char(p[n]))
		n++;
	return n;
}

static bool take_word(struct reading *r, const char *word)
{
	size_t n = strlen(word);

	blanks(r);
	if (word_length(r->p) != n || strncmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	return true;
}

/* ---- names that are not known -------------------------------------------------------------------------------------------------------- */

struct names {
	const char *want, *best, *mark; /* mark: of the best, ":" or "" */
	size_t distance;                /* what comes nearer than this is a slip of the hand */
	struct buf all;                 /* ":bk, :mat", as many as there is room for */
};

static void known(struct names *n, const char *mark, const char *name, const char *behind)
{
	size_t d = text_edits(n->want, name);

	if (n->all.len + strlen(name) < ALL_NAMES_MAX)
		buf_printf(&n->all, "%s%s%s%s", n->all.len > 0 ? ", " : "", mark, name, behind);
	else if (n->all.len > 0 && buf_str(&n->all)[n->all.len - 1] != '.')
		buf_puts(&n->all, ", ...");
	if (d < n->distance && d < strlen(name)) {
		n->distance = d;
		n->best = name;
		n->mark = mark;
	}
}

static void known_tags(struct reading *r, struct names *n)
{
	for (size_t i = 0; i < r->n_tags; i++)
		known(n, ":", r->tags[i], "");
}

static void known_functions(struct names *n)
{
	for (size_t i = 0; app_expr_function(i) != NULL; i++)
		known(n, "", app_expr_function(i)->name, "()");
}

/* What stands at r->p is told as not known, with the nearest name and with all of them; reading goes on as if it were a text. */
static struct expr_node *unknown(struct reading *r, const char *id, const char *at, size_t len)
{
	const char *want = arena_strndup(r->a, r->p, len);
	struct names n = { .want = want != NULL ? want : "" };
	struct buf text;

	n.distance = text_edits_near(n.want) + 1;
	buf_init(&n.all, 4096);
	buf_init(&text, 4096);
	if (*at == ':' || at[len + strspn(at + len, " ")] != '(')
		known_tags(r, &n);
	if (*at != ':')
		known_functions(&n);
	model_message_fill(&text, model_message(id), "name", n.want, NULL);
	if (n.best != NULL)
		model_message_fill(&text, model_message("expr.near"), "mark", n.mark, "name", n.best, NULL);
	buf_puts(&text, model_message("expr.all"));
	buf_puts(&text, buf_str(&n.all));
	tell(r, at, buf_str(&text));
	buf_clear(&text);
	buf_clear(&n.all);
	r->p += len;
	return node(r, EXPR_TEXT, NULL, NULL);
}

/* ---- reading ------------------------------------------------------------------------------------------------------------------------- */

static struct expr_node *read_text(struct reading *r)
{
	char quote = *r->p++, *out = arena_alloc(r->a, strlen(r->p) + 1), *o = out;
	struct expr_node *n;

	if (!out)
		return fail(r, "expr.long");
	while (*r->p && (*r->p != quote || r->p[1] == quote)) {
		r->p += *r->p == quote;
		*o++ = *r->p++;
	}
	if (*r->p != quote)
		return fail(r, "expr.quote");
	r->p++;
	n = node(r, EXPR_TEXT, NULL, NULL);
	if (n)
		n->text = out;
	return n;
}

static struct expr_node *read_tag(struct reading *r)
{
	size_t len;
	struct expr_node *n;

	r->p++;
	len = word_length(r->p);
	for (size_t i = 0; i < r->n_tags; i++) {
		if (strlen(r->tags[i]) != len || strncmp(r->tags[i], r->p, len) != 0)
			continue;
		r->p += len;
		n = node(r, EXPR_TAG, NULL, NULL);
		if (n)
			n->number = (int64_t)i;
		return n;
	}
	n = unknown(r, "expr.tag", r->p - 1, len);
	return n;
}

static struct expr_node *read_call(struct reading *r)
{
	size_t len = word_length(r->p);
	const struct expr_fn *fn = app_expr_fn_find(r->p, len);
	struct expr_node *n;

	if (!fn && r->p[len + strspn(r->p + len, " ")] != '(')
		return unknown(r, "expr.word", r->p, len);
	if (!fn)
		(void)unknown(r, "expr.fn", r->p, len);
	else
		r->p += len;
	blanks(r);
	if (*r->p != '(')
		return fail_call(r, "expr.paren", fn);
	r->p++;
	n = node(r, EXPR_CALL, NULL, NULL);
	if (!n)
		return NULL;
	n->fn = fn;
	for (blanks(r); *r->p && *r->p != ')'; blanks(r)) {
		if (n->n_args >= EXPR_ARGS_MAX || (fn && n->n_args >= fn->max))
			return fn ? fail_call(r, "expr.many", fn) : fail(r, "expr.close");
		n->arg[n->n_args] = read_or(r);
		if (!n->arg[n->n_args])
			return NULL;
		n->n_args++;
		blanks(r);
		if (*r->p == ',')
			r->p++;
		else if (*r->p != ')')
			return fail(r, "expr.close");
	}
	if (*r->p != ')')
		return fail(r, "expr.close");
	if (fn && n->n_args < fn->min)
		return fail_call(r, "expr.few", fn);
	r->p++;
	return n;
}

static struct expr_node *read_primary(struct reading *r)
{
	struct expr_node *n;

	blanks(r);
	if (*r->p == '(') {
		r->p++;
		n = read_or(r);
		blanks(r);
		if (!n || *r->p != ')')
			return fail(r, "expr.close");
		r->p++;
		return n;
	}
	if (*r->p == '\'' || *r->p == '"')
		return read_text(r);
	if (*r->p == ':')
		return read_tag(r);
	if (*r->p >= '0' && *r->p <= '9') {
		n = node(r, EXPR_NUMBER, NULL, NULL);
		if (n) {
			char *end;

			n->number = strtoll(r->p, &end, 10);
			r->p = end;
		}
		return n;
	}
	if (word_char(*r->p))
		return read_call(r);
	return fail(r, *r->p ? "expr.char" : "expr.end");
}

static struct expr_node *read_sum(struct reading *r)
{
	struct expr_node *n = read_primary(r);

	for (blanks(r); n && (*r->p == '+' || *r->p == '-'); blanks(r)) {
		enum expr_op op = *r->p++ == '+' ? EXPR_ADD : EXPR_SUB;
		struct expr_node *m = read_primary(r);

		n = m ? node(r, op, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_compare(struct reading *r)
{
	static const struct {
		const char *sign;
		enum expr_op op;
	} signs[] = { { "<=", EXPR_LE }, { ">=", EXPR_GE }, { "<>", EXPR_NE }, { "!=", EXPR_NE }, { "==", EXPR_EQ }, { "<", EXPR_LT },
			{ ">", EXPR_GT },
		{ "=", EXPR_EQ } };
	struct expr_node *n = read_sum(r), *m;

	blanks(r);
	for (size_t i = 0; n && i < COUNT_OF(signs); i++) {
		size_t len = strlen(signs[i].sign);

		if (strncmp(r->p, signs[i].sign, len) != 0)
			continue;
		r->p += len;
		m = read_sum(r);
		return m ? node(r, signs[i].op, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_not(struct reading *r)
{
	struct expr_node *n;

	if (++r->depth > DEPTH_MAX)
		return fail(r, "expr.deep");
	if (take_word(r, "not")) {
		n = read_not(r);
		n = n ? node(r, EXPR_NOT, n, NULL) : NULL;
	} else {
		n = read_compare(r);
	}
	r->depth--;
	return n;
}

static struct expr_node *read_and(struct reading *r)
{
	struct expr_node *n = read_not(r), *m;

	while (n && take_word(r, "and")) {
		m = read_not(r);
		n = m ? node(r, EXPR_AND, n, m) : NULL;
	}
	return n;
}

static struct expr_node *read_or(struct reading *r)
{
	struct expr_node *n = read_and(r), *m;

	while (n && take_word(r, "or")) {
		m = read_and(r);
		n = m ? node(r, EXPR_OR, n, m) : NULL;
	}
	return n;
}

int app_expr_read(const char *text, const char *const *tags, size_t n_tags, struct arena *a, app_expr_say *say, void *to,
		  struct expr_node **out)
{
	struct reading r = { .text = text, .p = text, .tags = tags, .n_tags = n_tags, .a = a, .say = say, .to = to };

	*out = read_or(&r);
	blanks(&r);
	if (*out && *r.p)
		(void)fail(&r, "expr.rest");
	return r.wrong ? ERR_INVALID : ERR_NONE;
}
