/* congvu/platform.h: what the operating system gives: files, locks, processes, terminals, descriptors, sandbox.
 *
 *  - Every function returns 0 or a negative enum err (base.h) unless its comment says otherwise; errno is never the interface.
 *  - Every descriptor that comes out of here is close-on-exec. Blocking or not is said with each function.
 *  - Out-pointers for descriptors are -1 after a failure.
 *  - No function here writes to the terminal; what a person should be told is the caller's to word.
 */
#ifndef CONGVU_PLATFORM_H
#define CONGVU_PLATFORM_H

#include <signal.h>
#include <sys/types.h>

#include "congvu/base.h"

/* ---- files ------------------------------------------------------------------------------------------------------ */

#define PLAT_PATH_MAX 1024

/* dst = "dir/name" (one slash; dir "" or NULL: name alone; an absolute name wins). ERR_RANGE when it does not fit: dst is "" then. */
int plat_path(char *dst, size_t cap, const char *dir, const char *name) MUST_CHECK;
/* Like mkdir -p; what is there already stays as it is, new folders get `mode`. */
int plat_mkdirs(const char *path, mode_t mode) MUST_CHECK;
/* Appends the whole file to out. A file larger than max: ERR_RANGE; missing: ERR_NOTFOUND. out's own ceiling holds as well. */
int plat_read_file(const char *path, size_t max, struct buf *out) MUST_CHECK;
/* All or nothing, also across a power failure: temporary file beside it, fsync, rename, fsync of the folder. */
int plat_write_file_atomic(const char *path, const void *data, size_t n, mode_t mode) MUST_CHECK;
/* fsync of the folder that holds path (after an own rename or unlink). */
int plat_sync_parent(const char *path) MUST_CHECK;
bool plat_exists(const char *path);
/* size, mtime (seconds UTC); any pointer may be NULL. ERR_NOTFOUND when missing, ERR_INVALID when not a regular file. */
int plat_file_info(const char *path, int64_t *size, int64_t *mtime) MUST_CHECK;
/* Removes a file; a missing one is fine. */
int plat_unlink(const char *path) MUST_CHECK;
/* Removes a folder and all below it, never following a symbolic link; a missing one is fine. For tests and demo folders. */
int plat_remove_tree(const char *path) MUST_CHECK;
/* Calls fn for each name of a folder except . and .., in no order; fn != 0 ends it and is returned. */
int plat_each_entry(const char *dir, int (*fn)(const char *name, void *ctx), void *ctx) MUST_CHECK;
/* Bytes free for this user on the file system of path, or a negative error. */
int64_t plat_disk_free(const char *path);

/* ---- locks (open file description locks: they queue in the kernel and die with the descriptor) ------------------- */

int plat_lock_open(const char *path, int *fd) MUST_CHECK; /* made when missing, 0600; release with plat_close */
int plat_lock_wait(int fd) MUST_CHECK;                    /* blocks; a signal does not end the wait */
int plat_lock_try(int fd) MUST_CHECK;                     /* ERR_BUSY when another description holds it */
int plat_lock_shared(int fd) MUST_CHECK;                  /* blocks; many readers, no writer */
int plat_unlock(int fd) MUST_CHECK;

/* ---- shared page ------------------------------------------------------------------------------------------------ */

/* Maps `size` bytes of a small file, made and lengthened with zeros when needed (0600). Only for caches that may be lost. Unmap with
 * plat_shared_unmap. */
int plat_shared_page(const char *path, size_t size, void **map) MUST_CHECK;
void plat_shared_unmap(void *map, size_t size);

/* ---- memory of a process that mostly waits ----------------------------------------------------------------------- */

void plat_memory_small(void);     /* once, early: large pieces do not stay in the heap when freed */
/* For the environment of such a process: glibc's caches of small pieces are never trimmed and hold 90 kB of a session. */
#define PLAT_MEMORY_ENV "GLIBC_TUNABLES=glibc.malloc.tcache_count=0"
void plat_memory_give_back(void); /* before a long wait: free pages of heap and stack go to the system; the main thread only */

/* ---- descriptors ------------------------------------------------------------------------------------------------ */

void plat_close(int *fd); /* closes when >= 0 and sets -1; errors are logged */
int plat_fd_nonblock(int fd, bool on) MUST_CHECK;
int plat_fd_cloexec(int fd, bool on) MUST_CHECK;
int plat_pipe(int fd[2], bool nonblock) MUST_CHECK;
/* Writes all of it: waits with poll on a non-blocking descriptor, survives signals. ERR_CLOSED on a broken pipe. */
int plat_write_all(int fd, const void *p, size_t n) MUST_CHECK;
/* Reads exactly n bytes. ERR_CLOSED when the end comes before the first byte, ERR_CORRUPT when it comes in the middle. */
int plat_read_full(int fd, void *p, size_t n) MUST_CHECK;
/* One read: > 0 bytes, 0 at the end of the stream, ERR_AGAIN when nothing is there, else another negative error. Survives signals. */
ssize_t plat_read(int fd, void *p, size_t n);
/* One write of what fits: >= 0 bytes, ERR_AGAIN when full, ERR_CLOSED when nobody reads. */
ssize_t plat_write(int fd, const void *p, size_t n);
/* Waits until fd is ready for `events` (POLLIN, POLLOUT): 0, ERR_TIMEOUT, or an error. timeout_ms < 0: for ever. */
int plat_wait_fd(int fd, short events, int timeout_ms) MUST_CHECK;
/* A sealed, read-only piece of memory as a file: to hand a key to a child without a path. Offset is 0. */
int plat_memfd_sealed(const char *name, const void *data, size_t n, int *fd) MUST_CHECK;

/* ---- sockets ---------------------------------------------------------------------------------------------------- */

enum plat_sock { PLAT_STREAM, PLAT_SEQPACKET, PLAT_DGRAM };
#define PLAT_FDS_MAX 8

int plat_socketpair(enum plat_sock type, bool nonblock, int sv[2]) MUST_CHECK;
/* Sends n >= 1 bytes and up to PLAT_FDS_MAX descriptors in one message. ERR_AGAIN when the socket is full (nothing sent), ERR_CLOSED.
 * On a stream that takes a part only, the rest is waited for: keep stream messages small.
 * The caller keeps its own descriptors open or closes them as it likes. Never raises SIGPIPE. */
int plat_send_fds(int sock, const void *p, size_t n, const int *fds, size_t nfds) MUST_CHECK;
/* Receives one message: *n bytes (0: the other end closed, returns ERR_CLOSED), *nfds descriptors, now owned by the caller.
 * More bytes than cap (packet types) or more descriptors than fds_cap: ERR_RANGE, what came is closed and dropped. ERR_AGAIN as usual. */
int plat_recv_fds(int sock, void *p, size_t cap, size_t *n, int *fds, size_t fds_cap, size_t *nfds) MUST_CHECK;
/* Listening stream socket at path, 0600; a dead socket file is replaced, a living one is ERR_BUSY. Non-blocking. */
int plat_unix_listen(const char *path, int *fd) MUST_CHECK;
int plat_unix_connect(const char *path, int *fd) MUST_CHECK;    /* blocking connect, blocking socket; ERR_NOTFOUND when nobody listens */
int plat_unix_dgram(const char *path, int *fd) MUST_CHECK;      /* receiving end, replaces the file, 0600, non-blocking */
int plat_unix_poke(const char *path, const void *p, size_t n);  /* one datagram, never waits; nobody there: ERR_NOTFOUND */
/* Who is at the other end of a connected Unix socket. */
int plat_unix_peer(int fd, pid_t *pid, uid_t *uid) MUST_CHECK;

/* host NULL or "*": every address of both families. port 0: any; *bound_port (may be NULL) says which. Non-blocking. */
int plat_tcp_listen(const char *host, int port, int backlog, int *fd, int *bound_port) MUST_CHECK;
/* Tries each address within timeout_ms in all. Blocking socket with TCP_NODELAY and keep-alive. ERR_TIMEOUT, ERR_CLOSED (refused),
 * ERR_NOTFOUND (no such host), ERR_IO. */
int plat_tcp_connect(const char *host, int port, int timeout_ms, int *fd) MUST_CHECK;
/* accept4: ERR_AGAIN when nobody waits (also for a client that left meanwhile). The socket is non-blocking. `source` gets the numeric
 * address (PLAT_ADDR_MAX), "" for Unix sockets; may be NULL. */
#define PLAT_ADDR_MAX 64
int plat_accept(int listener, int *fd, char source[PLAT_ADDR_MAX]) MUST_CHECK;
/* Numeric address and port of the other end. */
int plat_tcp_peer(int fd, char host[PLAT_ADDR_MAX], int *port) MUST_CHECK;
bool plat_addr_is_loopback(const char *numeric); /* 127.0.0.0/8, ::1, and their mapped forms */

/* ---- processes -------------------------------------------------------------------------------------------------- */

struct plat_fd_map {
	int from, to; /* descriptor here -> descriptor number in the child */
};
struct plat_spawn {
	const char *path;        /* program, absolute or with a slash; never searched in PATH */
	const char *const *argv; /* NULL-terminated, argv[0] included */
	const struct plat_fd_map *fds; /* any order, overlaps allowed; every other descriptor is closed, 0-2 become /dev/null */
	size_t n_fds;            /* at most 16 */
	const char *const *env;  /* "NAME=value", NULL-terminated, added or replacing; NULL: nothing added */
	bool clean_env;          /* only PATH, HOME, LANG, TZ, CONGVU_*, the sanitizers' options and `env` */
	bool new_session;        /* setsid; also the child is out of reach of the parent's terminal signals */
	int ctty;                /* with new_session: the child's descriptor that becomes its controlling terminal; else -1 */
	const char *dir;         /* working folder, NULL: the same */
	int death_signal;        /* PR_SET_PDEATHSIG, 0: none */
};
#define PLAT_SPAWN_INIT { .ctty = -1 }
/* fork + exec. The child starts with default signal actions and nothing blocked. An exec that fails is reported here (ERR_NOTFOUND,
 * ERR_DENIED ...), not by a child that dies. */
int plat_spawn(const struct plat_spawn *s, pid_t *pid) MUST_CHECK;
/* Waits for one child (pid) or any (-1). 0: *pid_out ended, *status = exit status 0-255, or 256 + signal. ERR_AGAIN: nohang and none has
 * ended. ERR_NOTFOUND: no such child. */
int plat_reap(pid_t pid, bool nohang, pid_t *pid_out, int *status) MUST_CHECK;
/* Runs to the end and gives the exit status: spawn + reap. */
int plat_run(const struct plat_spawn *s, int *status) MUST_CHECK;

/* Folder of the running program (/proc/self/exe). */
int plat_self_dir(char *dst, size_t cap) MUST_CHECK;
/* Where a sibling program is: beside the running one, else ../libexec/congvu or ../bin of it. ERR_NOTFOUND. */
int plat_program_path(const char *name, char *dst, size_t cap) MUST_CHECK;
/* Where read-only data is ("screens/..."): the first that holds `name` of $CONGVU_DATADIR, the checkout that the program was built in
 * (in these two NAME or src/NAME), the compiled-in CONGVU_DATADIR. ERR_NOTFOUND. */
int plat_data_path(const char *name, char *dst, size_t cap) MUST_CHECK;

/* ---- pseudo terminals ------------------------------------------------------------------------------------------- */

int plat_pty_open(int *master, int *slave) MUST_CHECK; /* master non-blocking */
int plat_pty_resize(int master, int cols, int rows) MUST_CHECK; /* the foreground group gets SIGWINCH */
int plat_pty_size(int fd, int *cols, int *rows) MUST_CHECK;
/* Bytes that the master could read now, or a negative error. What is above one line discipline's buffer (4 kB) is not counted: 0 means
 * empty, more means not empty. */
int plat_pty_pending(int master);

/* ---- signals ---------------------------------------------------------------------------------------------------- */

void plat_signal_ignore_pipe(void);
/* Blocks `signo` in this process and adds it to a signalfd (*fd = -1 at first: a new one, non-blocking). loop_on_signal uses it. */
int plat_signalfd_add(int *fd, sigset_t *set, int signo) MUST_CHECK;
int plat_signalfd_read(int fd, int *signo, pid_t *sender) MUST_CHECK; /* ERR_AGAIN when none is pending; sender may be NULL */

/* ---- service manager -------------------------------------------------------------------------------------------- */

/* sd_notify's protocol without libsystemd: "READY=1", "STOPPING=1", "WATCHDOG=1". Without NOTIFY_SOCKET: nothing, 0. */
int plat_notify(const char *state);

/* ---- limits and privileges -------------------------------------------------------------------------------------- */

struct plat_rlimits { int64_t nofile, nproc, as_bytes, core, fsize; }; /* -1: leave as it is */
#define PLAT_RLIMITS_INIT { -1, -1, -1, -1, -1 }
/* Soft and hard ones together, except open files: only the soft one, up or down, within the hard one. */
int plat_rlimits(const struct plat_rlimits *lim) MUST_CHECK;
int plat_no_new_privs(void) MUST_CHECK;
int plat_pdeathsig(int signo) MUST_CHECK; /* this process gets signo when its parent ends; ERR_CLOSED when it already has */
/* setgroups, setgid, setuid to a system user. Not root: nothing, logged once at info level, 0. Unknown user: ERR_NOTFOUND. */
int plat_drop_user(const char *name) MUST_CHECK;
/* For the process that talks to a network client. Today: NO_NEW_PRIVS, not dumpable, no core. Returns 0 for that; *full says whether a
 * system-call filter is on as well (false until hardening adds it), so that nobody takes the thin one for more. */
int plat_sandbox_net(bool *full) MUST_CHECK;
/* No file system at all through Landlock. ERR_AGAIN: this kernel does not offer it (go on without, and log it). */
int plat_landlock_none(void) MUST_CHECK;

/* ---- the machine ------------------------------------------------------------------------------------------------ */

int64_t plat_boot_ms(void);       /* milliseconds since boot, suspend included; the same for every process */
int plat_boot_id(char out[40]) MUST_CHECK; /* changes with each boot */

#endif
