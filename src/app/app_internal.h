/* app_internal.h: what the files of this folder share.
 *
 * No file here names a state, a verb or a business field: what a record is and what may happen to it is read from the model's tables;
 * the system types (books, clocks, lists, users) are known by the MODEL_* numbers. tests/lint/names.sh looks after that.
 */
#ifndef APP_INTERNAL_H
#define APP_INTERNAL_H

#include "congvu/app.h"
#include "congvu/model.h"
#include "congvu/store.h"

#define APP_ARENA_MAX (8u << 20)
#define APP_ROWS_MAX 2000 /* rows of a list type that are looked through for a word */
#define APP_TEXT_MAX 320

/* ---- opening --------------------------------------------------------------------------------------------------------- */

struct app_code {
	const char *list, *code, *label, *short_label, *extra;
	int64_t sort;
	day_t from, to; /* DAY_NONE: open */
};
struct app_day_row {
	day_t day;
	bool off, forecast;
	rowid_t scope; /* 0: everybody */
};
struct app_window {
	int from, to; /* minutes of the day */
};
/* What counting days needs; a pure value, so that tests and the deadline command need no database. */
struct app_calendar {
	const struct app_day_row *day; /* ascending */
	size_t n;
	uint64_t version;
	struct app_window window[4]; /* ascending */
	size_t n_windows;
	int same_day_until; /* minute until which "the same day" means today */
};

struct app {
	struct store *st;
	unsigned flags;
	uint64_t generation;
	/* Lists that are read again and again; thrown away when anything has changed. */
	struct arena *cache;
	uint64_t cache_changes;
	struct app_code *code;
	size_t n_codes;
	struct app_calendar *calendar;
};

/* Called where a question or a write begins, never within one: what came from the cache stays where it is until then. */
void app_cache_renew(struct app *ap);
bool app_centre(struct app *ap);
uint32_t app_node(struct app *ap);

/* ---- rows (app_row.c) -------------------------------------------------------------------------------------------------- */

void app_history(struct app *ap, const struct app_user *u, const struct rec *row, struct arena *a, struct app_record *out);
int app_row_get(struct app *ap, const struct model_type *t, rowid_t id, struct arena *a, struct rec **out) MUST_CHECK;
/* All rows of a type where field no = v (no 0: all), id order, at most APP_ROWS_MAX. */
int app_rows_where(struct app *ap, const struct model_type *t, uint32_t no, struct val v, struct arena *a, struct rec ***out,
		size_t *n) MUST_CHECK;
/* First row where field no is this text. ERR_NOTFOUND. */
const char *app_state_label(const struct rec *r, struct arena *a);
int app_row_by_text(struct app *ap, const struct model_type *t, uint32_t no, const char *text, struct arena *a,
		struct rec **out) MUST_CHECK;
const char *app_rec_text(const struct rec *r, uint32_t no);           /* "" when empty */
int64_t app_rec_int(const struct rec *r, uint32_t no, int64_t dflt);
int app_children(struct app *ap, const struct model_type *child, rowid_t parent, struct arena *a, struct rec ***out, size_t *n) MUST_CHECK;
struct val app_ref_any(struct arena *a, uint32_t type, rowid_t id);
bool app_row_valid_on(const struct rec *r, day_t day); /* by valid_from, valid_to where the type has them */
bool app_val_empty(struct val v);

/* ---- words (app_text.c) ------------------------------------------------------------------------------------------------ */

void app_copy(char *out, size_t cap, const char *s, size_t n); /* n bytes of s, cut to fit */
bool app_fold_equal(const char *a, const char *b);
/* Every word of `words` begins a word of `text`, marks or not. */
bool app_words_match(const char *words, const char *text);
const char *app_lower_first(const char *s, char *out, size_t cap); /* "Trích yếu" -> "trích yếu", "CMND cũ" stays */
/* message.c's fill into a fixed buffer. pairs name, value ... NULL. */
const char *app_say(char *out, size_t cap, const char *message_id, ...) __attribute__((sentinel));
void app_fail(struct err_info *ei, int code, const char *message_id, const char *name, const char *value);

/* ---- lists (app_code.c) ------------------------------------------------------------------------------------------------ */

const struct app_code *app_code_at(struct app *ap, size_t i, size_t *n);
const struct app_code *app_code_find(struct app *ap, const char *list, const char *code);  /* exact code, then case, label, short label */
const char *app_code_label(struct app *ap, const char *list, const char *code);            /* the code itself when unknown */
const struct app_calendar *app_calendar_get(struct app *ap);

/* ---- values (app_parse.c, app_format.c, app_ref.c) ------------------------------------------------------------------------ */

/* Parses what was typed for field f. On ERR_INVALID *msg is a message id and pairs may be filled by app_value_message. */
#define APP_DIGITS_MAX 15 /* of any number: more than any sum of an office, and every reader of JSON still has it exact */
int app_integer_parse(const char *s, int64_t *out) MUST_CHECK; /* ERR_INVALID, ERR_RANGE */
int app_int_parse(const struct model_field *f, const char *s, struct val *out, const char **msg) MUST_CHECK;
int app_money_parse(const struct model_field *f, const char *s, struct val *out, const char **msg) MUST_CHECK;
int app_parse_value(struct app *ap, const struct app_user *u, const struct model_field *f, const char *typed, struct arena *a,
		struct val *out,
		    const char **msg) MUST_CHECK;
/* The sentence for a refused value. */
const char *app_value_message(const struct model_field *f, const char *msg, const char *typed, char *out, size_t cap);
const char *app_typed_text(struct app *ap, const struct model_field *f, struct val v, struct arena *a); /* as edited */
/* as read; full: no shortening of dates */
const char *app_shown_text(struct app *ap, const struct model_field *f, struct val v, bool full, struct arena *a);
const char *app_masked_text(const struct model_field *f, const char *shown, struct arena *a);
bool app_may_read(const struct app_user *u, const struct model_field *f);
/* Is this record, or the record that a row of a collection belongs to, guarded (MODEL_GUARD) and the user none of those who may read it all
 * the same: who took it in, whom it names, whoever decides? Its personal data is masked then. When it cannot be told: yes. */
bool app_guarded(struct app *ap, const struct app_user *u, const struct rec *r);
/* May this value of a record, guarded for the user or not, be read? Not one that names a guarded person either. */
bool app_readable(struct app *ap, const struct app_user *u, bool guarded, const struct model_field *f, struct val v);
const char *app_read_text(struct app *ap, const struct app_user *u, bool guarded, const struct model_field *f, struct val v, bool full,
		struct arena *a); /* as shown, or masked */
const char *app_row_title(struct app *ap, const struct rec *r, struct arena *a); /* what a person calls the row */
bool app_list_row_seen(struct app *ap, const struct app_user *u, const struct rec *r); /* no other office's own row of a list */
/* The row, other than `but`, that answers to a word by its code, name or short name, without marks; NULL: none. */
const struct rec *app_row_named(struct app *ap, const struct app_user *u, const struct model_type *t, const char *word, rowid_t but,
		struct arena *a);
/* Its title as this user reads it: of a record in a secret state what the type says instead (model_type.secret_title). */
const char *app_title_text(struct app *ap, const struct app_user *u, bool guarded, const struct rec *r, bool full, struct arena *a);
/* The message with {number} and {field}s of the row, as shown: only what whoever is told may read. */
const char *app_said(struct app *ap, const struct rec *r, const char *message_id, struct arena *a);
int app_ref_parse(struct app *ap, const struct app_user *u, const struct model_type *target, const char *typed, rowid_t *out,
		const char **msg) MUST_CHECK;
rowid_t app_scope_owner(struct app *ap, const struct app_user *u, const struct model_type *t); /* 0: no limit */

/* ---- deadlines (app_deadline.c pure, app_rule.c finds rows) ---------------------------------------------------------------- */

struct app_rule {
	char code[48], name[420], law[320];
	int64_t amount, max;
	char unit; /* enum model_unit */
	bool roll;
	uint64_t version;
};
struct app_pause {
	day_t from, to; /* to DAY_NONE: still open */
};
#define APP_PAUSES_MAX 16
struct app_span {
	day_t start;
	int64_t start_at; /* INT64_MIN: only the day is known */
	int64_t amount;   /* 0 or more; what an extension or a promise has made of the rule's */
	const struct app_pause *pause;
	size_t n_pauses;
};
struct app_counted {
	day_t due;      /* DAY_NONE: paused */
	int64_t due_at; /* hours: exact; else closing time of the due day; INT64_MIN while paused */
	day_t rolled_from; /* DAY_NONE: not rolled */
	int used;       /* days counted before an open pause */
};
bool app_day_working(const struct app_calendar *c, day_t day);
/* the n-th working day after `from`, before it when n is negative; 0: `from` itself; DAY_NONE: too far to count */
day_t app_day_shift(const struct app_calendar *c, day_t from, int n);
void app_deadline_count(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, struct app_counted *out);
void app_deadline_explain(const struct app_calendar *c, const struct app_rule *r, const struct app_span *s, const struct app_counted *d,
		struct buf *out);
int64_t app_day_closing(const struct app_calendar *c, day_t day);
/* in the rule's unit, negative when late */
int app_days_left(const struct app_calendar *c, const struct app_rule *r, day_t from, day_t to);
int app_rule_find(struct app *ap, const char *code, day_t start, struct app_rule *out) MUST_CHECK; /* ERR_NOTFOUND */
size_t app_pauses_parse(const char *text, struct app_pause *out, size_t cap);
void app_pauses_text(const struct app_pause *p, size_t n, struct buf *out);

/* A deadline row as the rest of app uses it. */
struct app_running {
	const struct rec *row;
	struct app_rule rule;
	struct app_pause pause[APP_PAUSES_MAX];
	struct app_span span;
	day_t due;
	int64_t due_at; /* INT64_MIN: a day rule */
};
int app_running_load(struct app *ap, const struct rec *row, struct app_running *out) MUST_CHECK;
int app_deadlines_of(struct app *ap, uint32_t type, rowid_t id, struct arena *a, struct rec ***out, size_t *n) MUST_CHECK;
bool app_deadline_late(const struct rec *row, int64_t now);
const char *app_due_text(const struct rec *deadline, bool full, struct arena *a); /* "25/11/2026", "14:30 25/11/2026", "đang tạm dừng" */

bool app_user_has(const struct rec *user, const char *roles); /* one of "a,b,c" */

/* ---- deciding (app_decide.c and the files beside it) ------------------------------------------------------------------------ */

/* A row as it is going to be. Refs to rows that have no key yet hold -(index + 1). */
struct app_draft_row {
	const struct model_type *type;
	rowid_t id;          /* 0 until the deed is done */
	const struct rec *old; /* NULL: new */
	struct val *v;       /* by field index */
	bool *given;         /* written by this deed */
	uint32_t state;
	bool dropped;        /* nothing in it: left out, or removed when it was stored */
	const struct model_type *child_of; /* a row of a collection: its parent's type */
	uint32_t index;      /* of a row of a collection, from 1 */
};
#define APP_DRAFT_ROWS_MAX 200
struct app_deed {
	struct app *ap;
	const struct app_user *user;
	const struct app_input *in;
	const struct app_input *all; /* the whole save */
	size_t n_all;
	const struct model_type *type;
	const struct model_verb *verb;
	struct arena *a;
	struct app_result *out;
	int64_t now;
	day_t today;
	struct app_draft_row *row[APP_DRAFT_ROWS_MAX]; /* 0 is the subject */
	size_t n_rows;
	uint32_t from_state;
	uint64_t version_seen;
	struct app_deed *before; /* deed of the same save on the same record */
	const struct rec *book; /* the book that the number will come from */
	/* while doing */
	struct store_row_op *op;
	size_t n_ops, cap_ops;
	const char *due;
	const char *reason; /* of the input, cleaned; "" */
};

void app_problem_add(struct app_deed *d, enum app_severity sev, const char *path, const struct model_field *f, const char *message_id, ...)
	__attribute__((sentinel));
struct app_draft_row *app_draft_row_new(struct app_deed *d, const struct model_type *t, const struct rec *old);
struct val app_draft_val(const struct app_draft_row *r, const struct model_field *f);
void app_draft_give(struct app_draft_row *r, const struct model_field *f, struct val v);
const char *app_draft_text(const struct app_draft_row *r, const struct model_field *f); /* bytes value or "" */
/* A reason as it may be stored: read like the field that keeps it; "" with a problem added when it cannot be. */
const char *app_reason_clean(struct app_deed *d, const char *text);
void app_reason_give(struct app_deed *d, const char *reason);
const struct model_field *app_reason_field(const struct model_type *t); /* NULL: none */
/* about: what it would have to be an answer to (app_problem.about). */
const struct app_answer *app_deed_answer(const struct app_deed *d, const char *key, uint64_t about);
uint64_t app_about(uint64_t about, const char *text); /* about, and this text too; begin with 0 */
const char *app_field_path(const struct model_type *t, const struct model_field *f, char *out, size_t cap); /* where a form shows it */

struct app_draft_row *app_child_row(struct app_deed *d, const struct model_type *child, uint32_t index); /* as it is or new; NULL: too many */
struct app_draft_row *app_embed_row(struct app_deed *d, struct app_draft_row *holder, const struct model_field *ref); /* NULL: too many */
void app_embeds_settle(struct app_deed *d);
int app_values_apply(struct app_deed *d) MUST_CHECK;   /* typed values -> draft rows */
void app_sets_apply(struct app_deed *d);
void app_rules_check(struct app_deed *d);
/* What in the text may tell who somebody is, parted by commas: turns of phrase, long numbers. NULL: nothing. */
const char *app_telltale(const char *text, const char *phrases, struct arena *a);
void app_parts_check(struct app_deed *d, const struct model_rule *r);
void app_duplicate_check(struct app_deed *d, const struct model_rule *r);
/* Keys of the records that are the same paper as the one whose values `val` tells, by the rules of its type's verbs. */
typedef struct val app_val_fn(void *ctx, const struct model_field *f);
int app_duplicates(struct app *ap, const struct model_type *t, app_val_fn *val, void *ctx, rowid_t self, struct arena *a, rowid_t *out,
		size_t cap, size_t *n) MUST_CHECK;
bool app_duplicate_asks(const struct model_type *t, const struct model_field *f); /* is it, or is a part of it, looked at for that? */
const char *app_duplicate_symbol(struct app *ap, const char *const *arg, size_t n_args, struct arena *a);

/* ---- app_notation.c: functions of expressions too ---- */
const char *app_by_notation(struct app *ap, const char *const *arg, size_t n_args, struct arena *a);
const char *app_row_by_notation(struct app *ap, const char *const *arg, size_t n_args, struct arena *a);
void app_number_check(struct app_deed *d);             /* is there a book? M18, M19 */
int app_number_allot(struct app_deed *d, struct err_info *ei) MUST_CHECK;
int app_clocks_run(struct app_deed *d, struct err_info *ei) MUST_CHECK;
bool app_clock_pattern_fits(const char *pattern, const char *code);
/* Values of the fields `names` (parted by commas) for a due day, into op. */
void app_clock_copies(struct app *ap, const struct model_type *t, const char *names, day_t due, struct arena *a, struct store_row_op *op);
int app_clock_recount(struct app *ap, const struct rec *row, struct arena *a, struct store_row_op *op, bool *moved) MUST_CHECK;

int app_deed_perform(struct app_deed *d, struct err_info *ei) MUST_CHECK;
int app_deed_append(struct app_deed *d, struct err_info *ei) MUST_CHECK; /* its operations as one event */
int app_deed_report(struct app_deed *d) MUST_CHECK;                       /* what is said afterwards */
int app_deed_stale(struct app_deed *d, const struct rec *r, struct err_info *ei) MUST_CHECK;
/* The verb that takes the last action back (app_undo.c): not one of the type's own. */
bool app_is_undo(const struct app_input *in);
int app_undo_input(struct app *ap, const struct app_user *u, const struct app_input *in, bool doing, struct app_result *out,
		struct err_info *ei) MUST_CHECK;
/* Typed texts as kept in drafts and saved searches: path TAB text, a line each. */
void app_values_write(const struct app_value *v, size_t n, bool blanks /* what is empty too */, struct buf *out);
const struct app_value *app_values_read(const char *body, size_t len, struct arena *a, size_t *n);
/* Operations of an event. Fields are put in order and empty ones left out of a PUT. */
struct store_row_op *app_op_add(struct app_deed *d, uint32_t type, rowid_t id, enum store_change kind);
void app_op_field(struct arena *a, struct store_row_op *op, uint32_t no, struct val v);

/* ---- setting up ------------------------------------------------------------------------------------------------------------- */

/* An event of the program itself: actor system, verb MODEL_V_*; appended in the caller's write. */
int app_system_event(struct app *ap, uint32_t verb, rowid_t office, const struct app_user *u, struct store_row_op *op, size_t n,
		uint64_t version_seen,
		     struct err_info *ei) MUST_CHECK;
/* A text of an administrator, read like a field of a form. */
int app_typed(struct app *ap, uint32_t type, uint32_t no, const char *text, struct arena *a, struct val *out, struct err_info *ei) MUST_CHECK;
int app_load_file(struct app *ap, const struct model_type *t, const char *path, rowid_t office, struct err_info *ei) MUST_CHECK;
/* Book row for a period: fields of a PUT. */
void app_book_fields(struct app *ap, struct store_row_op *op, const char *kind, bool daily, day_t day, int64_t next, struct arena *a);
const char *app_book_period(bool daily, day_t day, char out[DAY_TEXT_MAX]);

#endif
