/* cmd_demo_data.c: the sample world is a file (demo.tsv), played through the same commands that people use:
 *
 *   node  NODE  CODE  NAME
 *   user  NODE  LOGIN  FULL NAME  TITLE  ROLE,...          password = login
 *   act   NODE  LOGIN  VERB  TYPE  SUBJECT  FIELD=VALUE...  SUBJECT: - = a new record, @last = the record of the line before
 *
 * Tabs between the words; # starts a comment line.
 */
#include "cmd_demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME "cmd/demo.tsv"
#define FILE_MAX (1u << 20)
#define WORDS_MAX 64u
#define LINE_MAX_BYTES 8192u

struct line {
	char text[LINE_MAX_BYTES];
	char *word[WORDS_MAX];
	size_t n;
};

/* The next line with words, split at its tabs. *at moves on; false at the end. */
static bool next_line(const char **at, struct line *l)
{
	while (**at) {
		size_t n = strcspn(*at, "\n");
		const char *from = *at;

		*at += n + (from[n] == '\n');
		if (n == 0 || *from == '#' || n >= sizeof(l->text))
			continue;
		memcpy(l->text, from, n);
		l->text[n] = '\0';
		l->n = 0;
		for (char *p = l->text; p && l->n < WORDS_MAX; l->n++) {
			l->word[l->n] = p;
			p = strchr(p, '\t');
			if (p)
				*p++ = '\0';
		}
		return true;
	}
	return false;
}

int demo_data_load(struct demo *d)
{
	char path[PLAT_PATH_MAX];
	int r = plat_data_path(FILE_NAME, path, sizeof(path));

	buf_init(&d->data, FILE_MAX);
	if (!r)
		r = plat_read_file(path, FILE_MAX, &d->data);
	return r ? cmd_fail_text("%s: %s", FILE_NAME, err_name(r)) : CMD_DONE;
}

static bool is(const struct line *l, const char *what, const char *node, size_t words)
{
	return l->n >= words && strcmp(l->word[0], what) == 0 && (!node || strcmp(l->word[1], node) == 0);
}

int demo_data_names(struct demo *d)
{
	struct line l;

	for (size_t i = 0; i < DEMO_NODES; i++)
		for (const char *at = buf_str(&d->data); next_line(&at, &l);)
			if (is(&l, "node", d->node[i].name, 4)) {
				snprintf(d->node[i].code, sizeof(d->node[i].code), "%s", l.word[2]);
				snprintf(d->node[i].title, sizeof(d->node[i].title), "%s", l.word[3]);
			}
	for (size_t i = 0; i < DEMO_NODES; i++)
		if (!d->node[i].code[0])
			return cmd_fail_text("%s: no node %s", FILE_NAME, d->node[i].name);
	return CMD_DONE;
}

int demo_data_users(struct demo *d, struct demo_node *n)
{
	struct line l;
	char password[80];
	int status = CMD_DONE;

	for (const char *at = buf_str(&d->data); !status && next_line(&at, &l);) {
		if (!is(&l, "user", n->name, 6))
			continue;
		snprintf(password, sizeof(password), "%s\n", l.word[2]);
		status = demo_run(d, (const char *[]){ "user", "add", l.word[2], "--dir", n->dir, "--name", l.word[3], "--title", l.word[4], "--roles",
		                                       l.word[5], NULL }, password, NULL);
	}
	return status;
}

void demo_data_logins(struct demo *d, const struct demo_node *n, struct buf *out)
{
	struct line l;

	buf_puts(out, model_message("cmd.demo.logins"));
	for (const char *at = buf_str(&d->data); next_line(&at, &l);)
		if (is(&l, "user", n->name, 6))
			buf_printf(out, " %s", l.word[2]);
	buf_put_u8(out, '\n');
}

/* One act; `last` is the id that it printed. */
static int act(struct demo *d, const struct demo_node *n, struct line *l, char last[32])
{
	const char *argv[WORDS_MAX + 8];
	size_t k = 0;
	struct buf out;
	int status;

	argv[k++] = "act";
	argv[k++] = "--dir";
	argv[k++] = n->dir;
	argv[k++] = "--user";
	argv[k++] = l->word[2];
	argv[k++] = l->word[3];
	argv[k++] = l->word[4];
	if (strcmp(l->word[5], "@last") == 0)
		argv[k++] = last;
	else if (strcmp(l->word[5], "-") != 0)
		argv[k++] = l->word[5];
	for (size_t i = 6; i < l->n; i++)
		argv[k++] = l->word[i];
	argv[k] = NULL;
	buf_init(&out, 4096);
	status = demo_run(d, argv, NULL, &out);
	snprintf(last, 32, "%.*s", (int)(strcspn(buf_str(&out), "\t") & 31), buf_str(&out));
	buf_clear(&out);
	return status;
}

int demo_data_records(struct demo *d, struct demo_node *n)
{
	struct line l;
	char last[32] = "";
	int status = CMD_DONE;

	for (const char *at = buf_str(&d->data); !status && next_line(&at, &l);)
		if (is(&l, "act", n->name, 6))
			status = act(d, n, &l, last);
	return status;
}

int64_t demo_unsent(const struct demo_node *n)
{
	struct store_node node;
	struct store *st = NULL;
	int r = store_open(n->dir, STORE_READONLY, &st, NULL);

	if (!r)
		r = store_node_get(st, &node);
	store_close(st);
	return r ? -1 : (int64_t)(node.seq - node.acked);
}

/* ---- what reached the centre ---------------------------------------------------------------------------------------------- */

static bool tells(const struct model_type *t)
{
	return (t->flags & MODEL_T_SEARCH) && t->number_field;
}

static void counts(struct demo *d, struct store *st, const struct model_type *t)
{
	struct store_cond owned = { .field = MODEL_F_OWNER, .op = STORE_EQ };
	struct store_query q = { .type = t, .cond = &owned, .n_cond = 1 };

	cmd_printf("  %s", t->label);
	for (size_t i = 1; i < DEMO_NODES; i++) {
		uint64_t n = 0;

		owned.v = val_int((int64_t)d->node[i].office);
		if (store_count(st, &q, &n) == 0)
			cmd_printf("%s %s %llu", i > 1 ? "," : ":", d->node[i].title, (unsigned long long)n);
	}
	cmd_puts("\n");
}

static void last_rows(struct demo *d, const struct model_type *t)
{
	struct buf out;

	buf_init(&out, 65536);
	if (demo_run(d, (const char *[]){ "list", t->name, "--dir", d->node[0].dir, "--order", "created_at desc", "--limit", "3", NULL }, NULL, &out) == 0)
		cmd_put(out.p, out.len);
	buf_clear(&out);
}

void demo_data_arrived(struct demo *d)
{
	struct store *st = NULL;
	struct err_info ei = { 0 };
	int r = store_open(d->node[0].dir, STORE_READONLY, &st, &ei);

	if (r) {
		cmd_fail(r, &ei);
		return;
	}
	cmd_printf("\n%s\n", model_message("cmd.demo.arrived"));
	for (size_t i = 0; i < model_type_count(); i++)
		if (tells(model_type_at(i)))
			counts(d, st, model_type_at(i));
	store_close(st);
	cmd_puts("\n");
	for (size_t i = 0; i < model_type_count(); i++)
		if (tells(model_type_at(i)))
			last_rows(d, model_type_at(i));
	cmd_flush();
}
