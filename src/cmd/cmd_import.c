/* cmd_import.c: `congvu import`: the rows of a CSV file as new records, each by the verb that a form would use and with its checks.
 *
 * A row is known by a digest of the batch, type, verb, its values and how often the same row has come before it in the file. The mark of it is
 * written in the transaction of its event: whatever is killed when, the same command again takes what is missing and nothing twice; and
 * when refused rows are mended in the file only they come in.
 */
#include "cmd_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_ROWS 256u

/* ---- the report ---- */

static void report_json(struct import *x, size_t line, const char *label, const char *path, const char *id, const char *text)
{
	cmd_json_open(&x->json, '{');
	cmd_json_key(&x->json, "line");
	cmd_json_int(&x->json, (int64_t)line);
	cmd_json_key(&x->json, "path");
	cmd_json_text(&x->json, path);
	cmd_json_key(&x->json, "label");
	cmd_json_text(&x->json, label);
	cmd_json_key(&x->json, "message_id");
	cmd_json_text(&x->json, id);
	cmd_json_key(&x->json, "message");
	cmd_json_text(&x->json, text);
	cmd_json_close(&x->json, '}');
}

static void report(struct import *x, size_t line, const char *label, const char *path, const char *id, const char *text)
{
	buf_reset(&x->line);
	if (x->as_json)
		report_json(x, line, label, path, id, text);
	else
		buf_printf(&x->line, "dòng %zu: %s%s%s%s%s%s\n", line, label, label[0] ? ": " : "", text, id[0] ? " (" : "", id, id[0] ? ")" : "");
	cmd_put(x->line.p, x->line.len);
}

static void report_problem(struct import *x, size_t line, const struct app_problem *p)
{
	report(x, line, p->label[0] ? p->label : p->path, p->path, p->message_id, p->text);
	for (uint32_t k = 0; !x->as_json && k < p->choices && k < COUNT_OF(p->choice_text); k++)
		cmd_printf("  --answer %s=%u  %s\n", p->key, k + 1, p->choice_text[k]);
	if (!x->as_json && p->severity == APP_WARNING)
		cmd_printf("  --answer %s=1:...\n", p->key);
}

static int refuse(struct import *x, size_t line, const struct err_info *ei)
{
	x->refused++;
	for (size_t i = 0; i < x->result.n_problems; i++)
		report_problem(x, line, &x->result.problems[i]);
	if (x->result.n_problems == 0)
		report(x, line, "", "", "", ei->text[0] ? ei->text : model_message("A43"));
	return CMD_DONE;
}

static void refuse_bytes(struct import *x, size_t i, size_t bad)
{
	const struct csv_cell *cell = &x->csv.cell[i];
	const char *text = csv_text(&x->csv, i);
	size_t line = cell->line;
	char byte[8];
	struct buf b;

	for (size_t k = 0; k < bad && k < cell->len; k++)
		line += text[k] == '\n';
	snprintf(byte, sizeof(byte), "0x%02X", bad < cell->len ? (uint8_t)text[bad] : 0u);
	buf_init(&b, 4096);
	model_message_fill(&b, model_message("import.byte"), "byte", byte, "charset", ime_charset_name(x->cs), NULL);
	report(x, line, x->column[i].path, x->column[i].path, "", buf_str(&b));
	buf_clear(&b);
}

/* ---- one row ---- */

/* Cells that say something, decoded. Empty ones are as if they were not there: a new record has nothing to clear. */
static bool values(struct import *x)
{
	size_t at[CSV_CELLS_MAX], n = 0;
	bool fine = true;

	buf_reset(&x->text);
	for (size_t i = 0; i < x->csv.n; i++) {
		const char *cell = csv_text(&x->csv, i);
		size_t guard = csv_guarded(cell, x->csv.cell[i].len), len = x->csv.cell[i].len - guard, bad = 0;

		if (!x->column[i].path[0] || len == 0)
			continue;
		at[n] = x->text.len;
		x->value[n++].path = x->column[i].path;
		if (ime_legacy_decode(x->cs, x->column[i].flags, cell + guard, len, &x->text, &bad)) {
			refuse_bytes(x, i, bad + guard);
			fine = false;
		}
		buf_put_u8(&x->text, '\0');
	}
	for (size_t i = 0; i < n; i++)
		x->value[i].text = buf_str(&x->text) + at[i];
	x->act.n_values = n;
	return fine;
}

static int row_digest(struct import *x, uint8_t out[HASH_LEN])
{
	struct buf b;
	uint32_t times = 0;
	int r;

	buf_init(&b, CSV_ROW_MAX * 8ul);
	buf_printf(&b, "%s%c%s%c%s%c", x->batch, 0, x->type->name, 0, x->verb->name, 0);
	for (size_t i = 0; i < x->act.n_values; i++)
		buf_printf(&b, "%s%c%s%c", x->value[i].path, 0, x->value[i].text, 0);
	hash_sha256(b.p, b.len, out);
	r = buf_err(&b) ? buf_err(&b) : import_count(x, out, &times);
	buf_put_u32(&b, times);
	hash_sha256(b.p, b.len, out);
	buf_clear(&b);
	return r;
}

/* What befalls the program, not the row: the rest waits for the next run. */
static int stop(struct import *x, size_t line, int r, const struct err_info *ei)
{
	char n[24];

	snprintf(n, sizeof(n), "%zu", line);
	cmd_fail(r, ei);
	import_say("import.stopped", n, x->file, "");
	return CMD_FAILED;
}

static int take(struct import *x, size_t line)
{
	struct err_info ei = { 0 };
	uint8_t digest[HASH_LEN];
	bool in = false;
	int r = row_digest(x, digest);

	if (r == ERR_RANGE)
		return import_say("import.rows", "", x->file, "");
	r = r ? r : app_imported(x->ap, digest, &in);
	if (!r && !in) {
		x->act.import = digest;
		r = x->dry ? app_check(x->ap, &x->user, &x->act, 1, &x->result, &ei) : app_act(x->ap, &x->user, &x->act, 1, &x->result, &ei);
	}
	if (in || r == ERR_EXISTS) {
		x->before++;
		return CMD_DONE;
	}
	if (r == ERR_REFUSED || r == ERR_RANGE)
		return refuse(x, line, &ei);
	x->taken += r == 0;
	return r ? stop(x, line, r, &ei) : CMD_DONE;
}

static int row(struct import *x)
{
	size_t line = x->csv.cell[0].line;

	x->rows++;
	x->result.n_problems = 0;
	if (x->csv.n > x->n_columns) {
		x->refused++;
		report(x, line, "", "", "", model_message("import.cells"));
		return CMD_DONE;
	}
	if (!values(x)) {
		x->refused++;
		return CMD_DONE;
	}
	return take(x, line);
}

/* ---- the file ---- */

static int next(struct import *x)
{
	size_t used;
	int r;

	while ((r = csv_next(&x->csv, x->in.p, x->in.len, x->end, &used)) == ERR_AGAIN) {
		buf_consume(&x->in, used);
		r = import_more(x);
		if (r)
			return cmd_fail(r, NULL);
	}
	if (r == ERR_INVALID) {
		char line[24];

		snprintf(line, sizeof(line), "%zu", x->csv.line);
		return import_say(x->csv.why, line, x->file, "");
	}
	buf_consume(&x->in, used);
	return CMD_DONE;
}

static int rows(struct import *x)
{
	bool tty = isatty(2);
	int status;

	while (!(status = next(x)) && x->csv.n > 0 && !(status = row(x)))
		if (tty && x->rows % PROGRESS_ROWS == 0)
			fprintf(stderr, "\r%zu", x->rows);
	if (tty && x->rows >= PROGRESS_ROWS)
		fputs("\r\033[K", stderr);
	return status;
}

static void summary(struct import *x)
{
	static const char *const key[] = { "rows", "taken", "before", "rows_refused" };
	const size_t n[] = { x->rows, x->taken, x->before, x->refused };
	char text[COUNT_OF(key)][24];
	struct buf b;

	if (x->as_json) {
		buf_reset(&x->line);
		cmd_json_close(&x->json, ']');
		for (size_t i = 0; i < COUNT_OF(key); i++) {
			cmd_json_key(&x->json, key[i]);
			cmd_json_int(&x->json, (int64_t)n[i]);
		}
		cmd_json_close(&x->json, '}');
		buf_puts(&x->line, "\n");
		cmd_put(x->line.p, x->line.len);
	}
	for (size_t i = 0; i < COUNT_OF(key); i++)
		snprintf(text[i], sizeof(text[i]), "%zu", n[i]);
	buf_init(&b, 4096);
	model_message_fill(&b, model_message(x->dry ? "import.dry" : "import.count"), "taken", text[1], "before", text[2], "bad", text[3], NULL);
	cmd_flush(); /* the report comes first */
	fprintf(stderr, "congvu: %s\n", buf_str(&b));
	buf_clear(&b);
}

static int run(struct import *x)
{
	int status = import_charset(x);
	size_t bytes = CSV_ROW_MAX * 4ul;

	if (status)
		return status;
	csv_init(&x->csv, csv_separator(x->in.p, x->in.len));
	buf_init(&x->text, bytes);
	buf_init(&x->line, bytes);
	x->json.b = &x->line;
	status = next(x);
	if (!status)
		status = import_head(x);
	if (status)
		return status;
	if (x->as_json) {
		cmd_json_open(&x->json, '{');
		cmd_json_key(&x->json, "problems");
		cmd_json_open(&x->json, '[');
		cmd_put(x->line.p, x->line.len);
	}
	status = rows(x);
	summary(x);
	return status || x->refused ? CMD_FAILED : CMD_DONE;
}

/* ---- the call ---- */

/* The verb that makes a record of the type: named, or the only one of this role that takes what records of the type are made of. */
static int verb_of(struct import *x)
{
	const char *name = opt_text(&x->c->o, "verb");
	size_t n = 0;

	for (size_t i = 0; i < model_verb_count(); i++) {
		const struct model_verb *v = model_verb_at(i);

		if (strcmp(v->type, x->type->name) != 0 || !model_verb_from(v, x->type, 0))
			continue;
		if (name ? strcmp(v->name, name) != 0 : v->bare || !model_verb_role(v, x->user.role))
			continue;
		x->verb = v;
		n++;
	}
	if (n == 1)
		return CMD_DONE;
	return n ? cmd_wrong(x->c, "--verb is missing: more than one makes a %s", x->type->name)
		 : cmd_wrong(x->c, "no verb of this role makes a %s", x->type->name);
}

static int prepare(struct import *x)
{
	const char *slash = strrchr(x->file, '/'), *batch = opt_text(&x->c->o, "batch");
	int status = cmd_user_of(x->c, x->ap, &x->user);

	x->batch = batch ? batch : slash ? slash + 1 : x->file;
	x->dry = opt_flag(&x->c->o, "dry-run");
	x->as_json = opt_flag(&x->c->o, "json");
	if (!status)
		status = verb_of(x);
	if (!status)
		status = cmd_answers(x->c, x->a, x->answer, &x->act.n_answers);
	if (status)
		return status;
	x->act.type = x->type->name;
	x->act.verb = x->verb->name;
	x->act.answers = x->answer;
	x->act.values = x->value;
	x->act.reason = opt_text(&x->c->o, "reason");
	return CMD_DONE;
}

int cmd_import(struct cmd_call *c)
{
	struct import *x = mem_xalloc(sizeof(*x));
	int status = cmd_type_of(c, c->o.args[0], &x->type);

	x->c = c;
	x->file = c->o.args[1];
	x->fd = -1;
	if (!status && !opt_text(&c->o, "user"))
		status = cmd_wrong(c, "--user is missing: who does it");
	if (!status)
		status = cmd_app_open(c, 0, &x->ap);
	if (!status) {
		x->a = arena_new(1u << 20);
		status = x->a ? prepare(x) : cmd_fail(ERR_NOMEM, NULL);
		if (!status)
			status = import_open(x);
		if (!status)
			status = run(x);
		import_close(x);
		arena_free(x->a);
		app_close(x->ap);
	}
	free(x);
	return status;
}
