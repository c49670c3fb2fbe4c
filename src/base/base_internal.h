/* base_internal.h: what base's own files and tests share. */
#ifndef BASE_INTERNAL_H
#define BASE_INTERNAL_H

#include "congvu/base.h"

/* HKDF-SHA256 with an empty salt and 32 bytes out, from key material of any length (the test vectors of RFC 5869 have 22 bytes). */
void crypto_hkdf(const void *ikm, size_t n_ikm, const void *info, size_t n_info, uint8_t out[HASH_LEN]);

#endif
