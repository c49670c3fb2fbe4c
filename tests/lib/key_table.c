/* key_table: the key table of the full-screen program, one row a line, for tests that must miss none of it:
 *   ACTION<tab>KEYS<tab>CONTEXTS          e.g. SAVE<tab>F2 Ctrl-S<tab>FORM PROBLEMS ASK
 */
#include <stdio.h>

#include "../../src/ui/ui_keys_internal.h"

static const struct { const char *name; unsigned bit; } contexts[] = {
	{ "MENU", UI_CTX_MENU }, { "LIST", UI_CTX_LIST }, { "FORM", UI_CTX_FORM }, { "RECORD", UI_CTX_RECORD }, { "POPUP", UI_CTX_POPUP },
	{ "PROBLEMS", UI_CTX_PROBLEMS }, { "TEXT", UI_CTX_TEXT }, { "PROMPT", UI_CTX_PROMPT }, { "LOGIN", UI_CTX_LOGIN }, { "ASK", UI_CTX_ASK },
	{ "HITS", UI_CTX_HITS }, { "MACROS", UI_CTX_MACROS }, { "RELATED", UI_CTX_RELATED },
};

static void row(const char *act, const char *keys, unsigned where)
{
	const char *before = "";

	printf("%s\t%s\t", act + sizeof("UI_ACT_") - 1, keys);
	for (size_t i = 0; i < COUNT_OF(contexts); i++) {
		if (!(where & contexts[i].bit))
			continue;
		printf("%s%s", before, contexts[i].name);
		before = " ";
		where &= ~contexts[i].bit;
	}
	printf("%s\n", where != 0 ? " UNKNOWN" : ""); /* a context that has no name here yet */
}

int main(void)
{
#define X(act, keys, where, bar, rank, words) row(#act, keys, where);
	UI_ACT_LIST(X)
#undef X
	return 0;
}
