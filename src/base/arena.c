/* arena.c: many small pieces freed at once; chunks double up to a limit, a large piece gets a chunk of its own. */
#include "congvu/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_ALIGN 16
#define ARENA_FIRST 1024
#define ARENA_LARGEST 65536

struct chunk {
	struct chunk *next;
	size_t cap, used;
	_Alignas(ARENA_ALIGN) unsigned char bytes[];
};

struct arena {
	struct chunk *chunks; /* the one that is being filled comes first */
	size_t given, max;    /* bytes handed out, with rounding */
	size_t next_cap;
};

struct arena *arena_new(size_t max_bytes)
{
	struct arena *a = mem_alloc(sizeof(*a));

	if (!a)
		return NULL;
	a->max = max_bytes;
	a->next_cap = ARENA_FIRST;
	return a;
}

static void free_chunks(struct chunk *c)
{
	while (c) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	free_chunks(a->chunks);
	free(a);
}

void arena_reset(struct arena *a)
{
	if (!a->chunks)
		return;
	free_chunks(a->chunks->next); /* the newest chunk stays: the next request of this size needs no malloc */
	a->chunks->next = NULL;
	a->chunks->used = 0;
	a->given = 0;
}

static struct chunk *add_chunk(struct arena *a, size_t n)
{
	size_t cap = n > a->next_cap ? n : a->next_cap;
	struct chunk *c = malloc(sizeof(*c) + cap);

	if (!c)
		return NULL;
	c->cap = cap;
	c->used = 0;
	if (n > a->next_cap && a->chunks) { /* a large piece must not end the filling of the small ones' chunk */
		c->next = a->chunks->next;
		a->chunks->next = c;
		return c;
	}
	c->next = a->chunks;
	a->chunks = c;
	if (a->next_cap < ARENA_LARGEST)
		a->next_cap *= 2;
	return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	struct chunk *c = a->chunks;
	unsigned char *p;

	if (n > SIZE_MAX - sizeof(*c) - ARENA_LARGEST)
		return NULL;
	n = n ? (n + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1) : ARENA_ALIGN;
	if (n > a->max || a->given > a->max - n)
		return NULL;
	if (!c || c->cap - c->used < n)
		c = add_chunk(a, n);
	if (!c)
		return NULL;
	p = c->bytes + c->used;
	c->used += n;
	a->given += n;
	return memset(p, 0, n);
}

void *arena_array(struct arena *a, size_t n, size_t m)
{
	size_t total;

	if (__builtin_mul_overflow(n, m, &total))
		return NULL;
	return arena_alloc(a, total);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;

	if (p && n > 0)
		memcpy(p, s, n);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

static void *or_abort(void *p)
{
	if (!p) {
		log_err("arena: ceiling or memory exhausted");
		abort();
	}
	return p;
}

void *arena_xalloc(struct arena *a, size_t n)
{
	return or_abort(arena_alloc(a, n));
}

char *arena_xstrdup(struct arena *a, const char *s)
{
	return or_abort(arena_strdup(a, s));
}

char *arena_xprintf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = or_abort(n < 0 ? NULL : arena_alloc(a, (size_t)n + 1));
	if (vsnprintf(p, (size_t)n + 1, fmt, again) != n)
		p[0] = '\0';
	va_end(again);
	return p;
}
