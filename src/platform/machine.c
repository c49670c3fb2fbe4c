/* machine.c: since when this machine runs. */
#include "congvu/platform.h"

#include <string.h>
#include <time.h>

int64_t plat_boot_ms(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int plat_boot_id(char out[40])
{
	struct buf b;
	int r;

	out[0] = '\0';
	buf_init(&b, 39);
	r = plat_read_file("/proc/sys/kernel/random/boot_id", 39, &b);
	if (!r) {
		memcpy(out, buf_str(&b), b.len + 1);
		out[strcspn(out, "\n")] = '\0';
	}
	buf_clear(&b);
	return r;
}
