/* store_state.c: run/state, one shared page that says what has changed without a query.
 *
 * A cache: whoever finds no mark in it fills it from the database under the write lock. The line is stamped by sync every 5 s with the
 * machine's own uptime, so a wall clock that jumps neither keeps a dead line alive nor kills a living one.
 */
#include "store_internal.h"

#include <stdatomic.h>
#include <string.h>

#define PAGE_BYTES 4096
#define PAGE_MARK UINT64_C(0x6376737461743032) /* "cvstat02": changes with the layout below */
#define LINE_STALE_MS 15000

struct store_page {
	_Atomic uint64_t mark, changes, unsent, generation, boot, role;
	_Atomic int64_t line, line_since, stamp_ms, stamp_at, last_ack;
};

static uint64_t boot_hash(void)
{
	static uint64_t known; /* does not change while a process lives */
	char id[40] = "";
	uint8_t h[HASH_LEN];

	if (known)
		return known;
	if (plat_boot_id(id))
		return 1;
	hash_sha256(id, strlen(id), h);
	memcpy(&known, h, sizeof(known));
	return known;
}

static void fill(struct store_page *p, const struct store_node *n)
{
	atomic_store(&p->unsent, n->role == STORE_ROLE_CENTRE ? 0 : n->seq - n->acked);
	atomic_store(&p->generation, n->generation);
	atomic_store(&p->role, n->role);
}

static int make(struct store *st)
{
	struct store_node n;
	int r = db_lock(st->db);

	if (r)
		return r;
	if (atomic_load(&st->page->mark) != PAGE_MARK) {
		r = store_node_load(st, &n, NULL);
		if (r == 0) {
			fill(st->page, &n);
			atomic_store(&st->page->line, STORE_LINE_UNKNOWN);
			atomic_store(&st->page->stamp_ms, 0);
			atomic_fetch_add(&st->page->changes, 1);
			atomic_store(&st->page->mark, PAGE_MARK);
		}
	}
	db_unlock(st->db);
	return r;
}

int store_page_open(struct store *st)
{
	char path[PLAT_PATH_MAX];
	void *map = NULL;
	int r = plat_path(path, sizeof(path), st->dir, STORE_STATE);

	if (r || ((st->flags & STORE_READONLY) && !plat_exists(path)))
		return r;
	r = plat_shared_page(path, PAGE_BYTES, &map);
	if (r && (st->flags & STORE_READONLY))
		return 0; /* answers come from the database then */
	if (r)
		return r;
	st->page = map;
	return st->flags & STORE_READONLY ? 0 : make(st);
}

void store_page_close(struct store *st)
{
	if (st->page)
		plat_shared_unmap(st->page, PAGE_BYTES);
	st->page = NULL;
}

void store_page_commit(struct store *st)
{
	char path[PLAT_PATH_MAX];

	if (!st->page)
		return;
	fill(st->page, &st->node);
	atomic_fetch_add(&st->page->changes, 1);
	if (st->changed && plat_path(path, sizeof(path), st->dir, STORE_POKE) == 0)
		(void)plat_unix_poke(path, "c", 1); /* sync also looks every second: a lost datagram costs nothing else */
}

uint64_t store_changes(struct store *st)
{
	return st->page ? atomic_load(&st->page->changes) : 0;
}

void store_page_acked(struct store *st, int64_t now)
{
	if (st->page)
		atomic_store(&st->page->last_ack, now);
}

/* ---- the line ---- */

void store_page_stamp(struct store *st, enum store_line line, int64_t boot_ms, int64_t now)
{
	struct store_page *p = st->page;
	struct store_state seen;

	if (!p)
		return;
	if (store_page_read(st, boot_ms, &seen) || seen.line != line || atomic_load(&p->line) != (int64_t)line) {
		atomic_store(&p->line_since, now);
		atomic_fetch_add(&p->changes, 1);
	}
	atomic_store(&p->line, line);
	atomic_store(&p->boot, boot_hash());
	atomic_store(&p->stamp_at, now);
	atomic_store(&p->stamp_ms, boot_ms);
}

void store_state_line(struct store *st, enum store_line line)
{
	store_page_stamp(st, line, plat_boot_ms(), clock_now());
}

static void read_line(const struct store_page *p, int64_t boot_ms, struct store_state *out)
{
	int64_t stamp = atomic_load(&p->stamp_ms), age = boot_ms - stamp;

	out->line = (enum store_line)atomic_load(&p->line);
	out->line_since = atomic_load(&p->line_since);
	if (atomic_load(&p->role) == STORE_ROLE_CENTRE)
		out->line = STORE_LINE_NONE;
	if (out->line == STORE_LINE_UNKNOWN || out->line == STORE_LINE_NONE)
		return;
	if (stamp == 0 || age < 0 || age > LINE_STALE_MS || atomic_load(&p->boot) != boot_hash()) {
		if (out->line == STORE_LINE_UP)
			out->line_since = atomic_load(&p->stamp_at); /* it was there until then, for all we know */
		out->line = STORE_LINE_DOWN;
	}
}

int store_page_read(struct store *st, int64_t boot_ms, struct store_state *out)
{
	struct store_page *p = st->page;
	struct store_node n;
	int r = 0;

	*out = (struct store_state){ .line = STORE_LINE_UNKNOWN };
	if (p && atomic_load(&p->mark) == PAGE_MARK) {
		out->changes = atomic_load(&p->changes);
		out->unsent = atomic_load(&p->unsent);
		out->generation = atomic_load(&p->generation);
		out->last_ack = atomic_load(&p->last_ack);
		read_line(p, boot_ms, out);
		return 0;
	}
	r = store_node_load(st, &n, NULL);
	if (r == 0) {
		out->unsent = n.role == STORE_ROLE_CENTRE ? 0 : n.seq - n.acked;
		out->generation = n.generation;
		out->line = n.role == STORE_ROLE_CENTRE ? STORE_LINE_NONE : STORE_LINE_UNKNOWN;
	}
	return r;
}

int store_state_get(struct store *st, struct store_state *out)
{
	return store_page_read(st, plat_boot_ms(), out);
}
