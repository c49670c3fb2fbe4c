/* door_text.c: keys as people and databases write them. */
#include "door_internal.h"

#include <string.h>

void door_base64(const uint8_t *p, size_t n, char *out)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) | (i + 2 < n ? p[i + 2] : 0);
		*out++ = alphabet[v >> 18];
		*out++ = alphabet[v >> 12 & 63];
		*out++ = i + 1 < n ? alphabet[v >> 6 & 63] : '=';
		*out++ = i + 2 < n ? alphabet[v & 63] : '=';
	}
	*out = '\0';
}

/* As `ssh-keygen -l` shows it. */
void door_fingerprint(const uint8_t *blob, size_t n, char out[DOOR_FINGERPRINT_MAX])
{
	uint8_t h[HASH_LEN];
	hash_sha256(blob, n, h);
	memcpy(out, "SHA256:", 7);
	door_base64(h, sizeof h, out + 7);
	out[7 + 43] = '\0'; /* without the padding */
}

bool door_node_of(const char *user, uint32_t *node)
{
	uint32_t n = 0;
	size_t i = 1;
	if (user[0] != 'n')
		return false;
	for (; user[i] >= '0' && user[i] <= '9' && n < 100000000; i++)
		n = n * 10 + (uint32_t)(user[i] - '0');
	*node = n;
	return i > 1 && user[1] != '0' && !user[i] && n <= 16777215;
}
