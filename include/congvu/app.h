/* congvu/app.h: what a user may do. Decides (clock, calendar, rules, lists, permissions, books), formats and parses values, lists, drafts,
 * logins, `congvu work`. No curses, no SQL, no SSH; callers see names, texts and keys, never a store type.
 *
 * Texts handed out live in the caller's arena. Every message is Vietnamese, says what is wrong and then what to do.
 */
#ifndef CONGVU_APP_H
#define CONGVU_APP_H

#include "congvu/base.h"

struct app;
struct store; /* cmd and door open it; app only holds it */
struct model_type;
struct model_field;
struct model_verb;

/* ---- opening ------------------------------------------------------------------------------------------------------ */

enum app_flags { APP_SESSION = 1 /* small caches, drafts */, APP_READONLY = 2, APP_DRAFTS = 4 };
/* ERR_DENIED with "Máy này chưa nối với trung tâm: congvu enrol MÃ" on a node without a number unless APP_UNENROLLED_OK. */
#define APP_UNENROLLED_OK 8
int app_open(const char *dir, unsigned flags, struct app **out, struct err_info *ei) MUST_CHECK;
void app_close(struct app *ap);
struct store *app_store(struct app *ap);
void app_idle_assert(const struct app *ap); /* before every poll */
void app_rest(struct app *ap);               /* nobody types: memory that can be read again goes back */
bool app_outdated(struct app *ap);          /* the node's generation has grown: re-execute */

/* ---- people ------------------------------------------------------------------------------------------------------- */

struct app_user {
	rowid_t id, office;
	char login[65];
	char full_name[161], title[161], office_name[401], office_short[81];
	uint32_t roles[8];
	size_t n_roles;
	uint32_t role;  /* in use this session */
	bool unproven;  /* --user on the command line: taken at his word, flagged in events */
	bool script;
	rowid_t hand;   /* helper who types under control, else 0 */
};
int app_user_load(struct app *ap, const char *login, const char *role, struct app_user *out, struct err_info *ei) MUST_CHECK;
const char *app_role_name(const struct app_user *u);  /* "vanthu": picks the morning screen */
const char *app_role_label(const struct app_user *u); /* "văn thư" */
/* argon2id; unknown users take the same time. ERR_DENIED for whatever is wrong. Only `congvud --login` and `ui` on the console call it. */
int app_login_password(struct app *ap, const char *login, const char *password, rowid_t *user) MUST_CHECK;
int app_login_key(struct app *ap, const char *login, const char *alg, const char *base64) MUST_CHECK; /* registered for that login? */
/* Node logins of the sync line: "n<node>" by registered key, "enrol" by a live one-time secret. node = 0 for enrol. */
int app_login_node(struct app *ap, const char *login, const char *alg, const char *base64, uint32_t *node) MUST_CHECK;
int app_login_enrol(struct app *ap, const char *secret) MUST_CHECK;
/* Accounts: one event (user row) + the local credential. roles: "vanthu,tiepdan". */
int app_user_add(struct app *ap, const char *login, const char *full_name, const char *title, const char *roles, const char *password,
                 struct err_info *ei) MUST_CHECK;
int app_user_passwd(struct app *ap, const char *login, const char *password, struct err_info *ei) MUST_CHECK;
int app_user_key_add(struct app *ap, const char *login, const char *key_line, struct err_info *ei) MUST_CHECK;
int app_user_lock(struct app *ap, const char *login, bool locked, struct err_info *ei) MUST_CHECK;
int app_user_roles(struct app *ap, const char *login, const char *roles, struct err_info *ei) MUST_CHECK;

/* ---- setting up ----------------------------------------------------------------------------------------------------- */

/* init of a centre: makes the node (number 1), its own office, loads data files as events (data_dir with *.tsv). */
int app_init_centre(const char *dir, const char *code, const char *name, const char *data_dir, struct err_info *ei) MUST_CHECK;
int app_init_office(const char *dir, struct err_info *ei) MUST_CHECK; /* a folder that enrol can fill */
/* After enrolment: opens the books of the data list for this office. Called by enrol once the first feed has arrived, and by work. */
int app_open_books(struct app *ap, struct err_info *ei) MUST_CHECK;
/* Centre: a new office row, its peer and a one-time secret (base32 text into secret, for host:port/fingerprint/secret). */
int app_office_add(struct app *ap, const char *code, const char *name, const char *parent_code, char secret[64], rowid_t *office,
                   struct err_info *ei) MUST_CHECK;
/* Centre: puts or changes one row of a list from FIELD=VALUE texts (new calendar day, a code's label); one event, fed to the offices. */
int app_list_put(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char *const *pairs, size_t n_pairs,
                 rowid_t *out, struct err_info *ei) MUST_CHECK;

/* ---- doing ---------------------------------------------------------------------------------------------------------- */

struct app_value {
	const char *path; /* model_path: "abstract", "owner.full_name", "parties.1.full_name", "symbol" */
	const char *text; /* as typed; parsed by the field's kind; NULL or "" clears */
};
enum app_severity { APP_REFUSED, APP_WARNING, APP_CHOICE };
struct app_problem {
	enum app_severity severity;
	char path[80];      /* "" = the whole record */
	char label[80];     /* the field's label */
	char message_id[24]; /* M01 ... */
	char text[320];
	uint32_t choices;   /* APP_CHOICE: answers 1..choices, texts in choice_text */
	char choice_text[4][120];
	char key[32];       /* what an answer must name: pass it back in app_input.answers */
	uint64_t about;     /* of the values that were asked about: pass it back too, and the answer holds for no others */
};
#define APP_KEY_SAME "same" /* app_problem.key of what is there already: `about` is that row's id, nothing answers it */
struct app_answer {
	const char *key;    /* app_problem.key */
	uint32_t choice;    /* APP_CHOICE: 1..n; APP_WARNING: 1 = go on */
	const char *reason; /* stored with the event, behind the input's own and those of other answers */
	uint64_t about;     /* app_problem.about; 0: whatever the values are (scripts) */
};
#define APP_PATH_REASON "reason" /* app_problem.path of a reason that is missing: app_input.reason, not a field of the form */
/* Several inputs of one save may all carry the same values (the whole form): each verb takes those it writes. */
struct app_input {
	const char *type;
	const char *verb;
	rowid_t id;            /* 0 = new; in a list of inputs 0 behind the first means the record that the first made */
	uint64_t version;      /* version seen; 0 = new or "whatever it is" (scripts) */
	const struct app_value *values;
	size_t n_values;
	const struct app_answer *answers;
	size_t n_answers;
	const char *reason;
	uint64_t draft; /* _saved in the same transaction; 0 */
	const uint8_t *import; /* HASH_LEN bytes that name a row of a file, marked in the same transaction: ERR_EXISTS when it is in already; NULL */
};
#define APP_PROBLEMS_MAX 32
struct app_result {
	rowid_t id;
	uint64_t version;
	char number[64];       /* as people say it: "1288", "H30.71-261123-0007"; "" when the type has none */
	char saved[160];       /* "Đã lưu số đến 1288" */
	char due[64];          /* first running clock: "14:30 25/11/2026" or "25/11/2026"; "" */
	struct app_problem problems[APP_PROBLEMS_MAX];
	size_t n_problems;
};
/* Several verbs of one save: one transaction, one event each, all or nothing. 0: durable. ERR_REFUSED: see problems (all at once, nothing
 * done). ERR_STALE: M15 in ei, who and when; nothing done. ERR_FULL, ERR_READONLY, ERR_GENERATION ...: ei. */
int app_act(struct app *ap, const struct app_user *u, const struct app_input *in, size_t n, struct app_result *out, struct err_info *ei) MUST_CHECK;
/* The same checks without doing it (leaving a field, or F2's first look). */
int app_check(struct app *ap, const struct app_user *u, const struct app_input *in, size_t n, struct app_result *out, struct err_info *ei) MUST_CHECK;
int app_imported(struct app *ap, const uint8_t row[HASH_LEN], bool *in) MUST_CHECK; /* is the row with this app_input.import in already? */
/* One field as it is left: parses and formats back ("1503" -> "15/03/2026"); ERR_INVALID with ei->text naming the field. */
int app_field_text(struct app *ap, const struct app_user *u, const struct model_field *f, const char *typed, struct buf *shown,
                   struct err_info *ei) MUST_CHECK;
/* What to tell who has just left it: of a due date its day of the week and how many working days are left; "": nothing. */
const char *app_field_note(struct app *ap, const struct model_field *f, const char *text, char *out, size_t cap);
/* The record's last action taken back, as an event of its own: by the same user, on the same local day, with nothing done since by anyone,
 * no number allotted (M17), no other office told (M16). 0: possible, label = what would be taken back ("Trình"; lives for ever).
 * ERR_REFUSED: ei says why. `app_act` with verb "undo" does the same. */
int app_undo_possible(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char **label,
                      struct err_info *ei) MUST_CHECK;
int app_undo(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const char *reason, struct app_result *out,
             struct err_info *ei) MUST_CHECK;
/* Verbs that this user may do on the record now (id 0: creating verbs of the type). */
struct app_verb {
	const struct model_verb *verb;
	const char *name, *label;
};
int app_verbs(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_verb **out, size_t *n) MUST_CHECK;
/* May these values be kept as a draft yet? False until the type's MODEL_RULE_FIRST_OF fields are answered (secrecy, denunciation), and where
 * the answer leads to a verb that takes nothing but its fields (model_verb.bare) as long as there is a text of another one. For a record
 * (subject) they were answered when it was made: then only an answer among the values counts. */
enum app_keeping {
	APP_KEEP_NOTHING = 0,
	APP_KEEP_BARE, /* but nothing that was kept under another answer may stay: app_draft_wipe */
	APP_KEEP_ALL
};
enum app_keeping app_draft_allowed(struct app *ap, const char *type, rowid_t subject, const struct app_value *values, size_t n);

/* ---- looking -------------------------------------------------------------------------------------------------------- */

struct app_cond {
	const char *field; /* name, or "state" "version" "id" "due" "owner_office_id" */
	const char *op;    /* "=", "<>", "<", "<=", ">", ">=", "..", "in", "prefix", "words", "null", "not null" */
	const char *value; /* text as typed; "glob": `*` and `?`; "in": comma-separated; {today}, {today+2}, {me}, {my_office}, {year} are filled in */
};
struct app_query {
	const char *type;
	const struct app_cond *cond;
	size_t n_cond;
	const uint32_t *group;     /* of each condition, NULL: all 0. Those of one group > 0 are OR-ed; group 0 and the groups are AND-ed */
	const char *find;          /* words, marks or not */
	const char *order;         /* "arrival_date desc, arrival_number desc"; "due": late, by due time, paused, no clock */
	const char *const *column; /* paths to show: field, ref.field, "due" (first running clock), "late" */
	size_t n_columns;
	rowid_t after;             /* last row of the page before; 0 */
	const struct app_place *place; /* the same by the place that the row had when it was read, whatever became of it since; wins */
	bool backward;
	bool places;               /* rows say their place */
	size_t limit;
	rowid_t office;            /* 0: what this user's office may see */
};
struct app_row {
	rowid_t id;
	uint64_t version;
	const struct app_place *place; /* of this row in the order asked for; NULL unless `places` */
	bool late, paused;
	const char *const *cell; /* as shown: "23/11", "125/QĐ-UBND", "trễ 2" */
};
int app_list(struct app *ap, const struct app_user *u, const struct app_query *q, struct arena *a, struct app_row **rows, size_t *n,
             struct err_info *ei) MUST_CHECK;
int app_count(struct app *ap, const struct app_user *u, const struct app_query *q, uint64_t *n) MUST_CHECK;
/* Rows behind q->place (backward: in front of it; without a place: all), no further than `cap`: what a million rows cost is bounded. */
int app_count_some(struct app *ap, const struct app_user *u, const struct app_query *q, uint64_t cap, uint64_t *n) MUST_CHECK;

/* Query by example: what was typed in one field of a search form -> conditions, appended to *q (zeroed before the first; conditions of the
 * list may stand in it before, with group 0). Then app_query: .cond = q->cond, .n_cond = q->n, .group = q->group. Empty text: none.
 * Value: match by kind, text by words without marks; `=` empty, `<>` `!=` not empty, `=V` exactly, `<>V`, `>` `>=` `<` `<=` V, `A:B`
 * `A..B` (either end may be left out), `A|B|C`, `*` any letters, `?` one. path: model_path, "state", "due". `a` lives as long as q, with
 * room for 8 MB. ERR_INVALID, ERR_RANGE, ERR_DENIED (personal data), ERR_NOTFOUND: ei names the field. */
#define APP_QBE_MAX 48
struct app_qbe {
	struct app_cond cond[APP_QBE_MAX];
	uint32_t group[APP_QBE_MAX];
	size_t n;
	uint32_t groups; /* used so far */
};
int app_qbe_parse(struct app *ap, const struct app_user *u, const char *type, const char *path, const char *text, struct arena *a,
                  struct app_qbe *q, struct err_info *ei) MUST_CHECK;

struct app_choice {
	const char *code;  /* what goes into the field */
	const char *label; /* what a person reads */
	rowid_t id;        /* refs */
};
/* F4: values of a code list or rows of a type for a field, filtered by words without diacritics on every word. total = all that fit. */
int app_choices(struct app *ap, const struct app_user *u, const struct model_field *f, const char *words, size_t limit, struct arena *a,
                struct app_choice **out, size_t *n, size_t *total) MUST_CHECK;
/* The label of a code or ref value as typed ("QD" -> "Quyết định"); "" when there is none. */
int app_label(struct app *ap, const struct app_user *u, const struct model_field *f, const char *text, struct arena *a, const char **label) MUST_CHECK;

/* The short form that a code list has for it, for where the label has no room; "" when there is none. Lives until the next call of app. */
const char *app_label_short(struct app *ap, const struct model_field *f, const char *text);

struct app_shown {
	const char *path;  /* "abstract", "parties.1.full_name", ... every path that has a value */
	const char *label;
	const char *text;  /* as typed/edited: dates dd/mm/yyyy, codes as code */
	const char *shown; /* codes and refs as label; personal data masked where this user may not read it */
};
struct app_step {
	int64_t at;
	const char *when;  /* "23/11 08:12" */
	const char *what;  /* "Tiếp nhận, hẹn 07/12" */
	const char *who;
	const char *note;  /* changed values or reason, "" */
	bool future;       /* not done yet: what usually follows */
};
struct app_clock {
	const char *rule, *rule_name, *due_text, *explain; /* "10 ngày làm việc từ 22/04/2024, nghỉ 29/4, ..." */
	bool running, paused, late;
};
struct app_record {
	const struct model_type *type;
	rowid_t id, owner;
	uint64_t version;
	const char *number, *title, *state, *state_label, *owner_name;
	bool mine; /* owned by this user's office: may be changed here */
	const struct app_shown *values;
	size_t n_values;
	const struct app_step *steps;
	size_t n_steps;
	const struct app_clock *clocks;
	size_t n_clocks;
};
int app_record(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_record **out,
               struct err_info *ei) MUST_CHECK;
/* NUMBER[/year][@office] or a key. ERR_NOTFOUND, ERR_AMBIGUOUS (candidates, one a line, in ei->text). */
int app_find(struct app *ap, const struct app_user *u, const char *type, const char *what, rowid_t *id, struct err_info *ei) MUST_CHECK;
/* "New from this one": typed texts of a record that fit a new form. Left out: computed and allotted values, numbers by which it is known,
 * dates a verb sets to today, attachments, what this user may not read. Child rows come with it; a person with an id number by it. */
int app_copy_values(struct app *ap, const struct app_user *u, const char *type, rowid_t id, struct arena *a, struct app_value **out,
                    size_t *n, struct err_info *ei) MUST_CHECK;
/* Records of protected people (MODEL_GUARD) are found by nothing personal, here as in lists, conditions and choices: not even by those who
 * may read them. All others see that masked. */
/* One search over all kinds of records that have a life of their own: what has the number first, then newest first; only what this user's
 * office may see; texts as a list shows them, personal data masked where this user may not read it. */
struct app_hit {
	const char *type; /* name */
	const char *kind; /* label: "Văn bản đến" */
	rowid_t id;
	const char *number, *date, *text; /* "" when there is none */
	const char *why; /* what ties it to the one that was asked about: "cùng người"; "" in a search */
};
int app_search_all(struct app *ap, const struct app_user *u, const char *words, size_t limit, struct arena *a, struct app_hit **out, size_t *n,
                   bool *more) MUST_CHECK;
/* What is related to a record, each once and by its closest tie: what it names, what names it, what names the same, the same paper once more,
 * the same person, a person of the same name (never a protected one). Before it is saved (id 0): as far as the typed texts say. */
int app_related(struct app *ap, const struct app_user *u, const char *type, rowid_t id, const struct app_value *values, size_t n_values,
                size_t limit, struct arena *a, struct app_hit **out, size_t *n) MUST_CHECK;
bool app_ties(const char *type, const char *path); /* can a typed value at this path be what relates it? */
/* Last value this office gave a field (F8, MODEL_HABIT); "" when none. */
int app_last_value(struct app *ap, const struct app_user *u, const char *type, const char *path, struct arena *a, const char **text) MUST_CHECK;

/* The due day by rule and how it was counted; start is YYYY-MM-DD or YYYY-MM-DDTHH:MM local; pauses "A..B". */
struct app_due {
	day_t due;       /* DAY_NONE while paused */
	int64_t due_at;  /* hours rules, else 0 */
	char text[64];
	char explain[400];
};
int app_deadline(struct app *ap, const char *rule, const char *start, const char *const *pauses, size_t n_pauses, struct app_due *out,
                 struct err_info *ei) MUST_CHECK;

/* ---- expressions of screens (callback for congvu/screen.h) ------------------------------------------------------------- */

/* A compiled check/warn/default/show expression over :tags and named functions; no table can be reached. */
struct app_expr;
struct app_expr_doc { /* a function that an expression may call */
	const char *name;
	const char *args; /* as in the manual: "LIST, SYMBOL" */
	const char *help; /* one English sentence */
};
const struct app_expr_doc *app_expr_function(size_t i); /* NULL past the end */
/* Every mistake is told through `say`: how many characters stand before it, what is wrong, what to do. ERR_INVALID when there was one. */
typedef void app_expr_say(void *to, size_t at, const char *text);
int app_expr_compile(struct app *ap, const char *text, const char *const *tags, size_t n_tags, struct app_expr **out, app_expr_say *say,
		     void *to) MUST_CHECK;
void app_expr_free(struct app_expr *e);
/* values by tag order as typed texts already normalised (dates ISO, codes as code); result as text, *truth for checks. NULL result: "". */
int app_expr_run(struct app_expr *e, const char *const *values, struct arena *a, const char **text, bool *truth) MUST_CHECK;

/* ---- drafts, line ------------------------------------------------------------------------------------------------------- */

struct app_draft {
	uint64_t id;
	const char *form;
	rowid_t subject;
	const struct app_value *values; /* as typed, valid or not; "": what was taken out. Paths with a colon are the form's own words. */
	size_t n_values;
	const char *cursor; /* focused path */
	int64_t at;
	bool thrown;
};
int app_draft_put(struct app *ap, const struct app_user *u, const struct app_draft *d) MUST_CHECK; /* d->id from app_draft_new_id */
uint64_t app_draft_new_id(void);
int app_draft_list(struct app *ap, const struct app_user *u, struct arena *a, struct app_draft **out, size_t *n) MUST_CHECK;
int app_draft_drop(struct app *ap, uint64_t id) MUST_CHECK;
int app_draft_wipe(struct app *ap, uint64_t id) MUST_CHECK; /* and no byte of it is left in the files when this returns 0 */
int app_draft_flush(struct app *ap) MUST_CHECK;

/* What a person has set for himself on this node (input method, tone style, theme, last list); never sent. At most 64 of them, and 64 saved
 * searches, 4 kB each: ERR_RANGE. */
#define APP_PREF_KEY_MAX 64 /* printable ASCII */
#define APP_PREF_LINEAR "linear" /* APP_PREF_YES: screens line by line, for a screen reader or a braille line */
#define APP_PREF_YES "1"
/* value: "" when none; set with NULL or "": forget. */
int app_pref_get(struct app *ap, const struct app_user *u, const char *key, struct arena *a, const char **value) MUST_CHECK;
int app_pref_set(struct app *ap, const struct app_user *u, const char *key, const char *value, struct err_info *ei) MUST_CHECK;
/* Short forms for typing ("ubnd" -> "Ủy ban nhân dân"), kept on this node: a person's own, and the office's, which all of it type with and
 * who may change lists keeps. At most 64 of either. */
#define APP_MACRO_KEY_MAX 12   /* from 2 letters on, a-z; capitals become small */
#define APP_MACRO_TEXT_MAX 150 /* characters, one line */
struct app_macro {
	const char *key, *text;
	bool office;
};
bool app_macro_may(const struct app_user *u, bool office); /* may he change them? */
/* The person's own first, each kind in the order of its keys. */
int app_macro_list(struct app *ap, const struct app_user *u, struct arena *a, struct app_macro **out, size_t *n) MUST_CHECK;
/* text NULL: forget. The same key again replaces. ERR_INVALID, ERR_RANGE, ERR_DENIED with ei. */
int app_macro_set(struct app *ap, const struct app_user *u, bool office, const char *key, const char *text, struct err_info *ei) MUST_CHECK;
struct app_search {
	const char *name;
	const struct app_value *values; /* texts as typed in the search form */
	size_t n_values;
};
/* The same name again replaces. name: up to 60 letters. */
int app_search_save(struct app *ap, const struct app_user *u, const char *form, const char *name, const struct app_value *values,
                    size_t n, struct err_info *ei) MUST_CHECK;
int app_search_list(struct app *ap, const struct app_user *u, const char *form, struct arena *a, struct app_search **out,
                    size_t *n) MUST_CHECK;
/* ERR_EXISTS: another one has that name; ERR_NOTFOUND: dropped meanwhile. */
int app_search_rename(struct app *ap, const struct app_user *u, const char *form, const char *name, const char *to, struct err_info *ei) MUST_CHECK;
int app_search_drop(struct app *ap, const struct app_user *u, const char *form, const char *name, struct err_info *ei) MUST_CHECK;

struct app_line {
	uint64_t changes; /* re-query when it has moved */
	uint64_t unsent;
	bool up, centre;
	int64_t since;
};
int app_line(struct app *ap, struct app_line *out) MUST_CHECK;
/* "Đã gửi hết" / "Còn 12 chưa gửi" / "Mất kết nối từ 09:14, còn 12 chưa gửi"; short form for narrow screens. */
const char *app_line_text(const struct app_line *l, bool narrow, char *out, size_t cap);

/* ---- congvu work ---------------------------------------------------------------------------------------------------------- */

/* One round behind its durable cursor: decisions for arrivals, calendar changes recompute running clocks, day change, books of a new
 * period, draft flush, checkpoint, index merge. *busy: more to do at once. */
int app_work(struct app *ap, bool *busy, struct err_info *ei) MUST_CHECK;

#endif
