/* net_keygen.c: ed25519 keys for hosts and nodes, because only this program knows SSH's formats. */
#include "net_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_FILE_MAX 16384

static int print_public(ssh_key key)
{
	unsigned char *hash = NULL;
	size_t n = 0;
	char *text = NULL;
	if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK || ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &n) != 0) {
		ssh_string_free_char(text);
		return ERR_INVALID;
	}
	char *print = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, n);
	printf("%s %s\n%s\n", ssh_key_type_to_char(ssh_key_type(key)), text, print ? print : "");
	int rc = print && fflush(stdout) == 0 ? 0 : ERR_IO;
	ssh_string_free_char(print);
	ssh_clean_pubkey_hash(&hash);
	ssh_string_free_char(text);
	return rc;
}

static int write_private(const char *path, int fd, const char *text)
{
	if (!path)
		return plat_write_all(fd, text, strlen(text));
	if (plat_exists(path))
		return ERR_EXISTS;
	return plat_write_file_atomic(path, text, strlen(text), 0600);
}

static int report(int rc, const char *path)
{
	if (rc)
		fprintf(stderr, "%s: %s\n", path ? path : "key", err_name(rc));
	return rc ? NET_EXIT_FAILED : NET_EXIT_OK;
}

int net_keygen(const char *path, int fd)
{
	ssh_key key = NULL;
	char *text = NULL;
	int rc = ERR_NOMEM;
	if (ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key) == SSH_OK && ssh_pki_export_privkey_base64(key, NULL, NULL, NULL, &text) == SSH_OK)
		rc = write_private(path, fd, text);
	if (!rc)
		rc = print_public(key);
	if (text)
		mem_wipe(text, strlen(text));
	ssh_string_free_char(text);
	ssh_key_free(key);
	return report(rc, path);
}

int net_pubkey(const char *path)
{
	struct buf b;
	ssh_key key = NULL;
	buf_init(&b, KEY_FILE_MAX);
	int rc = plat_read_file(path, KEY_FILE_MAX, &b);
	if (!rc && ssh_pki_import_privkey_base64(buf_str(&b), NULL, NULL, NULL, &key) != SSH_OK)
		rc = ERR_INVALID;
	if (!rc)
		rc = print_public(key);
	if (b.p)
		mem_wipe(b.p, b.cap);
	buf_clear(&b);
	ssh_key_free(key);
	return report(rc, path);
}
