/* where.c: where the program, its siblings and its data files are: installed, or in the tree that it was built in. */
#include "congvu/platform.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TREE_MARK "include/congvu/base.h" /* only a checkout has it */
#define TREE_DEPTH 5

int plat_self_dir(char *dst, size_t cap)
{
	char exe[PLAT_PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *slash;

	if (cap > 0)
		dst[0] = '\0';
	if (n < 0)
		return err_from_errno(errno);
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (!slash)
		return ERR_NOTFOUND;
	slash[slash == exe] = '\0';
	return plat_path(dst, cap, NULL, exe);
}

int plat_program_path(const char *name, char *dst, size_t cap)
{
	static const char *const beside[] = { ".", "../libexec/congvu", "../bin" };
	char self[PLAT_PATH_MAX], dir[PLAT_PATH_MAX];
	int r = plat_self_dir(self, sizeof(self));

	if (cap > 0)
		dst[0] = '\0';
	for (size_t i = 0; !r && i < COUNT_OF(beside); i++) {
		r = i == 0 ? plat_path(dir, sizeof(dir), NULL, self) : plat_path(dir, sizeof(dir), self, beside[i]);
		if (!r)
			r = plat_path(dst, cap, dir, name);
		if (!r && access(dst, X_OK) == 0)
			return ERR_NONE;
	}
	if (cap > 0)
		dst[0] = '\0';
	return r ? r : ERR_NOTFOUND;
}

static bool found_in(const char *dir, const char *sub, const char *name, char *dst, size_t cap)
{
	char below[PLAT_PATH_MAX];

	return plat_path(below, sizeof(below), dir, sub) == 0 && plat_path(dst, cap, *sub ? below : dir, name) == 0 && plat_exists(dst);
}

static bool found_in_tree(const char *tree, const char *name, char *dst, size_t cap)
{
	return found_in(tree, "", TREE_MARK, dst, cap) && (found_in(tree, "", name, dst, cap) || found_in(tree, "src", name, dst, cap));
}

/* Looks through the folders above the program for the checkout it was built in. */
static bool found_above(const char *name, char *dst, size_t cap)
{
	char dir[PLAT_PATH_MAX];

	if (plat_self_dir(dir, sizeof(dir)) != 0)
		return false;
	for (int depth = 0; depth < TREE_DEPTH; depth++) {
		char *slash = strrchr(dir, '/');

		if (!slash || slash == dir)
			return false;
		*slash = '\0';
		if (found_in_tree(dir, name, dst, cap))
			return true;
	}
	return false;
}

int plat_data_path(const char *name, char *dst, size_t cap)
{
	const char *env = getenv("CONGVU_DATADIR");

	if (env && *env && (found_in(env, "", name, dst, cap) || found_in(env, "src", name, dst, cap)))
		return ERR_NONE;
	if (found_above(name, dst, cap)) /* before the installed files: a program under work must not read those of another version */
		return ERR_NONE;
#ifdef CONGVU_TREE
	if (found_in_tree(CONGVU_TREE, name, dst, cap))
		return ERR_NONE;
#endif
	if (found_in(CONGVU_DATADIR, "", name, dst, cap))
		return ERR_NONE;
	if (cap > 0)
		dst[0] = '\0';
	return ERR_NOTFOUND;
}
