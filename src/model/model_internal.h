/* model_internal.h: how the tables of this folder are put together. The only C here is about finding rows.
 *
 * A test build adds rows without touching src/: make MODEL_EXTRA=file.inc. The file is included several times, each time with one
 * selector macro defined; it holds one `#ifdef` section per selector that it needs:
 *
 *   MODEL_EXTRA_DEFS              file scope: `static const struct model_field fields_x[] = {...};` states, rules, clocks of new rows
 *   MODEL_EXTRA_FIELDS_<TYPE>     rows inside the field table of a type below that has this hook (INCOMING, PETITION, DOSSIER)
 *   MODEL_EXTRA_STATES_<TYPE>     rows inside its state table
 *   MODEL_EXTRA_TYPES             rows of struct model_type, numbers from 200
 *   MODEL_EXTRA_VERBS             rows of struct model_verb, numbers from 1000
 *   MODEL_EXTRA_ROLES             rows of struct model_role, numbers from 50
 *
 * Example: tests/data/model_extra.inc.
 */
#ifndef MODEL_INTERNAL_H
#define MODEL_INTERNAL_H

#include "congvu/model.h"

/* One table per file; the accessors walk over these groups, so numbers need not be contiguous. */
struct model_types {
	const struct model_type *row;
	size_t n;
};
struct model_verbs {
	const struct model_verb *row;
	size_t n;
};
extern const struct model_types model_types_system, model_types_document, model_types_petition, model_types_dossier, model_types_extra;
extern const struct model_verbs model_verbs_system, model_verbs_document, model_verbs_petition, model_verbs_dossier, model_verbs_extra;

struct model_message_row {
	uint32_t id, text, text_short; /* for model_message_at(); a short text may be "" */
};
const char *model_message_at(uint32_t at);
extern const struct model_message_row model_message_rows[]; /* generated from data/messages.tsv, sorted by id */
extern const size_t model_message_count;


/* Rows of tables. TABLE(x) gives pointer and count of an array. */
#define TABLE(x) x, COUNT_OF(x)
#define NO_TABLE NULL, 0

#endif
