/* congvu/model.h: record types, flows, rules, messages as tables. Structure is here, content (lists, limits, calendar) never is.
 *
 * Everything else derives from these tables: SQL tables, event codec, search text, forms' checks, `act`, export, help, docs.
 * Numbers of types, fields, states, verbs and roles are what travels and is stored in events: never reused, never changed.
 * A test adds rows without touching src/: the macro MODEL_EXTRA names a file that is included at the end of each table.
 *
 * No other room may name a state, a verb or a business field (tests/lint/names.sh). What the program itself must know of the
 * system types (user, office, number_book ...) is in the MODEL_* enums at the end.
 */
#ifndef CONGVU_MODEL_H
#define CONGVU_MODEL_H

#include "congvu/base.h"

/* ---- fields ----------------------------------------------------------------------------------------------------- */

/* Final on day one (DECISIONS events 5). SQL column and event shape follow from the kind. */
enum model_kind {
	MODEL_TEXT,       /* TEXT, bytes */
	MODEL_INT,        /* INTEGER, integer */
	MODEL_MONEY,      /* INTEGER, whole dong */
	MODEL_DATE,       /* TEXT YYYY-MM-DD; in events the day number */
	MODEL_TIME,       /* TEXT YYYY-MM-DDTHH:MM:SSZ; in events seconds UTC */
	MODEL_YES,        /* INTEGER 0/1 */
	MODEL_CODE,       /* TEXT, ASCII code of list `of` */
	MODEL_REF,        /* INTEGER key of a row of type `of` */
	MODEL_REF_ANY,    /* two columns <name>_type, <name>_id; in events a list (type number, key) */
	MODEL_LIST_CODE,  /* TEXT, JSON array */
	MODEL_LIST_REF,   /* TEXT, JSON array of decimal strings */
	MODEL_ATTACHMENT, /* TEXT, sha256 hex */
	MODEL_COMPOSITE   /* not stored: parts in `of` ("doc_number+notation"), see model_composite_* */
};

enum model_field_flag {
	MODEL_SEARCH = 1,    /* S: in the search text */
	MODEL_PERSONAL = 2,  /* P */
	MODEL_COMPUTED = 4,  /* C: allotted or computed, never typed */
	MODEL_HABIT = 8,     /* L: F8 and defaults repeat the office's last value */
	MODEL_EMBED = 16,    /* ref: the referenced row's fields may be typed in this record's form (owner.full_name) */
	MODEL_PAST = 32,     /* date: refused when after today (M04) */
	MODEL_DUE = 16384,   /* date by which something must be done: typed +n and -n are working days of the office's calendar */
	MODEL_LINES = 64,    /* text keeps line breaks */
	MODEL_KEYTEXT = 128, /* shown first where a row is named in a list or as a reference */
	MODEL_NAME = 256,    /* text is a person's name: name sort key */
	MODEL_LOCAL = 512,   /* never leaves the node (not in images) */
	MODEL_GUARD = 8192,   /* yes: whose row this is must not be found or read by his name; see model_type_guards */
	MODEL_INDEX = 4096,   /* rows are looked for by this value: the table gets an index */
	MODEL_ORDINAL = 2048, /* int: place of a child row among its parent's, from 1 */
	MODEL_PAPER_NO = 32768, /* a number by which one paper alone is known: never taken over into another record */
	MODEL_REASON = 1024  /* why the last verb was done: a reason given with a verb is written here and so stands in the history */
};

struct model_field {
	uint16_t no; /* >= 10; 1-9 are the common columns */
	const char *name;
	enum model_kind kind;
	int32_t max;      /* text: characters; int: highest value; 0 = kind's own limit */
	int32_t min;      /* int: lowest value */
	const char *of;   /* code list, type or parts; NULL */
	uint32_t flags;
	const char *label;
	const char *short_label; /* <= 18 columns */
	const char *check;       /* NULL or a format: "digits", "id_number", "phone" ... (model_format_check) */
};

/* Common columns, reserved field numbers (DECISIONS events 3). */
enum model_common { MODEL_F_ID = 1, MODEL_F_OWNER = 2, MODEL_F_STATE = 3, MODEL_F_CREATED_AT = 4, MODEL_F_CREATED_BY = 5, MODEL_F_VERSION = 6 };

enum model_state_flag {
	MODEL_S_FINAL = 1,
	/* Only that the record is there may be known: no word of it is in the index, its title is model_type.secret_title, it lends no value to
	 * others, and only verbs that name the state in `from` lead on from it. */
	MODEL_S_SECRET = 2
};

struct model_state {
	uint16_t no; /* from 1 */
	const char *name;
	const char *label;
	uint32_t flags; /* enum model_state_flag */
};

enum model_type_flag {
	MODEL_T_SYSTEM = 1,   /* kept by the program itself (user, office, number_book ...) */
	MODEL_T_LIST = 2,     /* reference data: owned by the centre, fed to every office */
	MODEL_T_CHILD = 4,    /* rows of a parent record */
	MODEL_T_SEARCH = 8,   /* its rows are found by `search everything` */
	MODEL_T_UNIQUE = 16   /* embed finds an existing row by the field flagged in unique_field */
};

struct model_type {
	uint16_t no;
	const char *name;  /* SQL table */
	const char *label; /* Vietnamese */
	uint32_t flags;
	const struct model_field *fields;
	size_t n_fields;
	const struct model_state *states;
	size_t n_states;
	const char *parent;       /* child types: parent type */
	const char *parent_field; /* child types: ref to the parent */
	const char *collection;   /* child types: name in forms and `act` ("parties", "parts") */
	const char *number_field; /* field that holds the number people say; NULL */
	const char *date_field;   /* business date, for NUMBER/year and order; NULL */
	const char *title_field;  /* one line that tells the record apart; NULL */
	const char *unique_field; /* MODEL_T_UNIQUE */
	const char *state_message; /* a verb that does not fit the state: message id; NULL: "M12" */
	const char *secret_title;  /* message that stands for the title in states MODEL_S_SECRET, its {field}s filled in; NULL: none has any */
};

size_t model_type_count(void);
const struct model_type *model_type_at(size_t i);
const struct model_type *model_type_by_no(uint32_t no); /* NULL: unknown */
const struct model_type *model_type_by_name(const char *name);
const struct model_field *model_field_by_no(const struct model_type *t, uint32_t no);
const struct model_field *model_field_by_name(const struct model_type *t, const char *name);
size_t model_field_index(const struct model_type *t, const struct model_field *f);
const struct model_state *model_state_by_no(const struct model_type *t, uint32_t no);
const struct model_state *model_state_by_name(const struct model_type *t, const char *name);
bool model_state_secret(const struct model_type *t, uint32_t no); /* a state of this program, MODEL_S_SECRET */
const struct model_type *model_child_by_collection(const struct model_type *parent, const char *collection);
enum val_shape model_shape(enum model_kind k); /* shape in events; MODEL_COMPOSITE: VAL_NULL, never stored */

/* Composite: split what was typed into the parts' texts / join the parts. Parts in the order of `of`. */
#define MODEL_PARTS_MAX 4
int model_composite_split(const struct model_field *f, const char *typed, struct buf parts[MODEL_PARTS_MAX]) MUST_CHECK;
void model_composite_join(const struct model_field *f, const char *const parts[MODEL_PARTS_MAX], struct buf *out);
size_t model_composite_parts(const struct model_type *t, const struct model_field *f, const struct model_field *parts[MODEL_PARTS_MAX]);

/* NULL when text fits the field's `check`, else the id of the message that says why ("M07", "M55", "E14" ...). */
const char *model_format_check(const struct model_field *f, const char *text);

/* A path names a value of a record's form: "abstract", "owner.full_name" (through an embedded ref), "parties.2.full_name" (row 2 of a
 * collection, a field of its own or of its embedded ref; without a number: the first row), "symbol" (composite). A ref may be named with
 * or without its `_id`. */
struct model_path {
	const struct model_type *type;        /* where the field lives */
	const struct model_field *field;
	const struct model_type *child;       /* collection's type, NULL */
	uint32_t index;                       /* from 1 */
	const struct model_field *embed;      /* ref in the record or child through which the field is reached, NULL */
};
/* Can a record of this type be guarded: by itself, by a row of its collections or by a row that one of these embeds (MODEL_GUARD)? */
bool model_type_guards(const struct model_type *t);
int model_path_parse(const struct model_type *t, const char *path, struct model_path *out) MUST_CHECK; /* ERR_NOTFOUND */
/* Two names of one value: parties.1.full_name and, with the reference that leads to it, parties.1.person.full_name. */
bool model_path_same(const struct model_type *t, const char *a, const char *b);

/* ---- roles, flows, rules ------------------------------------------------------------------------------------------ */

struct model_role {
	uint16_t no;
	const char *name, *label;
	bool personal; /* reads personal data; else it is masked */
	bool decides;  /* reads it of protected people too, as those do whom the record names */
};
size_t model_role_count(void);
const struct model_role *model_role_at(size_t i);
const struct model_role *model_role_by_name(const char *name);
const struct model_role *model_role_by_no(uint32_t no);

/* What a verb does to clocks: rows of `clock`, in order. `rule` may end in `*`: suffix by the code field `suffix_field`
 * (map in the data list's extra column); "OS_@procedure_id" takes the rule of that ref's row. */
enum model_clock_op { MODEL_CLOCK_START, MODEL_CLOCK_STOP, MODEL_CLOCK_PAUSE, MODEL_CLOCK_RESUME, MODEL_CLOCK_STOP_ALL };
struct model_clock {
	enum model_clock_op op;
	const char *rule;
	const char *from_field; /* business date or time the count starts from; NULL: the event's time */
	const char *suffix_field;
	const char *due_field; /* copies of the due day/time in the record, separated by commas, NULL */
	const char *from_state; /* only when the verb came from this state; "-" = from nothing; NULL: always */
	const char *if_field, *if_code; /* only when field has this code, NULL: always */
	const char *given_field; /* START: the day that a person typed here is the due day, not what the rule counts; NULL */
};

/* A value that the verb sets by itself, in the record or in a row of its collections ("parties.1.role"). MODEL_SET_CODE: a text too. */
enum model_set_op { MODEL_SET_NOW, MODEL_SET_TODAY, MODEL_SET_ACTOR, MODEL_SET_CODE, MODEL_SET_INT, MODEL_SET_COPY, MODEL_SET_REF_FIELD, MODEL_SET_COUNT_GE,
	MODEL_SET_OFFICE };
struct model_set {
	const char *field;
	enum model_set_op op;
	const char *arg;     /* code, number, source field, "ref_field.field", "field>=5" */
	bool only_if_empty;
};

/* Number allotted in the deciding transaction. */
struct model_number {
	const char *book_field; /* the record's ref to the book the person chose; NULL: the open book of `kind` */
	const char *kind;       /* number_book.kind */
	const char *field;      /* where the number goes */
	const char *format;     /* NULL: the bare integer; else "{office}-{yymmdd}-{nnnn}" */
	bool daily;             /* the series restarts each day */
	const char *date_field; /* date the number carries; NULL: today */
};

enum model_rule_op {
	MODEL_RULE_REQUIRED,      /* field (or "parties" = at least one row, or "parties.1.field") must be given */
	MODEL_RULE_CODE_IS,       /* field must be one of the codes in arg */
	MODEL_RULE_CODE_NOT,      /* field must be none of the codes in arg */
	MODEL_RULE_YES_IS,        /* field must be 0/1 as arg */
	MODEL_RULE_DATE_ORDER,    /* field <= field2 when both are given */
	MODEL_RULE_NOT_BEFORE,    /* field >= field2 when both are given: the same, said of the later field */
	MODEL_RULE_WITHIN_DAYS,   /* field is at most arg days before field2, when both are given */
	MODEL_RULE_NOT_FUTURE,    /* field <= today (MODEL_PAST says it for a field everywhere) */
	MODEL_RULE_REQUIRED_IF,   /* field required when field2 has code/value arg */
	MODEL_RULE_EMPTY_IF,      /* field must be empty when field2 has code/value arg */
	MODEL_RULE_REQUIRED_UNLESS, /* field required when field2 is empty */
	MODEL_RULE_NOT_PAST,      /* field >= today */
	MODEL_RULE_ACTOR_IS,      /* the user that ref `field` names, when there is one, is who does it */
	MODEL_RULE_ROLE_IS,       /* the user that ref `field` names has one of the roles in arg; F4 offers no others */
	MODEL_RULE_REQUIRED_IF_DIFFER, /* field required when field2 and the field named by arg are both given and differ */
	MODEL_RULE_VALID_ON,      /* the row that ref `field` names must be valid (valid_from, valid_to) on the day of field2, NULL = today */
	MODEL_RULE_PARTS_COMPLETE,/* collection `field` holds every required part of the procedure named by ref field2, of an accepted kind and complete;
	                             arg "part,kind,state=CODE": the child's fields and the code that means complete */
	MODEL_RULE_DUPLICATE,     /* same key as an earlier record: field = "issuer+doc_number+notation+issued_date"; answered by a choice.
	                             field2: ref that takes the earlier record; arg: text compared instead when the key has no number */
	MODEL_RULE_NEW_WORD,      /* field is no word that another row of the type answers to (code, name, short name), without marks: two rows
	                             could not be told apart when that word is typed */
	MODEL_RULE_REF_IS,        /* field2 of the row that ref `field` names must be arg */
	MODEL_RULE_TELLTALE,      /* text has none of the turns of phrase in arg ("tôi tên,ký tên") and no number that could be a person's */
	MODEL_RULE_FIRST_OF       /* the subject's own creation asks this field before any other text and wants one of the codes in arg; no draft
	                             is kept before it is answered (DESIGN 2) */
};
struct model_rule {
	enum model_rule_op op;
	const char *field, *field2, *arg;
	const char *message; /* id in messages.tsv */
	bool warn;           /* false: refuse; true: may be overridden with a reason that is stored. Asked when the record makes a step of its
	                        flow or one of the two fields is written: what was answered once is not asked at every correction */
};

/* Kinds of calendar days: codes of the list that calendar_day.kind names. */
#define MODEL_DAY_OFF "OFF"
#define MODEL_DAY_WORK "WORK"
/* Lists that the program itself reads (data files): working hours, last hour of "the same day", kinds of books. */
#define MODEL_LIST_HOURS "GIO_LV"
#define MODEL_LIST_TAKE_IN_HOUR "GIO_NHAN"
#define MODEL_LIST_BOOKS "LOAI_SO"
#define MODEL_BOOK_YEARLY "year"
#define MODEL_BOOK_DAILY "day"
/* Rules of procedures: this prefix and the procedure's code. */
#define MODEL_PROCEDURE_RULE "OS_"

#define MODEL_FROM_NOTHING 0x80000000u /* bit in verb.from: the verb may create the record */
struct model_verb {
	uint16_t no; /* unique over all types */
	const char *type;        /* "*": a verb of the program itself, for any type; never offered */
	const char *name;
	const char *label;       /* "Vào sổ" */
	const char *past;        /* as a line of the history: "Vào sổ số {number}" */
	const char *from;        /* states separated by commas, "-" = from nothing, "*" = any that is not MODEL_S_SECRET */
	const char *to;          /* state, NULL = unchanged */
	const char *roles;       /* names separated by commas */
	const char *fields;      /* fields the verb may write, separated by commas; "*" = all that are not computed, "" = none; "parties" = rows
	                            of that collection, "parties.1.alias" = that field of that row and nothing else of the rows */
	const struct model_number *number; /* NULL */
	const struct model_clock *clock;
	size_t n_clock;
	const struct model_set *set;
	size_t n_set;
	const struct model_rule *rules;
	size_t n_rules;
	bool needs_reason;
	/* Takes nothing but its fields: message (with {label}) for whatever else is given with it, a reason too. What answers its
	 * MODEL_RULE_FIRST_OF may be kept as a draft only as far as it is of its fields. Import takes it only by name. NULL: not so. */
	const char *bare;
	const char *said;     /* message when it is done, {number} and {field}s filled in; NULL: as for all */
	bool sends_to_office; /* a ref in the record names an office or its user: that office gets images (`interest` fields below) */
	const char *interest; /* fields (ref office) whose office gets the record's images, NULL */
};
size_t model_verb_count(void);
const struct model_verb *model_verb_at(size_t i);
const struct model_verb *model_verb_by_no(uint32_t no);
const struct model_verb *model_verb_by_name(const char *type, const char *name);
bool model_verb_from(const struct model_verb *v, const struct model_type *t, uint32_t state); /* state 0 = nothing */
bool model_word_in(const char *list, const char *word, size_t n); /* is the word of n bytes in "a,b,c": roles, fields of a table's row */
bool model_verb_role(const struct model_verb *v, uint32_t role);
bool model_verb_writes(const struct model_verb *v, const struct model_field *f); /* never a computed field or a composite itself */
bool model_verb_writes_rows(const struct model_verb *v, const char *collection);  /* the verb may write child rows */
/* May the verb write what this path of its type names? A composite: all its parts. */
bool model_verb_writes_path(const struct model_verb *v, const struct model_type *t, const struct model_path *p);
#define MODEL_EXTRA_FIELD 200 /* fields from this number on are rows of a test build; "+" in model_verb.fields allows them */

/* ---- messages ----------------------------------------------------------------------------------------------------- */

/* Words for people, from data/messages.tsv (linked in). Unknown id: the id itself, never NULL. */
const char *model_message(const char *id);
const char *model_message_short(const char *id); /* short form, or the long one */
/* Fills {name} places from pairs (name, value, ..., NULL), each value cut so that the whole stays within 76 columns. Appends. */
void model_message_fill(struct buf *out, const char *text, ...) __attribute__((sentinel));
void model_message_vfill(struct buf *out, const char *text, va_list ap); /* the pairs of a caller that is variadic itself */
void model_message_fill_pairs(struct buf *out, const char *text, const char *const *pairs, size_t n_pairs);

/* ---- what the program itself knows of the system types -------------------------------------------------------------- */

enum model_type_no {
	MODEL_OFFICE = 1, MODEL_USER = 2, MODEL_PERSON = 3, MODEL_NUMBER_BOOK = 4, MODEL_NUMBER_ENTRY = 5, MODEL_DEADLINE = 6,
	MODEL_DEADLINE_RULE = 7, MODEL_CALENDAR_DAY = 8, MODEL_CODE_ROW = 9, MODEL_PROCEDURE = 10, MODEL_PROCEDURE_PART = 11, MODEL_ORGANIZATION = 12
	/* business types from 20: the model's own affair */
};
enum model_system_verb { MODEL_V_LOAD = 1 /* reference data and setup: put rows */, MODEL_V_CHANGE = 2, MODEL_V_CALENDAR = 3, MODEL_V_WIPE = 4,
	MODEL_V_UNDO = 5 /* puts back what the record's last event changed */ };

enum model_f_office { MODEL_OFFICE_CODE = 10, MODEL_OFFICE_NAME, MODEL_OFFICE_SHORT, MODEL_OFFICE_PARENT, MODEL_OFFICE_LEVEL, MODEL_OFFICE_AREA,
	MODEL_OFFICE_NODE, MODEL_OFFICE_VALID_FROM, MODEL_OFFICE_VALID_TO, MODEL_OFFICE_REMOTE, MODEL_OFFICE_RELAXED };
enum model_f_user { MODEL_USER_LOGIN = 10, MODEL_USER_FULL_NAME, MODEL_USER_TITLE, MODEL_USER_ROLES, MODEL_USER_OFFICE, MODEL_USER_LOCKED };
enum model_f_book { MODEL_BOOK_KIND = 10, MODEL_BOOK_PERIOD, MODEL_BOOK_NAME, MODEL_BOOK_NEXT, MODEL_BOOK_OPENED_ON, MODEL_BOOK_CLOSED_ON };
enum model_f_entry { MODEL_ENTRY_BOOK = 10, MODEL_ENTRY_NUMBER, MODEL_ENTRY_SUFFIX, MODEL_ENTRY_RECORD, MODEL_ENTRY_DATE, MODEL_ENTRY_REASON };
enum model_f_deadline { MODEL_DEADLINE_RECORD = 10, MODEL_DEADLINE_RULE_ID, MODEL_DEADLINE_RULE_VERSION, MODEL_DEADLINE_CALENDAR_VERSION,
	MODEL_DEADLINE_START, MODEL_DEADLINE_DUE, MODEL_DEADLINE_DUE_AT, MODEL_DEADLINE_STOPPED, MODEL_DEADLINE_START_AT, MODEL_DEADLINE_AMOUNT,
	MODEL_DEADLINE_PAUSES /* "2026-03-06..2026-03-18;2026-04-01.." */,
	MODEL_DEADLINE_GIVEN /* 1: a person named the due day; no calendar moves it */ };
enum model_deadline_state { MODEL_DEADLINE_RUNNING = 1, MODEL_DEADLINE_PAUSED = 2, MODEL_DEADLINE_DONE = 3 };
enum model_book_state { MODEL_BOOK_OPEN = 1, MODEL_BOOK_CLOSING = 2, MODEL_BOOK_CLOSED = 3 };
enum model_entry_state { MODEL_ENTRY_USED = 1, MODEL_ENTRY_RESERVED = 2, MODEL_ENTRY_CANCELLED = 3, MODEL_ENTRY_LOST = 4 };
/* Codes of the list of units of a rule or procedure: working days, calendar days, working hours, the same day. */
enum model_unit { MODEL_UNIT_WORKING = 'D', MODEL_UNIT_CALENDAR = 'C', MODEL_UNIT_HOURS = 'H', MODEL_UNIT_SAME_DAY = 'N' };
enum model_f_rule { MODEL_RULE_CODE = 10, MODEL_RULE_NAME, MODEL_RULE_AMOUNT, MODEL_RULE_UNIT, MODEL_RULE_ROLL, MODEL_RULE_MAX,
	MODEL_RULE_LAW, MODEL_RULE_VALID_FROM, MODEL_RULE_VALID_TO, MODEL_RULE_SUFFIX_OF };
enum model_f_day { MODEL_DAY_DATE = 10, MODEL_DAY_KIND, MODEL_DAY_NAME, MODEL_DAY_SOURCE };
enum model_f_code { MODEL_CODE_LIST = 10, MODEL_CODE_CODE, MODEL_CODE_LABEL, MODEL_CODE_SHORT, MODEL_CODE_SORT, MODEL_CODE_EXTRA,
	MODEL_CODE_VALID_FROM, MODEL_CODE_VALID_TO };
enum model_f_procedure { MODEL_PROC_CODE = 10, MODEL_PROC_NAME, MODEL_PROC_FIELD, MODEL_PROC_LIMIT, MODEL_PROC_UNIT, MODEL_PROC_OFFICE,
	MODEL_PROC_VALID_FROM, MODEL_PROC_VALID_TO, MODEL_PROC_LAW };
enum model_f_part { MODEL_PART_PROCEDURE = 10, MODEL_PART_PART, MODEL_PART_TITLE, MODEL_PART_KINDS, MODEL_PART_QTY, MODEL_PART_REQUIRED,
	MODEL_PART_CONDITION };

#endif
