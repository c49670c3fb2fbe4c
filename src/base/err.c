/* err.c: error codes, their names, and the struct that carries words for the person and for the log. */
#include "congvu/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *err_name(int code)
{
	switch (code) {
#define X(name, value, text) \
	case value:          \
		return text;
		ERR_LIST(X)
#undef X
	}
	return "unknown error";
}

/* Copies what fits, never half a character: the texts are shown on a terminal. */
static void copy_text(char *dst, size_t cap, const char *src)
{
	size_t n = src ? strlen(src) : 0;

	if (n >= cap) {
		n = cap - 1;
		while (n > 0 && ((unsigned char)src[n] & 0xc0) == 0x80)
			n--;
	}
	if (n > 0)
		memcpy(dst, src, n);
	dst[n] = '\0';
}

int err_set(struct err_info *ei, int code, const char *text)
{
	if (!ei)
		return code;
	ei->code = code;
	copy_text(ei->text, sizeof(ei->text), text);
	ei->detail[0] = '\0';
	return code;
}

int err_setf(struct err_info *ei, int code, const char *text, const char *detail_fmt, ...)
{
	va_list ap;

	if (!ei)
		return code;
	err_set(ei, code, text);
	if (!detail_fmt)
		return code;
	va_start(ap, detail_fmt);
	if (vsnprintf(ei->detail, sizeof(ei->detail), detail_fmt, ap) < 0)
		ei->detail[0] = '\0';
	va_end(ap);
	return code;
}

int err_from_errno(int e)
{
	switch (e) {
	case 0:
		return ERR_NONE;
	case ENOMEM:
		return ERR_NOMEM;
	case ENOSPC:
	case EDQUOT:
	case EFBIG: /* RLIMIT_FSIZE and file systems of 32-bit sizes: for the clerk the disk is full */
		return ERR_FULL;
	case EROFS:
		return ERR_READONLY;
	case ENOENT:
	case ENOTDIR:
	case ESRCH:
	case ECHILD:
		return ERR_NOTFOUND;
	case EEXIST:
		return ERR_EXISTS;
	case EINVAL:
	case ENAMETOOLONG:
	case EILSEQ:
		return ERR_INVALID;
	case EACCES:
	case EPERM:
		return ERR_DENIED;
	case EBUSY:
	case EADDRINUSE:
	case ETXTBSY:
		return ERR_BUSY;
	case EAGAIN:
	case EINTR:
		return ERR_AGAIN;
	case EPIPE:
	case ECONNRESET:
	case ECONNREFUSED:
	case ECONNABORTED:
	case ENOTCONN:
	case ESHUTDOWN:
		return ERR_CLOSED;
	case ETIMEDOUT:
		return ERR_TIMEOUT;
	case EMSGSIZE:
	case EOVERFLOW:
	case EMFILE:
	case ENFILE:
		return ERR_RANGE;
	}
	return ERR_IO;
}
