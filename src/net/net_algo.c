/* net_algo.c: the algorithms offered, nearly one of each: a short KEXINIT is a quick login on a slow line (SSH.md 2, 6).
 * aes-ctr is not offered by default: the client's order decides, PuTTY puts it first, and it costs 52 instead of 36 bytes a key. */
#include "net_internal.h"

#define KEX "curve25519-sha256,curve25519-sha256@libssh.org"
#define KEX_WIDE KEX ",diffie-hellman-group16-sha512,diffie-hellman-group18-sha512"
#define CIPHERS "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com"
#define CIPHERS_COMPATIBLE CIPHERS ",aes256-ctr"
#define MACS "hmac-sha2-256-etm@openssh.com"
#define KEYS "ssh-ed25519"

int net_algo_server(ssh_bind b, const struct net_conf *conf)
{
	const char *ciphers = conf->compatible ? CIPHERS_COMPATIBLE : CIPHERS;
	const struct {
		enum ssh_bind_options_e option;
		const void *value;
	} set[] = {
		{ SSH_BIND_OPTIONS_PROCESS_CONFIG, &(bool){ false } }, /* first: the system's files are read at the first use otherwise */
		{ SSH_BIND_OPTIONS_BANNER, "congvu" },
		{ SSH_BIND_OPTIONS_KEY_EXCHANGE, conf->wide_kex ? KEX_WIDE : KEX },
		{ SSH_BIND_OPTIONS_CIPHERS_C_S, ciphers },
		{ SSH_BIND_OPTIONS_CIPHERS_S_C, ciphers },
		{ SSH_BIND_OPTIONS_HMAC_C_S, MACS },
		{ SSH_BIND_OPTIONS_HMAC_S_C, MACS },
		{ SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS, KEYS },
		{ SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES, KEYS },
	};
	for (size_t i = 0; i < COUNT_OF(set); i++)
		if (ssh_bind_options_set(b, set[i].option, set[i].value) < 0)
			return ERR_INVALID;
	return 0;
}

int net_algo_client(ssh_session s)
{
	const struct {
		enum ssh_options_e option;
		const void *value;
	} set[] = {
		{ SSH_OPTIONS_PROCESS_CONFIG, &(bool){ false } },
		{ SSH_OPTIONS_KEY_EXCHANGE, KEX },
		{ SSH_OPTIONS_CIPHERS_C_S, "chacha20-poly1305@openssh.com" },
		{ SSH_OPTIONS_CIPHERS_S_C, "chacha20-poly1305@openssh.com" },
		{ SSH_OPTIONS_HMAC_C_S, MACS },
		{ SSH_OPTIONS_HMAC_S_C, MACS },
		{ SSH_OPTIONS_HOSTKEYS, KEYS },
		{ SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, KEYS },
		{ SSH_OPTIONS_KNOWNHOSTS, "/dev/null" },
		{ SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null" },
		{ SSH_OPTIONS_COMPRESSION, "no" }, /* frames are deflated with a dictionary already */
	};
	for (size_t i = 0; i < COUNT_OF(set); i++)
		if (ssh_options_set(s, set[i].option, set[i].value) < 0)
			return ERR_INVALID;
	return 0;
}
