/* app_world.h: a centre with the shipped lists in a folder of its own, people in it, and short words for saving. The clock stands still.
 * One include a test program; includes t.h. */
#ifndef TESTS_APP_WORLD_H
#define TESTS_APP_WORLD_H

#include "t.h"

#include <ftw.h>

#include "congvu/app.h"
#include "congvu/model.h"
#include "congvu/store.h"

struct world {
	char *dir;
	struct app *ap;
	struct t_clock clock;
	struct app_user vanthu, tiepdan, motcua, lanhdao, quantri;
	struct app_result out;
	struct err_info ei;
	struct arena *a;
};

static inline int world_remove(const char *path, const struct stat *st, int flag, struct FTW *f)
{
	(void)st;
	(void)flag;
	(void)f;
	return remove(path);
}

static inline void world_user(struct world *w, const char *login, const char *name, const char *title, struct app_user *out)
{
	assert_int_equal(app_user_add(w->ap, login, name, title, login, NULL, &w->ei), 0);
	assert_int_equal(app_user_load(w->ap, login, NULL, out, &w->ei), 0);
}

static inline void world_open(struct world *w, const char *now)
{
	memset(w, 0, sizeof(*w));
	t_clock_use(&w->clock, now);
	w->dir = t_mkdir();
	w->a = arena_new(64u << 20);
	if (app_init_centre(w->dir, "H30.71", "UBND huyện Vị Thủy", CONGVU_TREE "/src/model/data", &w->ei))
		fail_msg("init: %s (%s)", w->ei.text, w->ei.detail);
	if (app_open(w->dir, APP_DRAFTS, &w->ap, &w->ei))
		fail_msg("open: %s (%s)", w->ei.text, w->ei.detail);
	world_user(w, "vanthu", "Lê Thị Hoa", "Văn thư", &w->vanthu);
	world_user(w, "tiepdan", "Lê Hoàng Nam", "", &w->tiepdan);
	world_user(w, "motcua", "Trần Văn Bé", "", &w->motcua);
	world_user(w, "lanhdao", "Trần Minh Khang", "Chủ tịch", &w->lanhdao);
	world_user(w, "quantri", "Vũ Minh", "", &w->quantri);
}

static inline void world_finding(void *ctx, const char *line)
{
	(void)ctx;
	print_error("  verify: %s\n", line);
}

/* Whatever a test did: the chain, the rows against the replayed events and the numbers must agree. */
static inline void world_close(struct world *w)
{
	uint64_t findings = 1;

	assert_int_equal(store_verify(app_store(w->ap), world_finding, NULL, &findings), 0);
	assert_int_equal(findings, 0);
	app_close(w->ap);
	arena_free(w->a);
	nftw(w->dir, world_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(w->dir);
	clock_set_source(NULL);
}

static inline void world_time(struct world *w, const char *iso)
{
	w->clock.now = time_parse_iso(iso);
	w->clock.mono += 10000;
}

#define WORLD_VALUES 96
struct values {
	struct app_value v[WORLD_VALUES];
	size_t n;
};

static inline void give(struct values *v, const char *path, const char *text)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->v[i].path, path) == 0) {
			v->v[i].text = text;
			return;
		}
	assert_true(v->n < WORLD_VALUES);
	v->v[v->n++] = (struct app_value){ path, text };
}

static inline struct values document(void)
{
	struct values v = { .n = 0 };

	give(&v, "secrecy", "THUONG");
	give(&v, "urgency", "THUONG");
	give(&v, "channel", "BUU_CHINH");
	give(&v, "symbol", "612/STNMT-QLĐĐ");
	give(&v, "issued_date", "12/03/2024");
	give(&v, "doc_type", "CV");
	give(&v, "issuer", "Sở Tài nguyên và Môi trường tỉnh Hậu Giang");
	give(&v, "abstract", "V/v rà soát hồ sơ đăng ký biến động đất đai");
	return v;
}

static inline struct values dossier(const char *procedure)
{
	struct values v = { .n = 0 };

	give(&v, "procedure_id", procedure);
	give(&v, "channel", "TT");
	give(&v, "sets", "1");
	give(&v, "summary", "Đổi số căn cước trên giấy chứng nhận");
	give(&v, "owner_kind", "1");
	give(&v, "owner.full_name", "Nguyễn Thị Bích Vân");
	give(&v, "owner.id_number", "093178004512");
	give(&v, "owner.birth_date", "14/02/1978");
	give(&v, "phone", "0912 000 345");
	give(&v, "address", "Ấp 4, xã Vị Tân");
	give(&v, "ward", "31333");
	give(&v, "result_mode", "1");
	for (int i = 0; i < 4; i++) {
		static const char *const path[4][2] = { { "parts.1.part", "parts.1.state" }, { "parts.2.part", "parts.2.state" },
			{ "parts.3.part", "parts.3.state" }, { "parts.4.part", "parts.4.state" } };
		static const char *const part[4] = { "P01", "P02", "P03", "P04" };

		give(&v, path[i][0], part[i]);
		give(&v, path[i][1], "DU");
	}
	return v;
}

static inline int save_full(struct world *w, const struct app_user *u, const char *type, const char *verb, rowid_t id, uint64_t version,
			    const struct values *v, const char *reason, const struct app_answer *answer)
{
	struct app_input in = { .type = type, .verb = verb, .id = id, .version = version, .values = v ? v->v : NULL, .n_values = v ? v->n : 0,
		.reason = reason, .answers = answer, .n_answers = answer ? 1 : 0 };

	memset(&w->ei, 0, sizeof(w->ei));
	return app_act(w->ap, u, &in, 1, &w->out, &w->ei);
}

static inline int save(struct world *w, const struct app_user *u, const char *type, const char *verb, rowid_t id, const struct values *v)
{
	return save_full(w, u, type, verb, id, 0, v, NULL, NULL);
}

static inline void must(struct world *w, int err)
{
	if (err) {
		for (size_t i = 0; i < w->out.n_problems; i++)
			print_error("  %s %s: %s\n", w->out.problems[i].message_id, w->out.problems[i].path, w->out.problems[i].text);
		fail_msg("%s: %s (%s)", err_name(err), w->ei.text, w->ei.detail);
	}
}

static inline const struct app_problem *problem(const struct world *w, const char *message_id)
{
	for (size_t i = 0; i < w->out.n_problems; i++)
		if (strcmp(w->out.problems[i].message_id, message_id) == 0)
			return &w->out.problems[i];
	return NULL;
}

/* Refused with this message at this path (NULL: wherever). */
static inline void refused(struct world *w, int err, const char *message_id, const char *path)
{
	const struct app_problem *p = problem(w, message_id);

	if (err != ERR_REFUSED || !p || (path && strcmp(p->path, path) != 0)) {
		for (size_t i = 0; i < w->out.n_problems; i++)
			print_error("  %s %s: %s\n", w->out.problems[i].message_id, w->out.problems[i].path, w->out.problems[i].text);
		fail_msg("wanted %s at %s, got %s: %s", message_id, path ? path : "-", err_name(err), w->ei.text);
	}
}

static inline struct app_record *look(struct world *w, const char *type, rowid_t id)
{
	struct app_record *r;

	must(w, app_record(w->ap, &w->vanthu, type, id, w->a, &r, &w->ei));
	return r;
}

static inline const char *shown_value(const struct app_record *r, const char *path)
{
	for (size_t i = 0; i < r->n_values; i++)
		if (strcmp(r->values[i].path, path) == 0)
			return r->values[i].shown;
	return "";
}

static inline const struct app_clock *clock_of(const struct app_record *r, const char *rule)
{
	for (size_t i = 0; i < r->n_clocks; i++)
		if (strcmp(r->clocks[i].rule, rule) == 0)
			return &r->clocks[i];
	fail_msg("no clock %s", rule);
	return NULL;
}

#endif
