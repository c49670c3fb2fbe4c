/* door_rules.c: what a connection's process may say, and when. It talks to clients, so it is taken for theirs: a record that its own code
 * would never send at that point means that somebody else is speaking, and the process is killed. The rules, and all of them:
 *
 *   WAIT -(PW, KEYQ, KEYOK)-> ASKED -(our answer)-> WAIT or IN        a login happens once: IN never asks again
 *   IN -PTY-> PTY -SIZE-> PTY        IN -SYNC-> SYNC                   one of the two, once
 *   any -BYE-> OVER                                                    then nothing
 */
#include "door_internal.h"

#define BIT(stage) (1u << (stage))

static const struct {
	enum wire_oracle_kind kind;
	unsigned legal;
	int next; /* -1: stays */
} rules[] = {
	{ WIRE_ORACLE_PW, BIT(DOOR_WAIT), DOOR_ASKED },
	{ WIRE_ORACLE_KEYQ, BIT(DOOR_WAIT), DOOR_ASKED },
	{ WIRE_ORACLE_KEYOK, BIT(DOOR_WAIT), DOOR_ASKED },
	{ WIRE_ORACLE_PTY, BIT(DOOR_IN), DOOR_PTY },
	{ WIRE_ORACLE_SYNC, BIT(DOOR_IN), DOOR_SYNC },
	{ WIRE_ORACLE_SIZE, BIT(DOOR_PTY), -1 },
	{ WIRE_ORACLE_BYE, BIT(DOOR_WAIT) | BIT(DOOR_ASKED) | BIT(DOOR_IN) | BIT(DOOR_PTY) | BIT(DOOR_SYNC) | BIT(DOOR_OVER), DOOR_OVER },
};

int door_rules_next(enum door_stage now, enum wire_oracle_kind kind)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (rules[i].kind == kind)
			return !(rules[i].legal & BIT(now)) ? -1 : rules[i].next < 0 ? (int)now : rules[i].next;
	return -1; /* our own answers, said back to us */
}
