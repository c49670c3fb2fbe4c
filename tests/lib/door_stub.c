/* door_stub.c: congvud itself with a stand-in for the app room, so that it can be tested without a database. Accounts are lines of files in DIR:
 * users "login password", keys "login alg base64", enrol "secret", role "centre". DIR/enrolled must exist. */
#include "congvu/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct app {
	char dir[512];
};

static bool has_line(const struct app *ap, const char *file, const char *want)
{
	char path[600], line[1200];
	bool found = false;
	snprintf(path, sizeof path, "%s/%s", ap->dir, file);
	FILE *f = fopen(path, "re");
	while (f && !found && fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		found = strcmp(line, want) == 0;
	}
	if (f)
		fclose(f);
	return found;
}

int app_open(const char *dir, unsigned flags, struct app **out, struct err_info *ei)
{
	char path[600];
	(void)flags;
	*out = calloc(1, sizeof **out);
	snprintf((*out)->dir, sizeof (*out)->dir, "%s", dir);
	snprintf(path, sizeof path, "%s/enrolled", dir);
	if (access(path, F_OK) == 0)
		return 0;
	free(*out);
	*out = NULL;
	return err_set(ei, ERR_DENIED, "Máy này chưa nối với trung tâm: congvu enrol MÃ");
}

void app_close(struct app *ap)
{
	free(ap);
}

int app_line(struct app *ap, struct app_line *out)
{
	memset(out, 0, sizeof *out);
	out->centre = has_line(ap, "role", "centre");
	return 0;
}

int app_login_password(struct app *ap, const char *login, const char *password, rowid_t *user)
{
	char want[400];
	snprintf(want, sizeof want, "%s %s", login, password);
	*user = 1;
	return has_line(ap, "users", want) ? 0 : ERR_DENIED;
}

int app_login_key(struct app *ap, const char *login, const char *alg, const char *base64)
{
	char want[1000];
	snprintf(want, sizeof want, "%s %s %s", login, alg, base64);
	return has_line(ap, "keys", want) ? 0 : ERR_DENIED;
}

int app_login_node(struct app *ap, const char *login, const char *alg, const char *base64, uint32_t *node)
{
	*node = (uint32_t)strtoul(login + 1, NULL, 10);
	return app_login_key(ap, login, alg, base64);
}

int app_login_enrol(struct app *ap, const char *secret)
{
	return has_line(ap, "enrol", secret) ? 0 : ERR_DENIED;
}

#include "../../src/main/congvud.c"
