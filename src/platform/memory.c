/* memory.c: a process that mostly waits gives the system back what it needed only for a moment. */
#include "congvu/platform.h"

#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE_BYTES (32 * 1024) /* from here on a piece has its own mapping: freed, it is gone at once and leaves no hole in the heap */
#define STACK_BYTES ((uintptr_t)512 * 1024)

void plat_memory_small(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	(void)mallopt(M_TRIM_THRESHOLD, LARGE_BYTES);
}

/* The stack below this frame holds what deep calls (the SQL parser, reading a terminal's description) left there: 40 kB of a session that
 * only waits. The kernel takes those pages and gives zeros when they are touched again. Below the stack's present end nothing is mapped. */
static __attribute__((noinline)) void stack_give_back(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t end = ((uintptr_t)__builtin_frame_address(0) & ~(page - 1)) - page;

	(void)madvise((unsigned char *)__builtin_frame_address(0) - ((uintptr_t)__builtin_frame_address(0) - end) - STACK_BYTES, STACK_BYTES,
	              MADV_DONTNEED);
}

void plat_memory_give_back(void)
{
	(void)malloc_trim(0);
	stack_give_back();
}
