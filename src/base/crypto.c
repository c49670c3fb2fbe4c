/* crypto.c: digests, secrets and passwords, all from libsodium. */
#include "base_internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ARGON_OPS 2
#define ARGON_BYTES (19u * 1024 * 1024)

_Static_assert(PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "a password's hash does not fit");
_Static_assert(HASH_LEN == crypto_hash_sha256_BYTES, "SHA-256");

/* Most processes never need it, so it starts at the first use. Failing means that there is no randomness: nothing may go on. */
static void ready(void)
{
	static bool done;

	if (done)
		return;
	if (sodium_init() < 0) {
		log_err("libsodium does not start");
		abort();
	}
	done = true;
}

void hash_sha256(const void *p, size_t n, uint8_t out[HASH_LEN])
{
	ready();
	crypto_hash_sha256(out, n ? p : (const void *)"", n);
}

void hash_sha256_cat(const struct val *parts, size_t n, uint8_t out[HASH_LEN])
{
	crypto_hash_sha256_state st;

	ready();
	crypto_hash_sha256_init(&st);
	for (size_t i = 0; i < n; i++)
		if (parts[i].shape == VAL_BYTES && parts[i].n > 0)
			crypto_hash_sha256_update(&st, (const unsigned char *)parts[i].s, parts[i].n);
	crypto_hash_sha256_final(&st, out);
}

static void hmac(const void *key, size_t n_key, const void *a, size_t n_a, const void *b, size_t n_b, uint8_t out[HASH_LEN])
{
	crypto_auth_hmacsha256_state st;

	ready();
	crypto_auth_hmacsha256_init(&st, key, n_key);
	if (n_a > 0)
		crypto_auth_hmacsha256_update(&st, a, n_a);
	if (n_b > 0)
		crypto_auth_hmacsha256_update(&st, b, n_b);
	crypto_auth_hmacsha256_final(&st, out);
	mem_wipe(&st, sizeof(st));
}

void hash_hmac(const uint8_t key[HASH_LEN], const void *p, size_t n, uint8_t out[HASH_LEN])
{
	hmac(key, HASH_LEN, p, n, NULL, 0, out);
}

void crypto_hkdf(const void *ikm, size_t n_ikm, const void *info, size_t n_info, uint8_t out[HASH_LEN])
{
	static const uint8_t no_salt[HASH_LEN], first = 1;
	uint8_t prk[HASH_LEN];

	hmac(no_salt, sizeof(no_salt), ikm, n_ikm, NULL, 0, prk);
	hmac(prk, sizeof(prk), info, n_info, &first, 1, out);
	mem_wipe(prk, sizeof(prk));
}

void hash_hkdf(const uint8_t key[HASH_LEN], const char *info, uint8_t out[HASH_LEN])
{
	crypto_hkdf(key, HASH_LEN, info, strlen(info), out);
}

bool hash_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void random_bytes(void *p, size_t n)
{
	ready();
	randombytes_buf(p, n);
}

int password_hash(const char *pw, char out[PASSWORD_HASH_MAX])
{
	ready();
	if (crypto_pwhash_str_alg(out, pw, strlen(pw), ARGON_OPS, ARGON_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		out[0] = '\0';
		return ERR_NOMEM;
	}
	return ERR_NONE;
}

bool password_verify(const char *hash, const char *pw)
{
	static const uint8_t salt[crypto_pwhash_SALTBYTES];
	uint8_t ignored[HASH_LEN];

	ready();
	if (hash && strncmp(hash, crypto_pwhash_argon2id_STRPREFIX, strlen(crypto_pwhash_argon2id_STRPREFIX)) == 0)
		return crypto_pwhash_str_verify(hash, pw, strlen(pw)) == 0;
	/* Nobody may learn from the time taken whether an account exists. */
	if (crypto_pwhash(ignored, sizeof(ignored), pw, strlen(pw), salt, ARGON_OPS, ARGON_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
		log_warn("argon2id: out of memory");
	mem_wipe(ignored, sizeof(ignored));
	return false;
}
