/* mem.c: allocation that is zeroed, overflow-checked, and that either returns NULL or ends the process with a line in the log. */
#include "congvu/base.h"

#include <stdlib.h>
#include <string.h>

void *mem_alloc(size_t n)
{
	return calloc(1, n ? n : 1);
}

void *mem_array(size_t n, size_t m)
{
	size_t total;

	if (__builtin_mul_overflow(n, m, &total))
		return NULL;
	return mem_alloc(total);
}

void *mem_resize(void *p, size_t n, size_t m)
{
	size_t total;

	if (__builtin_mul_overflow(n, m, &total))
		return NULL;
	return realloc(p, total ? total : 1);
}

char *mem_strdup(const char *s)
{
	size_t n = strlen(s) + 1;
	char *p = malloc(n);

	if (p)
		memcpy(p, s, n);
	return p;
}

static void *or_abort(void *p)
{
	if (!p) {
		log_err("out of memory");
		abort();
	}
	return p;
}

void *mem_xalloc(size_t n)
{
	return or_abort(mem_alloc(n));
}

void *mem_xarray(size_t n, size_t m)
{
	return or_abort(mem_array(n, m));
}

void *mem_xresize(void *p, size_t n, size_t m)
{
	return or_abort(mem_resize(p, n, m));
}

char *mem_xstrdup(const char *s)
{
	return or_abort(mem_strdup(s));
}

void mem_wipe(void *p, size_t n)
{
	if (p && n > 0)
		explicit_bzero(p, n);
}
