/* door_child.c: every process that congvud started, by id. Whoever started one is told of its end; nothing is ever signalled that is not
 * in this list, so an id that the kernel has given to somebody else can never be hit. */
#include "door_internal.h"

#include <signal.h>
#include <stdlib.h>

struct door_child {
	struct door_child *next;
	pid_t pid;
	door_child_fn *fn;
	void *ctx;
};

int door_child_spawn(struct door *d, struct plat_spawn *s, pid_t *pid, door_child_fn *fn, void *ctx)
{
	struct door_child *k = mem_alloc(sizeof *k);
	if (!k)
		return ERR_NOMEM;
	if (!s->death_signal)
		s->death_signal = SIGTERM;
	int rc = plat_spawn(s, pid);
	if (rc) {
		log_err("%s could not be started: %s", s->path, err_name(rc));
		free(k);
		return rc;
	}
	*k = (struct door_child){ d->children, *pid, fn, ctx };
	d->children = k;
	return 0;
}

void door_child_forget(struct door *d, pid_t pid)
{
	for (struct door_child *k = d->children; k; k = k->next)
		if (k->pid == pid)
			k->fn = NULL;
}

size_t door_child_count(const struct door *d)
{
	size_t n = 0;
	for (const struct door_child *k = d->children; k; k = k->next)
		n++;
	return n;
}

void door_child_kill_all(struct door *d, int signo)
{
	for (struct door_child *k = d->children; k; k = k->next)
		(void)kill(k->pid, signo);
}

void door_child_reap(struct door *d)
{
	pid_t pid;
	int status;
	while (plat_reap(-1, true, &pid, &status) == 0) {
		struct door_child **at = &d->children, *k;
		while (*at && (*at)->pid != pid)
			at = &(*at)->next;
		if (!(k = *at))
			continue;
		*at = k->next;
		if (k->fn)
			k->fn(d, pid, status, k->ctx);
		free(k);
	}
}
