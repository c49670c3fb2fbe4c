/* model_names: prints the words that only src/model may write down: verbs, states, and fields of all types but the system's. */
#include <stdio.h>

#include "congvu/model.h"

int main(void)
{
	for (size_t i = 0; i < model_type_count(); i++) {
		const struct model_type *t = model_type_at(i);

		for (size_t k = 0; k < t->n_states; k++)
			printf("%s\tstate of %s\n", t->states[k].name, t->name);
		for (size_t k = 0; k < t->n_fields && !(t->flags & MODEL_T_SYSTEM); k++)
			printf("%s\tfield of %s\n", t->fields[k].name, t->name);
	}
	for (size_t i = 0; i < model_verb_count(); i++)
		printf("%s\tverb of %s\n", model_verb_at(i)->name, model_verb_at(i)->type);
	return 0;
}
