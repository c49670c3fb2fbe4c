/* sshenv: an SSH client that says what no ordinary client says: environment in any order, any number of times, with any bytes. Host keys are
 * not looked at.
 *
 *   sshenv PORT USER PASSWORD     the script comes on stdin, a command a line:
 *
 *   env NAME VALUE [COUNT]   asks for a variable COUNT times and prints `env NAME yes N no M`; NAME, VALUE: \xNN, \s a blank,
 *                            `-` nothing, *N so many letters
 *   pty COLS ROWS / shell    what a terminal session begins with
 *   send TEXT                keys, \xNN                          read TEXT   prints what comes, until TEXT has come (10 s)
 *   end                      until the other side has closed the channel; closes it too, then asks twice for an answer: the second proves
 *                            that the other side has seen the close and leaves it to us to hang up. Prints `end STATUS connected yes|no`
 */
#include <ctype.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_MS 10000

static ssh_session s;
static ssh_channel ch;

static void die(const char *what)
{
	fprintf(stderr, "sshenv: %s: %s\n", what, s ? ssh_get_error(s) : "");
	exit(1);
}

static char *unescape(const char *p)
{
	size_t n = 0, cap = *p == '*' ? (size_t)atol(p + 1) + 1 : strlen(p) + 1;
	char *out = malloc(cap);
	if (!out)
		die("memory");
	if (*p == '*') {
		memset(out, 'x', cap - 1);
		n = cap - 1;
	} else if (strcmp(p, "-") != 0) {
		for (; *p; p++) {
			if (p[0] == '\\' && p[1] == 'x' && isxdigit((unsigned char)p[2]) && isxdigit((unsigned char)p[3])) {
				char hex[3] = { p[2], p[3], 0 };
				out[n++] = (char)strtol(hex, NULL, 16);
				p += 3;
			} else if (p[0] == '\\' && p[1] == 's') {
				out[n++] = ' ';
				p++;
			} else {
				out[n++] = *p;
			}
		}
	}
	out[n] = '\0';
	return out;
}

static void env(const char *name, const char *value, long count)
{
	char *n = unescape(name), *v = unescape(value);
	long yes = 0, no = 0;
	for (long i = 0; i < count; i++) {
		if (ssh_channel_request_env(ch, n, v) == SSH_OK)
			yes++;
		else
			no++;
		if (!ssh_is_connected(s))
			die("the line went");
	}
	printf("env %s yes %ld no %ld\n", name, yes, no);
	free(n);
	free(v);
}

static void read_until(const char *text)
{
	static char all[1 << 20];
	size_t n = 0;
	all[0] = '\0';
	while (!strstr(all, text)) {
		int got = n + 1 < sizeof all ? ssh_channel_read_timeout(ch, all + n, (uint32_t)(sizeof all - 1 - n), 0, READ_MS) : 0;
		if (got <= 0)
			die(text);
		for (int i = 0; i < got; i++)
			all[n + (size_t)i] = all[n + (size_t)i] ? all[n + (size_t)i] : ' ';
		n += (size_t)got;
		all[n] = '\0';
	}
	printf("%s\n", all);
}

static void send_keys(const char *text)
{
	char *keys = unescape(text);
	if (ssh_channel_write(ch, keys, (uint32_t)strlen(keys)) <= 0)
		die("send");
	free(keys);
}

static void end(void)
{
	char drop[4096];
	while (ssh_channel_read_timeout(ch, drop, sizeof drop, 0, READ_MS) > 0)
		;
	if (!ssh_channel_is_eof(ch))
		die("end");
	(void)ssh_channel_close(ch);
	for (int i = 0; i < 2; i++)
		(void)ssh_send_keepalive(s); /* waits for the answer; what it returns says nothing (SSH.md 1.2) */
	printf("end %d connected %s\n", ssh_channel_get_exit_status(ch), ssh_is_connected(s) ? "yes" : "no");
}

static void obey(char *line)
{
	char *word = strtok(line, " "), *a = strtok(NULL, " "), *b = strtok(NULL, " "), *c = strtok(NULL, " ");
	if (!word || *word == '#')
		return;
	if (strcmp(word, "env") == 0 && b)
		env(a, b, c ? atol(c) : 1);
	else if (strcmp(word, "pty") == 0 && b && ssh_channel_request_pty_size(ch, "xterm", atoi(a), atoi(b)) == SSH_OK)
		;
	else if (strcmp(word, "shell") == 0 && ssh_channel_request_shell(ch) == SSH_OK)
		;
	else if (strcmp(word, "send") == 0 && a)
		send_keys(a);
	else if (strcmp(word, "read") == 0 && a)
		read_until(a);
	else if (strcmp(word, "end") == 0)
		end();
	else
		die(word);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char line[4096];
	int no = 0;
	unsigned port;
	if (argc != 4)
		return 2;
	port = (unsigned)atoi(argv[1]);
	s = ssh_new();
	if (!s || ssh_options_set(s, SSH_OPTIONS_HOST, "127.0.0.1") || ssh_options_set(s, SSH_OPTIONS_PORT, &port) ||
	    ssh_options_set(s, SSH_OPTIONS_USER, argv[2]) || ssh_options_set(s, SSH_OPTIONS_PROCESS_CONFIG, &no) || ssh_connect(s) != SSH_OK)
		die("connect");
	if (ssh_userauth_password(s, NULL, argv[3]) != SSH_AUTH_SUCCESS)
		die("login");
	ch = ssh_channel_new(s);
	if (!ch || ssh_channel_open_session(ch) != SSH_OK)
		die("channel");
	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		obey(line);
	}
	ssh_disconnect(s);
	ssh_free(s);
	return 0;
}
