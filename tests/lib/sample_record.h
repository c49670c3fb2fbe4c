/* sample_record.h: `act ... register ...` lines of a sample world (src/cmd/demo.tsv) as canonical events, shaped as app shapes them: the
 * record, its number entry, the book's next number, its deadline. For counting bytes without app and store. Include cmocka first. */
#ifndef TESTS_SAMPLE_RECORD_H
#define TESTS_SAMPLE_RECORD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "congvu/model.h"
#include "congvu/wire.h"

struct sample_maker {
	struct arena *a;
	uint64_t seq;
	uint32_t next_key;
	int64_t number, time;
};

static inline int sample_by_no(const void *a, const void *b)
{
	const struct wire_field *x = a, *y = b;
	return (x->no > y->no) - (x->no < y->no);
}

static inline bool sample_field(struct sample_maker *m, const struct model_type *t, const char *name, char *value, struct wire_field *out)
{
	const struct model_field *f = model_field_by_name(t, name);
	if (!f || f->kind == MODEL_COMPOSITE)
		return false;
	out->no = f->no;
	if (f->kind == MODEL_DATE)
		out->v = val_int(day_of_time(m->time) + (strcmp(value, "hn") == 0 ? 0 : atoi(value)));
	else if (model_shape(f->kind) == VAL_INT)
		out->v = val_int(strtoll(value, NULL, 10));
	else
		out->v = val_str(arena_strdup(m->a, value));
	return true;
}

/* One line "act NODE LOGIN register TYPE - f=v ..." (tabs) -> an event; false when it is another kind of line. */
static inline bool sample_record(struct sample_maker *m, char *line, struct wire_event *ev)
{
	char *w[64], *save = NULL;
	size_t n = 0, k = 0;
	for (char *p = strtok_r(line, "\t\n", &save); p && n < 64; p = strtok_r(NULL, "\t\n", &save))
		w[n++] = p;
	if (n < 7 || strcmp(w[0], "act") != 0 || strcmp(w[3], "register") != 0)
		return false;
	const struct model_type *t = model_type_by_name(w[4]);
	if (!t || strcmp(w[4], "incoming") != 0)
		return false;
	rowid_t subject = key_make(7, 1, m->next_key);
	m->next_key += 3;
	m->seq++;
	m->time += 412 + (int64_t)(m->seq * 7919 % 900);
	m->number++;
	struct wire_field *f = arena_array(m->a, 64, sizeof *f), *e = arena_array(m->a, 5, sizeof *e), *d = arena_array(m->a, 7, sizeof *d);
	struct wire_field *b = arena_array(m->a, 1, sizeof *b);
	struct val *ref = arena_array(m->a, 2, sizeof *ref);
	int64_t today = day_of_time(m->time);
	ref[0] = val_int(t->no);
	ref[1] = val_int((int64_t)subject);
	struct val any = { .shape = VAL_LIST, .items = ref, .n = 2 };
	f[k++] = (struct wire_field){ MODEL_F_STATE, val_int(2) };
	f[k++] = (struct wire_field){ 10, val_int((int64_t)key_make(7, 1, 9)) };
	f[k++] = (struct wire_field){ 11, val_int(m->number) };
	f[k++] = (struct wire_field){ 13, val_int(m->time) };
	for (size_t i = 6; i < n; i++) {
		char *eq = strchr(w[i], '=');
		if (!eq)
			continue;
		*eq = 0;
		k += sample_field(m, t, w[i], eq + 1, &f[k]);
	}
	qsort(f, k, sizeof *f, sample_by_no);
	e[0] = (struct wire_field){ MODEL_F_STATE, val_int(1) };
	e[1] = (struct wire_field){ MODEL_ENTRY_BOOK, val_int((int64_t)key_make(7, 1, 9)) };
	e[2] = (struct wire_field){ MODEL_ENTRY_NUMBER, val_int(m->number) };
	e[3] = (struct wire_field){ MODEL_ENTRY_RECORD, any };
	e[4] = (struct wire_field){ MODEL_ENTRY_DATE, val_int(today) };
	b[0] = (struct wire_field){ MODEL_BOOK_NEXT, val_int(m->number + 1) };
	d[0] = (struct wire_field){ MODEL_F_STATE, val_int(1) };
	d[1] = (struct wire_field){ MODEL_DEADLINE_RECORD, any };
	d[2] = (struct wire_field){ MODEL_DEADLINE_RULE_ID, val_str("IN_SUBMIT") };
	d[3] = (struct wire_field){ MODEL_DEADLINE_RULE_VERSION, val_int(1) };
	d[4] = (struct wire_field){ MODEL_DEADLINE_CALENDAR_VERSION, val_int(52) };
	d[5] = (struct wire_field){ MODEL_DEADLINE_START, val_int(today) };
	d[6] = (struct wire_field){ MODEL_DEADLINE_DUE, val_int(today + 1) };
	struct wire_op *ops = arena_array(m->a, 4, sizeof *ops);
	ops[0] = (struct wire_op){ t->no, subject, WIRE_PUT, f, k };
	ops[1] = (struct wire_op){ MODEL_NUMBER_ENTRY, subject + 1, WIRE_PUT, e, 5 };
	ops[2] = (struct wire_op){ MODEL_NUMBER_BOOK, key_make(7, 1, 9), WIRE_PATCH, b, 1 };
	ops[3] = (struct wire_op){ MODEL_DEADLINE, subject + 2, WIRE_PUT, d, 7 };
	*ev = (struct wire_event){ .head = { .node = 7, .epoch = 1, .seq = m->seq, .time = m->time, .actor = key_make(7, 1, 2), .role = 1,
		.verb = 21, .subject_type = t->no, .subject_id = subject, .office = key_make(1, 1, 420) }, .ops = ops, .n_ops = 4 };
	return true;
}

#endif
