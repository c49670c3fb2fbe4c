/* cmd_status.c: `congvu status`: what is sent, waiting, refused; the state of the line; at the centre, of every office's line. */
#include "cmd_internal.h"

#include <string.h>

static const char *line_word(enum store_line line)
{
	switch (line) {
	case STORE_LINE_UP:
		return "up";
	case STORE_LINE_DOWN:
		return "down";
	case STORE_LINE_NONE:
		return "none";
	case STORE_LINE_UNKNOWN:
		break;
	}
	return "unknown";
}

struct report {
	struct store_node node;
	struct store_state state;
	struct store_peer *peer;
	size_t n_peers;
};

static int collect(struct store *st, struct arena *a, struct report *r)
{
	int err = store_node_get(st, &r->node);

	if (!err)
		err = store_state_get(st, &r->state);
	if (!err && r->node.role == STORE_ROLE_CENTRE)
		err = store_peer_list(st, a, &r->peer, &r->n_peers);
	return err;
}

static void json_peer(struct cmd_json *j, const struct store_peer *p)
{
	char at[TIME_TEXT_MAX];

	cmd_json_open(j, '{');
	cmd_json_key(j, "node");
	cmd_json_int(j, p->node);
	cmd_json_key(j, "code");
	cmd_json_text(j, p->name);
	cmd_json_key(j, "epoch");
	cmd_json_int(j, p->epoch);
	cmd_json_key(j, "taken");
	cmd_json_int(j, (int64_t)p->cursor);
	cmd_json_key(j, "fed");
	cmd_json_int(j, (int64_t)p->feed_acked);
	cmd_json_key(j, "last_contact");
	cmd_json_text(j, p->last_contact ? time_iso(p->last_contact, at) : NULL);
	cmd_json_key(j, "stopped");
	cmd_json_text(j, p->stopped[0] ? p->stopped : NULL);
	cmd_json_close(j, '}');
}

static void say_json(const struct report *r)
{
	struct buf out;
	struct cmd_json j = { .b = &out };
	char at[TIME_TEXT_MAX];

	buf_init(&out, 4u << 20);
	cmd_json_open(&j, '{');
	cmd_json_key(&j, "node");
	cmd_json_int(&j, r->node.node);
	cmd_json_key(&j, "centre");
	cmd_json_yes(&j, r->node.role == STORE_ROLE_CENTRE);
	cmd_json_key(&j, "epoch");
	cmd_json_int(&j, r->node.epoch);
	cmd_json_key(&j, "office_id");
	cmd_json_id(&j, r->node.office);
	cmd_json_key(&j, "written");
	cmd_json_int(&j, (int64_t)r->node.seq);
	cmd_json_key(&j, "acked");
	cmd_json_int(&j, (int64_t)r->node.acked);
	cmd_json_key(&j, "unsent");
	cmd_json_int(&j, r->node.role == STORE_ROLE_CENTRE ? 0 : (int64_t)(r->node.seq - r->node.acked));
	cmd_json_key(&j, "feed_seen");
	cmd_json_int(&j, (int64_t)r->node.feed_seen);
	cmd_json_key(&j, "line");
	cmd_json_text(&j, line_word(r->state.line));
	cmd_json_key(&j, "line_since");
	cmd_json_text(&j, r->state.line_since ? time_iso(r->state.line_since, at) : NULL);
	cmd_json_key(&j, "peers");
	cmd_json_open(&j, '[');
	for (size_t i = 0; i < r->n_peers; i++)
		json_peer(&j, &r->peer[i]);
	cmd_json_close(&j, ']');
	cmd_json_close(&j, '}');
	buf_puts(&out, "\n");
	cmd_put(out.p, out.len);
	buf_clear(&out);
}

static void say_text(struct app *ap, const struct report *r)
{
	struct app_line line;
	char text[160], at[TIME_TEXT_MAX];

	cmd_printf("node %u epoch %u, written %llu", r->node.node, r->node.epoch, (unsigned long long)r->node.seq);
	if (r->node.role == STORE_ROLE_OFFICE)
		cmd_printf(", sent %llu, waiting %llu, fetched %llu", (unsigned long long)r->node.acked,
		           (unsigned long long)(r->node.seq - r->node.acked), (unsigned long long)r->node.feed_seen);
	cmd_puts("\n");
	if (r->node.role == STORE_ROLE_OFFICE && app_line(ap, &line) == 0)
		cmd_printf("%s\n", app_line_text(&line, false, text, sizeof(text)));
	for (size_t i = 0; i < r->n_peers; i++) {
		const struct store_peer *p = &r->peer[i];

		cmd_printf("%s\tnode %u\ttaken %llu\tfed %llu\t%s%s%s\n", p->name, p->node, (unsigned long long)p->cursor,
		           (unsigned long long)p->feed_acked, p->last_contact ? time_show(p->last_contact, at) : "-", p->stopped[0] ? "\t! " : "",
		           p->stopped);
	}
}

int cmd_status_show(struct cmd_call *c)
{
	struct report report = { 0 };
	struct app *ap = NULL;
	struct arena *a;
	int r, status = cmd_app_open(c, APP_READONLY | APP_UNENROLLED_OK, &ap);

	if (status)
		return status;
	a = arena_new(16u << 20);
	r = a ? collect(app_store(ap), a, &report) : ERR_NOMEM;
	if (!r && opt_flag(&c->o, "json"))
		say_json(&report);
	else if (!r)
		say_text(ap, &report);
	arena_free(a);
	app_close(ap);
	return r ? cmd_fail(r, NULL) : CMD_DONE;
}
