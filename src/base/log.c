/* log.c: one line an event, priority first, so that journald and a plain file can both take it. */
#include "congvu/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOG_LINE_MAX 1024

static struct {
	char ident[32];
	int fd;
	enum log_level max;
} out = { "congvu", 2, LOG_LEVEL_INFO };

void log_open(const char *ident, int fd, enum log_level max)
{
	size_t n = ident ? strlen(ident) : 0;

	if (n >= sizeof(out.ident))
		n = sizeof(out.ident) - 1;
	if (n > 0) {
		memcpy(out.ident, ident, n);
		out.ident[n] = '\0';
	}
	out.fd = fd;
	out.max = max;
}

/* A line must stay one line, and must not drive the terminal of whoever reads it. */
static size_t flatten(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			s[i] = ' ';
	return n;
}

void log_msg(enum log_level level, const char *fmt, ...)
{
	char line[LOG_LINE_MAX];
	int saved = errno, head, body;
	size_t len, room;
	va_list ap;

	if (out.fd < 0 || level > out.max)
		return;
	head = snprintf(line, sizeof(line), "<%d>%s[%ld]: ", (int)level, out.ident, (long)getpid());
	len = head > 0 ? (size_t)head : 0;
	room = sizeof(line) - len - 1;
	va_start(ap, fmt);
	body = vsnprintf(line + len, room, fmt, ap);
	va_end(ap);
	if (body > 0) /* a cut line says so by its last three bytes */
		len += flatten(line + len, (size_t)body < room ? (size_t)body : room - 1);
	if (body > 0 && (size_t)body >= room)
		memcpy(line + len - 3, "...", 3);
	line[len++] = '\n';
	for (size_t done = 0; done < len;) {
		ssize_t w = write(out.fd, line + done, len - done);

		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			break; /* there is nowhere left to tell it */
		done += (size_t)w;
	}
	errno = saved;
}

const char *log_quote(char *dst, size_t cap, const void *src, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *s = src;
	size_t len = 0;

	if (cap == 0)
		return "";
	for (size_t i = 0; i < n; i++) {
		bool plain = s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\' && s[i] != '\'';
		size_t need = plain ? 1 : 4;

		if (len + need >= cap)
			break;
		if (plain) {
			dst[len++] = (char)s[i];
		} else {
			dst[len++] = '\\';
			dst[len++] = 'x';
			dst[len++] = digits[s[i] >> 4];
			dst[len++] = digits[s[i] & 15];
		}
	}
	dst[len] = '\0';
	return dst;
}
