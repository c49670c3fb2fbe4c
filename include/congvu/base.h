/* congvu/base.h: what every room stands on. Errors, log, memory, bounded buffers, text, dates, varints, values, digests.
 *
 * Rules that hold for the whole tree:
 *  - Functions that can fail return int: 0 (ERR_NONE) or a negative enum err; results come through out-pointers.
 *  - A `struct err_info *` argument may be NULL. It is written only on failure: `text` is Vietnamese and may be shown
 *    to a clerk (what is wrong, then what to do), `detail` is English and goes to the log.
 *  - Text is UTF-8. Text that entered through text_clean() is NFC. Lengths called `chars` are code points.
 *  - Nothing here is thread-safe; a congvu process has one thread.
 */
#ifndef CONGVU_BASE_H
#define CONGVU_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* ---- errors ---------------------------------------------------------------------------------------------------- */

/* X(name, value, English name for the log). Values are stable: they cross process borders in exit records. */
#define ERR_LIST(X)                                                 \
	X(ERR_NONE, 0, "ok")                                        \
	X(ERR_NOMEM, -1, "out of memory")                           \
	X(ERR_IO, -2, "input/output error")                         \
	X(ERR_FULL, -3, "no space left")                            \
	X(ERR_READONLY, -4, "read-only")                            \
	X(ERR_NOTFOUND, -5, "not found")                            \
	X(ERR_EXISTS, -6, "already exists")                         \
	X(ERR_INVALID, -7, "invalid input")                         \
	X(ERR_RANGE, -8, "over the ceiling")                        \
	X(ERR_DENIED, -9, "permission denied")                      \
	X(ERR_STALE, -10, "record changed meanwhile")               \
	X(ERR_BUSY, -11, "busy")                                    \
	X(ERR_CORRUPT, -12, "damaged data")                         \
	X(ERR_VERSION, -13, "made by a newer version")              \
	X(ERR_AGAIN, -14, "try again")                              \
	X(ERR_CLOSED, -15, "closed")                                \
	X(ERR_TIMEOUT, -16, "timed out")                            \
	X(ERR_USAGE, -17, "wrong usage")                            \
	X(ERR_REFUSED, -18, "refused by a rule")                    \
	X(ERR_GENERATION, -19, "the node was upgraded or restored") \
	X(ERR_AMBIGUOUS, -20, "more than one fits")                 \
	X(ERR_FORK, -21, "two events with one number")              \
	X(ERR_PARKED, -22, "stream parked until an upgrade")        \
	X(ERR_NOKEY, -23, "no file nodekey")

enum err {
#define X(name, value, text) name = value,
	ERR_LIST(X)
#undef X
};

struct err_info {
	int code;
	char text[320];   /* Vietnamese, for the person */
	char detail[200]; /* English, for the log */
};

const char *err_name(int code); /* never NULL */
/* Fills ei (when not NULL) and returns code, so that `return err_set(...)` reads well. text/detail may be NULL. */
int err_set(struct err_info *ei, int code, const char *text);
int err_setf(struct err_info *ei, int code, const char *text, const char *detail_fmt, ...) PRINTF_LIKE(4, 5);
int err_from_errno(int e); /* ENOSPC and EDQUOT: ERR_FULL, EROFS: ERR_READONLY, EACCES/EPERM: ERR_DENIED ... else ERR_IO */

/* ---- log -------------------------------------------------------------------------------------------------------- */

enum log_level { LOG_LEVEL_ERR = 3, LOG_LEVEL_WARN = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };
/* One line an event, `<n>ident[pid]: text`, to fd (2 at start). Control characters and non-ASCII of arguments are written as they
 * come from the program's own words; bytes given by a client go through log_quote first. fd < 0: no log. */
void log_open(const char *ident, int fd, enum log_level max);
void log_msg(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);
#define log_err(...) log_msg(LOG_LEVEL_ERR, __VA_ARGS__)
#define log_warn(...) log_msg(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_info(...) log_msg(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_msg(LOG_LEVEL_DEBUG, __VA_ARGS__)
/* Client-given bytes as printable ASCII (\xNN for the rest, quotes and backslashes too), cut to fit; returns dst. */
const char *log_quote(char *dst, size_t cap, const void *src, size_t n);

/* ---- memory ----------------------------------------------------------------------------------------------------- */

/* mem_* return NULL when out of memory; mem_x* log and abort (for processes that hold one session: state is in SQLite). */
void *mem_alloc(size_t n);           /* zeroed; n = 0 gives a valid pointer */
void *mem_array(size_t n, size_t m); /* zeroed, overflow-checked */
void *mem_resize(void *p, size_t n, size_t m);
char *mem_strdup(const char *s);
void *mem_xalloc(size_t n);
void *mem_xarray(size_t n, size_t m);
void *mem_xresize(void *p, size_t n, size_t m);
char *mem_xstrdup(const char *s);
void mem_wipe(void *p, size_t n); /* not optimised away */

/* Arena: many small pieces freed at once. Every piece is zeroed and lives until arena_reset/arena_free. Aborts when `max` bytes or
 * memory are exceeded only in arena_x*; the plain ones return NULL. */
struct arena;
struct arena *arena_new(size_t max_bytes); /* NULL when out of memory */
void arena_free(struct arena *a);          /* NULL is fine */
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t n);
void *arena_array(struct arena *a, size_t n, size_t m);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n); /* adds a NUL */
void *arena_xalloc(struct arena *a, size_t n);
char *arena_xstrdup(struct arena *a, const char *s);
char *arena_xprintf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- bounded buffer --------------------------------------------------------------------------------------------- */

/* Grows up to max, then every put fails. The error is sticky: write a whole record, test buf_err() once. */
struct buf {
	uint8_t *p;
	size_t len, cap, max;
	int err; /* 0, ERR_NOMEM or ERR_RANGE */
};
void buf_init(struct buf *b, size_t max);
void buf_clear(struct buf *b); /* frees; b may be used again with the same max */
void buf_reset(struct buf *b); /* keeps the memory, len = 0, err = 0 */
int buf_err(const struct buf *b);
void buf_put(struct buf *b, const void *p, size_t n);
void buf_put_u8(struct buf *b, unsigned v);
void buf_put_u16(struct buf *b, unsigned v);  /* big-endian */
void buf_put_u32(struct buf *b, uint32_t v);  /* big-endian */
void buf_put_u64(struct buf *b, uint64_t v);  /* big-endian */
void buf_put_varint(struct buf *b, uint64_t v); /* LEB128, minimal */
void buf_put_zigzag(struct buf *b, int64_t v);
void buf_puts(struct buf *b, const char *s);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
const char *buf_str(struct buf *b); /* NUL-terminated view, "" on error; valid until the next put */
void buf_consume(struct buf *b, size_t n); /* drops n bytes from the front */

/* Reader over bytes that it does not own; sticky error, all getters return 0 after one. */
struct rd {
	const uint8_t *p, *end;
	int err; /* 0 or ERR_CORRUPT */
};
struct rd rd_over(const void *p, size_t n);
size_t rd_left(const struct rd *r);
unsigned rd_u8(struct rd *r);
unsigned rd_u16(struct rd *r);
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
uint64_t rd_varint(struct rd *r); /* refuses encodings that are not minimal or exceed 64 bits */
int64_t rd_zigzag(struct rd *r);
const uint8_t *rd_bytes(struct rd *r, size_t n); /* borrowed, NULL on error */

/* ---- values ----------------------------------------------------------------------------------------------------- */

/* The four shapes of the canonical event (DECISIONS: events and rows, 1). Every kind of field maps to one of them. Bytes and
 * items are borrowed (usually from an arena). A list holds integers or bytes only. */
enum val_shape { VAL_INT = 0, VAL_BYTES = 1, VAL_LIST = 2, VAL_NULL = 3 };
struct val {
	enum val_shape shape;
	int64_t i;               /* VAL_INT */
	const char *s;           /* VAL_BYTES: NUL-terminated when it came through an arena helper, n excludes the NUL */
	size_t n;                /* bytes, or number of items */
	const struct val *items; /* VAL_LIST */
};
struct val val_null(void);
struct val val_int(int64_t i);
struct val val_str(const char *s);            /* borrows s */
struct val val_bytes(const void *p, size_t n); /* borrows p */
bool val_is_null(struct val v);
bool val_eq(struct val a, struct val b);
struct val val_dup(struct arena *a, struct val v); /* deep copy; aborts when out of memory */

/* ---- text ------------------------------------------------------------------------------------------------------- */

bool utf8_valid(const char *s, size_t n);           /* strict: no surrogates, overlongs, > U+10FFFF */
size_t utf8_chars(const char *s, size_t n);         /* code points; an invalid byte counts as one */
/* Decodes one code point at s (n bytes left), returns its length 1-4; invalid: *cp = 0xFFFD, returns 1; n = 0: returns 0. */
size_t utf8_next(const char *s, size_t n, uint32_t *cp);
size_t utf8_prev(const char *s, size_t pos);        /* start of the character before pos */
size_t utf8_put(char dst[4], uint32_t cp);          /* bytes written */
int utf8_width(uint32_t cp);                        /* columns after NFC: 0, 1, 2, or -1 for control characters */
size_t text_width(const char *s);                   /* columns of the whole string */
size_t text_cut(const char *s, size_t columns);     /* bytes of the longest whole-character prefix that fits */
/* The same of whole words, without the punctuation or the bracket that nothing follows now; of characters when that would leave less than
 * a third of the columns. */
size_t text_cut_words(const char *s, size_t columns);
/* Bytes of a line that others follow: all that fits, or as much of it as ends where a word does, or at a \n. The next line begins behind
 * the blanks (or the \n) that follow. */
size_t text_line(const char *s, size_t columns);

/* Which known name was meant: edits (put, drop, change) from one to the other, SIZE_MAX beyond TEXT_NAME_MAX bytes; and how many may be taken
 * for a slip of the hand. For ASCII names. */
#define TEXT_NAME_MAX 64
size_t text_edits(const char *a, const char *b);
size_t text_edits_near(const char *name);

enum text_flags { TEXT_ONE_LINE = 0, TEXT_LINES = 1 }; /* TEXT_LINES keeps \n */
/* The one way in for all text: valid UTF-8 (else ERR_INVALID), NFC, no control characters (tab and, without TEXT_LINES, newline
 * become a blank), trimmed, inner runs of blanks made one. Appends to out. */
int text_clean(const char *s, size_t n, enum text_flags f, struct buf *out) MUST_CHECK;
int text_nfc(const char *s, size_t n, struct buf *out) MUST_CHECK; /* NFC only */
/* Lower case, marks stripped, d for đ: "Đường Nguyễn" -> "duong nguyen". For search and for comparing, never for showing. */
void text_fold(const char *s, size_t n, struct buf *out);
/* A number, date or code as it is pasted: full-width letters become the plain ones, blanks of every kind a blank, invisible marks and marks
 * of direction go. `out` holds at least strlen(s) + 1 bytes; returns the length. */
size_t text_plain(const char *s, char *out);
/* Sort keys compare with memcmp: Vietnamese order by syllable, tones as second level. name: given name first (the last word
 * that begins with a letter, before a parenthesis); what stands behind it decides last. */
void text_sort_key(const char *s, struct buf *out);
void text_name_key(const char *s, struct buf *out);
void text_upper(const char *s, size_t n, struct buf *out); /* Vietnamese letters too */

/* ---- time ------------------------------------------------------------------------------------------------------- */

/* A day is a count from 1970-01-01 in the local calendar (Asia/Ho_Chi_Minh, UTC+7, no summer time); a time is seconds UTC. */
typedef int32_t day_t;
#define DAY_NONE INT32_MIN
#define LOCAL_OFFSET_S 25200

/* Seconds UTC. For tests, CONGVU_CLOCK=2026-11-23T02:00:00Z in the environment starts it elsewhere, CONGVU_CLOCK=+3600 shifts it; the first
 * form becomes the second at the first call, so that a program and those it starts share one time. =2026-11-23T02:00:00Z stands still. */
int64_t clock_now(void);
int64_t clock_mono_ms(void); /* never runs backwards */
struct clock_source { int64_t (*now)(void *ctx); int64_t (*mono_ms)(void *ctx); void *ctx; };
void clock_set_source(const struct clock_source *src); /* NULL: the machine's own */

day_t day_of_time(int64_t utc);                /* local day of an instant */
day_t day_today(void);
day_t day_make(int y, int m, int d);           /* DAY_NONE when not a real date, years 1900-2199 */
void day_split(day_t day, int *y, int *m, int *d);
int day_weekday(day_t day);                    /* 1 Monday .. 7 Sunday */
day_t day_parse_iso(const char *s);            /* YYYY-MM-DD */
/* As a clerk types or pastes it: dd/mm/yyyy, d/m, d.m.yy, d-m, ddmm, ddmmyy, ddmmyyyy, `hn`, +n, -n; blanks and invisible marks do not
 * matter. ERR_INVALID otherwise. */
int day_parse_typed(const char *s, day_t today, day_t *out) MUST_CHECK;
/* Only +n and -n, as day_parse_typed reads them: by how many days. ERR_INVALID: it is none of these. */
int day_parse_shift(const char *s, int *days) MUST_CHECK;
#define DAY_TEXT_MAX 16
#define TIME_TEXT_MAX 32
const char *day_iso(day_t day, char out[DAY_TEXT_MAX]);
const char *day_show(day_t day, char out[DAY_TEXT_MAX]);       /* dd/mm/yyyy */
const char *day_show_short(day_t day, day_t today, char out[DAY_TEXT_MAX]); /* dd/mm, with the year when it is not today's */
const char *day_weekday_name(day_t day);                       /* "Thứ Hai" .. "Chủ Nhật" */
int64_t time_parse_iso(const char *s);                         /* YYYY-MM-DDTHH:MM:SSZ; INT64_MIN when it is none */
const char *time_iso(int64_t utc, char out[TIME_TEXT_MAX]);
const char *time_show(int64_t utc, char out[TIME_TEXT_MAX]);   /* HH:MM dd/mm/yyyy, local */
void time_local(int64_t utc, int *hour, int *minute);

/* ---- keys ------------------------------------------------------------------------------------------------------- */

/* Key of a row = node x 2^40 + epoch x 2^32 + n (DESIGN 1). 0 is no key. */
typedef uint64_t rowid_t;
static inline rowid_t key_make(uint32_t node, uint32_t epoch, uint32_t n) { return ((uint64_t)node << 40) | ((uint64_t)(epoch & 0xff) << 32) | n; }
static inline uint32_t key_node(rowid_t k) { return (uint32_t)(k >> 40); }
static inline uint32_t key_epoch(rowid_t k) { return (uint32_t)(k >> 32) & 0xff; }

/* ---- digests and secrets (libsodium) ---------------------------------------------------------------------------- */

#define HASH_LEN 32
void hash_sha256(const void *p, size_t n, uint8_t out[HASH_LEN]);
void hash_sha256_cat(const struct val *parts, size_t n, uint8_t out[HASH_LEN]); /* over VAL_BYTES parts, in order */
void hash_hmac(const uint8_t key[HASH_LEN], const void *p, size_t n, uint8_t out[HASH_LEN]);
void hash_hkdf(const uint8_t key[HASH_LEN], const char *info, uint8_t out[HASH_LEN]); /* HKDF-SHA256, empty salt (RFC 5869) */
bool hash_equal(const void *a, const void *b, size_t n); /* constant time */
void random_bytes(void *p, size_t n);
#define PASSWORD_HASH_MAX 128
int password_hash(const char *pw, char out[PASSWORD_HASH_MAX]) MUST_CHECK;      /* argon2id, 19 MiB, t=2 */
bool password_verify(const char *hash, const char *pw);                        /* hash NULL: same work, false */
void hex_put(struct buf *b, const void *p, size_t n);
int hex_get(const char *s, void *out, size_t n) MUST_CHECK; /* exactly n bytes */

/* ---- option tables ---------------------------------------------------------------------------------------------- */

/* One row an option: parser, usage text, completion and manual derive from it. */
enum opt_kind { OPT_FLAG, OPT_TEXT, OPT_INT, OPT_MULTI }; /* OPT_MULTI: may be given again, collects */
struct opt_def {
	const char *name; /* without the dashes */
	enum opt_kind kind;
	int64_t min, max; /* OPT_INT */
	const char *arg;  /* DIR, N ... ; NULL for a flag */
	const char *help; /* English, one line */
};
#define OPT_VALUES_MAX 64
struct opts {
	const struct opt_def *defs;
	size_t n_defs;
	const char *value[32];      /* by index of defs; flags: "1" */
	const char *multi[OPT_VALUES_MAX];
	uint8_t multi_def[OPT_VALUES_MAX];
	size_t n_multi;
	const char *args[256]; /* the rest */
	size_t n_args;
};
/* argv without the command's own name. `--` ends options. ei->detail says which word is wrong: ERR_USAGE. */
int opt_parse(const struct opt_def *defs, size_t n, int argc, char **argv, struct opts *out, struct err_info *ei) MUST_CHECK;
const char *opt_text(const struct opts *o, const char *name); /* NULL when not given */
bool opt_flag(const struct opts *o, const char *name);
int64_t opt_int(const struct opts *o, const char *name, int64_t dflt);

#endif
