/* app_open.c: one node, opened for a session, a command or the worker. */
#include "app_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int app_open(const char *dir, unsigned flags, struct app **out, struct err_info *ei)
{
	struct app *ap = mem_alloc(sizeof(*ap));
	struct store_node node;
	unsigned sf = 0;
	int err;

	*out = NULL;
	if (!ap)
		return err_set(ei, ERR_NOMEM, NULL);
	if (flags & APP_READONLY)
		sf |= STORE_READONLY;
	if (flags & (APP_DRAFTS | APP_SESSION))
		sf |= STORE_DRAFTS;
	if (flags & APP_SESSION)
		sf |= STORE_SMALL_CACHE;
	ap->flags = flags;
	err = store_open(dir, sf, &ap->st, ei);
	if (!err) {
		err = store_node_get(ap->st, &node);
		if (err)
			err_set(ei, err, NULL);
		else if (node.node == 0 && !(flags & APP_UNENROLLED_OK))
			err = err_set(ei, ERR_DENIED, model_message("A05"));
		ap->generation = err ? 0 : node.generation;
	}
	if (err) {
		app_close(ap);
		return err;
	}
	*out = ap;
	return ERR_NONE;
}

void app_close(struct app *ap)
{
	if (!ap)
		return;
	arena_free(ap->cache);
	store_close(ap->st);
	free(ap);
}

struct store *app_store(struct app *ap)
{
	return ap->st;
}

void app_idle_assert(const struct app *ap)
{
	store_idle_assert(ap->st);
}

void app_rest(struct app *ap)
{
	store_rest(ap->st);
}

bool app_outdated(struct app *ap)
{
	struct store_state s;

	return !store_state_get(ap->st, &s) && s.generation > ap->generation;
}

void app_cache_renew(struct app *ap)
{
	uint64_t now = store_changes(ap->st);

	if (ap->cache && now == ap->cache_changes)
		return;
	arena_free(ap->cache);
	ap->cache = arena_new(APP_ARENA_MAX);
	ap->cache_changes = now;
	ap->code = NULL;
	ap->n_codes = 0;
	ap->calendar = NULL;
	if (!ap->cache) {
		log_err("app: no memory for lists");
		abort();
	}
}

bool app_centre(struct app *ap)
{
	struct store_node n;

	return !store_node_get(ap->st, &n) && n.role == STORE_ROLE_CENTRE;
}

uint32_t app_node(struct app *ap)
{
	struct store_node n;

	return store_node_get(ap->st, &n) ? 0 : n.node;
}

/* ---- the line to the centre -------------------------------------------------------------------------------------------- */

int app_line(struct app *ap, struct app_line *out)
{
	struct store_state s;
	int err = store_state_get(ap->st, &s);

	memset(out, 0, sizeof(*out));
	if (err)
		return err;
	out->changes = s.changes;
	out->unsent = s.unsent;
	out->up = s.line == STORE_LINE_UP;
	out->centre = s.line == STORE_LINE_NONE;
	out->since = s.line == STORE_LINE_UNKNOWN ? 0 : s.line_since;
	return ERR_NONE;
}

const char *app_line_text(const struct app_line *l, bool narrow, char *out, size_t cap)
{
	const char *id = l->centre ? "L05" : l->up || l->since == 0 ? (l->unsent ? "L02" : l->up ? "L01" : "L06") : l->unsent ? "L03"
			: "L04";
	const char *text = narrow ? model_message_short(id) : model_message(id);
	char n[24], time[32];
	int h = 0, m = 0;
	struct buf b;

	time_local(l->since, &h, &m);
	snprintf(n, sizeof(n), "%llu", (unsigned long long)l->unsent);
	snprintf(time, sizeof(time), "%02d:%02d", h, m);
	buf_init(&b, 512);
	model_message_fill(&b, text, "n", n, "time", time, NULL);
	snprintf(out, cap, "%s", buf_str(&b));
	buf_clear(&b);
	return out;
}
