/* types_extra.c: rows that a build of the tests adds (model_internal.h); empty in the product. */
#include "model_internal.h"

#ifdef MODEL_EXTRA
#define MODEL_EXTRA_DEFS
#include MODEL_EXTRA
#undef MODEL_EXTRA_DEFS

static const struct model_type types[] = {
#define MODEL_EXTRA_TYPES
#include MODEL_EXTRA
#undef MODEL_EXTRA_TYPES
};
static const struct model_verb verbs[] = {
#define MODEL_EXTRA_VERBS
#include MODEL_EXTRA
#undef MODEL_EXTRA_VERBS
};
const struct model_types model_types_extra = { TABLE(types) };
const struct model_verbs model_verbs_extra = { TABLE(verbs) };
#else
const struct model_types model_types_extra = { NO_TABLE };
const struct model_verbs model_verbs_extra = { NO_TABLE };
#endif
