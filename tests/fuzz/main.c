/* main.c: runs a fuzz target without libFuzzer: every file of a corpus folder, then mutations of them by a fixed seed.
 *
 *   TARGET [CORPUS_DIR] [ROUNDS]       prints one `ok` line; a crash or a failed assertion is the test's failure, and the input that did it
 *                                      lies beside the program in TARGET.crash: it belongs into the corpus
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INPUT_MAX 65536
#define INPUTS_MAX 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct {
	uint8_t *p;
	size_t n;
} inputs[INPUTS_MAX];
static size_t n_inputs;

static uint32_t next(void)
{
	static uint64_t s = 20261123;

	s = s * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(s >> 33);
}

static char crash_path[1024];
static const uint8_t *running;
static size_t n_running;

static void on_crash(int signo)
{
	int fd = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd >= 0 && write(fd, running, n_running) == (ssize_t)n_running)
		close(fd);
	signal(signo, SIG_DFL);
	raise(signo);
}

static void run(const uint8_t *p, size_t n)
{
	uint8_t *exact = malloc(n ? n : 1); /* its own block: a read past the end is seen by the sanitizer */

	if (!exact)
		abort();
	if (n > 0)
		memcpy(exact, p, n);
	running = exact;
	n_running = n;
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
}

static void load(const char *dir)
{
	static uint8_t chunk[INPUT_MAX];
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL && n_inputs < INPUTS_MAX) {
		char path[2048];
		FILE *f;
		size_t n;

		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		f = e->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (!f)
			continue;
		n = fread(chunk, 1, sizeof(chunk), f);
		fclose(f);
		inputs[n_inputs].p = malloc(n ? n : 1);
		if (!inputs[n_inputs].p)
			abort();
		memcpy(inputs[n_inputs].p, chunk, n);
		inputs[n_inputs++].n = n;
	}
	if (d)
		closedir(d);
}

/* One to eight of: a flipped bit, another byte, an interesting byte, a piece removed, doubled, or taken from another input. */
static size_t mutate(uint8_t *p, size_t n)
{
	static const uint8_t odd[] = { 0, 1, 0x7f, 0x80, 0xff, '\n', '"', '\\', '/', '%', ' ', 0xe1, 0xc3 };

	for (uint32_t times = 1 + next() % 8; times > 0; times--) {
		size_t at = n ? next() % n : 0, len = n ? 1 + next() % (n - at < 16 ? n - at : 16) : 0, other;

		switch (next() % 6) {
		case 0:
			if (n > 0)
				p[at] ^= (uint8_t)(1u << next() % 8);
			break;
		case 1:
			if (n > 0)
				p[at] = (uint8_t)next();
			break;
		case 2:
			if (n > 0)
				p[at] = odd[next() % sizeof(odd)];
			break;
		case 3:
			memmove(p + at, p + at + len, n - at - len);
			n -= len;
			break;
		case 4:
			if (n + len > INPUT_MAX)
				break;
			memmove(p + at + len, p + at, n - at);
			n += len;
			break;
		case 5:
			other = n_inputs ? next() % n_inputs : 0;
			len = n_inputs ? inputs[other].n : 0;
			if (len > 32)
				len = 1 + next() % 32;
			if (len > 0 && at + len <= INPUT_MAX) {
				memcpy(p + at, inputs[other].p + next() % (inputs[other].n - len + 1), len);
				n = at + len > n ? at + len : n;
			}
			break;
		}
	}
	return n;
}

int main(int argc, char **argv)
{
	static uint8_t work[INPUT_MAX + 64];
	const char *full = getenv("CHECK_FULL");
	long rounds = argc > 2 ? atol(argv[2]) : full ? 500000 : 20000;
	const int fatal[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL };

	snprintf(crash_path, sizeof(crash_path), "%s.crash", argv[0]);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		signal(fatal[i], on_crash);
	if (argc > 1)
		load(argv[1]);
	run((const uint8_t *)"", 0);
	for (size_t i = 0; i < n_inputs; i++)
		run(inputs[i].p, inputs[i].n);
	for (long i = 0; i < rounds; i++) {
		size_t n = 0;

		if (n_inputs > 0 && i % 16 != 0) {
			size_t from = next() % n_inputs;

			n = inputs[from].n;
			memcpy(work, inputs[from].p, n);
		} else { /* from nothing */
			n = next() % 64;
			for (size_t k = 0; k < n; k++)
				work[k] = (uint8_t)next();
		}
		run(work, mutate(work, n));
	}
	printf("ok %zu inputs, %ld mutations\n", n_inputs + 1, rounds);
	for (size_t i = 0; i < n_inputs; i++)
		free(inputs[i].p);
	return 0;
}
