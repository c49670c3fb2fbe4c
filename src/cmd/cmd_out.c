/* cmd_out.c: results to stdout in large pieces, reasons to stderr. */
#include "cmd_internal.h"

#include <stdio.h>
#include <string.h>

#include "congvu/platform.h"

#define PIECE 65536u

static struct {
	uint8_t p[PIECE];
	size_t n;
	int err; /* sticky: ERR_CLOSED is quiet */
} out;

static void write_out(void)
{
	if (out.n > 0 && !out.err)
		out.err = plat_write_all(1, out.p, out.n);
	out.n = 0;
}

void cmd_put(const void *p, size_t n)
{
	const uint8_t *from = p;

	while (n > 0) {
		size_t fit = n < PIECE - out.n ? n : PIECE - out.n;

		memcpy(out.p + out.n, from, fit);
		out.n += fit;
		from += fit;
		n -= fit;
		if (out.n == PIECE)
			write_out();
	}
}

void cmd_puts(const char *s)
{
	cmd_put(s, strlen(s));
}

void cmd_printf(const char *fmt, ...)
{
	char line[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > 0)
		cmd_put(line, (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
}

bool cmd_out_open(void)
{
	return !out.err;
}

int cmd_flush(void)
{
	write_out();
	if (out.err && out.err != ERR_CLOSED)
		return cmd_fail_text("stdout: %s", err_name(out.err));
	return CMD_DONE;
}

int cmd_fail(int err, const struct err_info *ei)
{
	write_out(); /* what was said before the failure comes first on a terminal */
	fprintf(stderr, "congvu: %s\n", ei && ei->text[0] ? ei->text : err_name(err));
	if (ei && ei->detail[0])
		fprintf(stderr, "congvu: (%s)\n", ei->detail);
	return err == ERR_USAGE ? CMD_WRONG : CMD_FAILED;
}

int cmd_fail_text(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("congvu: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return CMD_FAILED;
}

int cmd_fail_message(const char *id)
{
	return cmd_fail_text("%s", model_message(id));
}

int cmd_wrong(const struct cmd_call *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("congvu: ", stderr);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nusage: congvu %s%s%s\n", c->def->name, c->def->args[0] ? " " : "", c->def->args);
	return CMD_WRONG;
}
