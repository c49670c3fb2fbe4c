/* cmd_act.c: `congvu act`: any verb that a form can do, with the same checks; and changes of the centre's lists. */
#include "cmd_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct act {
	const struct cmd_call *c;
	struct app *ap;
	struct arena *a;
	struct app_user user;
	const struct model_type *type;
	struct app_value value[256];
	struct app_answer answer[OPT_VALUES_MAX];
	struct app_input in;
	struct app_result result;
};

static int fields(struct act *x, size_t from)
{
	const struct cmd_call *c = x->c;

	for (size_t i = from; i < c->o.n_args; i++) {
		struct app_value *v = &x->value[x->in.n_values++];

		if (!cmd_pair(x->a, c->o.args[i], &v->path, &v->text))
			return cmd_wrong(c, "FIELD=VALUE, not %s", c->o.args[i]);
	}
	x->in.values = x->value;
	return CMD_DONE;
}

static void tell_problem(const struct app_problem *p)
{
	fprintf(stderr, "congvu: %s%s%s%s%s\n", p->path, p->path[0] ? ": " : "", p->message_id, p->message_id[0] ? " " : "", p->text);
	for (uint32_t k = 0; k < p->choices && k < COUNT_OF(p->choice_text); k++)
		fprintf(stderr, "congvu:   --answer %s=%u  %s\n", p->key, k + 1, p->choice_text[k]);
	if (p->severity == APP_WARNING)
		fprintf(stderr, "congvu:   --answer %s=1:REASON\n", p->key);
}

static int tell(struct act *x, int r, const struct err_info *ei)
{
	struct buf out;
	struct cmd_json j = { .b = &out };

	if (r) {
		for (size_t i = 0; i < x->result.n_problems; i++)
			tell_problem(&x->result.problems[i]);
		return r == ERR_REFUSED && x->result.n_problems > 0 ? CMD_FAILED : cmd_fail(r, ei);
	}
	if (!opt_flag(&x->c->o, "json")) {
		cmd_printf("%llu\t%s\n", (unsigned long long)x->result.id, x->result.number);
		return CMD_DONE;
	}
	buf_init(&out, 65536);
	cmd_json_open(&j, '{');
	cmd_json_key(&j, "id");
	cmd_json_id(&j, x->result.id);
	cmd_json_key(&j, "number");
	cmd_json_text(&j, x->result.number);
	cmd_json_key(&j, "version");
	cmd_json_int(&j, (int64_t)x->result.version);
	cmd_json_key(&j, "due");
	cmd_json_text(&j, x->result.due);
	cmd_json_key(&j, "said");
	cmd_json_text(&j, x->result.saved);
	cmd_json_close(&j, '}');
	buf_puts(&out, "\n");
	cmd_put(out.p, out.len);
	buf_clear(&out);
	return CMD_DONE;
}

/* A list of the centre: the row as FIELD=VALUE words, one event, fed to the offices. */
static int change_list(struct act *x, size_t from)
{
	struct err_info ei = { 0 };
	const struct cmd_call *c = x->c;
	int r = app_list_put(x->ap, &x->user, x->type->name, x->in.id, c->o.args + from, c->o.n_args - from, &x->result.id, &ei);

	return tell(x, r, &ei);
}

static bool is_list_change(const struct act *x)
{
	return (x->type->flags & MODEL_T_LIST) && strcmp(x->c->o.args[0], model_verb_by_no(MODEL_V_CHANGE)->name) == 0;
}

/* A row of a list has no number that is its own: id, or the code when it is unique. */
static int subject(struct act *x, const char *word)
{
	struct err_info ei = { 0 };
	int r = app_find(x->ap, &x->user, x->type->name, word, &x->in.id, &ei);

	return r ? cmd_fail(r, &ei) : CMD_DONE;
}

static int act(struct act *x)
{
	struct err_info ei = { 0 };
	const struct cmd_call *c = x->c;
	size_t from = 2;
	int status = cmd_user_of(c, x->ap, &x->user);

	x->in.type = x->type->name;
	x->in.verb = c->o.args[0];
	x->in.reason = opt_text(&c->o, "reason");
	x->in.answers = x->answer;
	x->in.version = (uint64_t)opt_int(&c->o, "seen", 0);
	if (!status && c->o.n_args > 2 && !strchr(c->o.args[2], '=')) {
		status = subject(x, c->o.args[2]);
		from = 3;
	}
	if (status)
		return status;
	if (is_list_change(x))
		return change_list(x, from);
	if ((status = fields(x, from)) || (status = cmd_answers(c, x->a, x->answer, &x->in.n_answers)))
		return status;
	return tell(x, app_act(x->ap, &x->user, &x->in, 1, &x->result, &ei), &ei);
}

int cmd_act(struct cmd_call *c)
{
	struct act *x = mem_xalloc(sizeof(*x));
	int status = cmd_type_of(c, c->o.args[1], &x->type);

	x->c = c;
	if (!status && !opt_text(&c->o, "user"))
		status = cmd_wrong(c, "--user is missing: who does it");
	if (!status)
		status = cmd_app_open(c, 0, &x->ap);
	if (!status) {
		x->a = arena_new(4u << 20);
		status = x->a ? act(x) : cmd_fail(ERR_NOMEM, NULL);
		arena_free(x->a);
		app_close(x->ap);
	}
	free(x);
	return status;
}
