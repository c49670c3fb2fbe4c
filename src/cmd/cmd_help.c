/* cmd_help.c: help, completion and the manual page, all from the command table. */
#include "cmd_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static void option_line(const struct opt_def *d)
{
	char left[64];

	snprintf(left, sizeof(left), "--%s%s%s", d->name, d->arg ? " " : "", d->arg ? d->arg : "");
	cmd_printf("  %-24s %s%s\n", left, d->help, d->kind == OPT_MULTI ? " (may be repeated)" : "");
}

static void help_one(const struct cmd_def *d)
{
	cmd_printf("congvu %s%s%s%s\n\n%s.\n", d->name, d->args[0] ? " " : "", d->args, d->n_opts > 0 ? " [options]" : "", d->help);
	if (d->about)
		cmd_printf("%s\n", d->about);
	if (d->n_opts > 0)
		cmd_puts("\n");
	for (size_t i = 0; i < d->n_opts; i++)
		option_line(&d->opts[i]);
}

static void help_all(void)
{
	cmd_puts("congvu: the working tool of a district office, over SSH.\n\n");
	for (size_t i = 0; i < cmd_count(); i++) {
		const struct cmd_def *d = cmd_at(i);
		char left[80];

		if (d->flags & CMD_INTERNAL)
			continue;
		snprintf(left, sizeof(left), "%s%s%s", d->name, d->args[0] ? " " : "", d->args);
		cmd_printf("  %-44s %s\n", left, d->help);
	}
	cmd_puts("\nMost commands work on a node's folder: --dir DIR, or CONGVU_DIR in the environment.\n"
	         "congvu help COMMAND tells the options. Exit status: 0 done, 1 refused or failed, 2 wrong usage.\n");
}

/* Every command whose name begins with the words asked for: `help user` tells all of user add, user list ... */
static size_t help_matching(const char *words)
{
	size_t n = strlen(words), found = 0;

	for (size_t i = 0; i < cmd_count(); i++) {
		const struct cmd_def *d = cmd_at(i);

		if (strncmp(d->name, words, n) != 0 || (d->name[n] != '\0' && d->name[n] != ' '))
			continue;
		if (found++ > 0)
			cmd_puts("\n");
		help_one(d);
	}
	return found;
}

/* ---- the manual page ---------------------------------------------------------------------------------------------------- */

/* Text of a macro line or paragraph: backslashes and a leading dot mean something to mdoc. */
static void mdoc_text(const char *s)
{
	if (*s == '.' || *s == '\'')
		cmd_puts("\\&");
	for (; *s; s++) {
		if (*s == '\\')
			cmd_puts("\\e");
		else if (*s == '-')
			cmd_puts("\\-");
		else
			cmd_put(s, 1);
		/* New sentence, new line. */
		if ((*s == '.' || *s == ':') && s[1] == ' ' && isupper((unsigned char)s[2])) {
			cmd_puts("\n");
			s++;
		}
	}
}

static void mdoc_option(const struct opt_def *d)
{
	cmd_printf(".It Fl \\-%s", d->name);
	if (d->arg) {
		cmd_puts(" Ar ");
		mdoc_text(d->arg);
	}
	cmd_puts("\n");
	mdoc_text(d->help);
	cmd_puts(d->kind == OPT_MULTI ? " (may be repeated).\n" : ".\n");
}

static void mdoc_command(const struct cmd_def *d)
{
	cmd_printf(".It Cm %s", d->name);
	if (d->args[0]) {
		cmd_puts(" Ar ");
		mdoc_text(d->args);
	}
	cmd_puts("\n");
	mdoc_text(d->help);
	cmd_puts(".\n");
	if (d->about) {
		mdoc_text(d->about);
		cmd_puts("\n");
	}
	if (d->n_opts == 0)
		return;
	cmd_puts(".Bl -tag -width 10n -compact\n");
	for (size_t i = 0; i < d->n_opts; i++)
		mdoc_option(&d->opts[i]);
	cmd_puts(".El\n");
}

static void manual(void)
{
	cmd_puts(".\\\" Made by `congvu help --man` from src/cmd/cmd_table.c; a test compares.\n"
	         ".Dd $Mdocdate: November 23 2026 $\n.Dt CONGVU 1\n.Os\n.Sh NAME\n.Nm congvu\n"
	         ".Nd working tool of a district office\n.Sh SYNOPSIS\n.Nm congvu\n.Ar command\n.Op Fl \\-dir Ar DIR\n.Op Ar argument ...\n"
	         ".Sh DESCRIPTION\n.Nm\nkeeps the registers of a public office in one SQLite database a node, shows them full-screen to people who log in\n"
	         "over SSH, and carries every record to the centre over a slow line.\nThe commands are:\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < cmd_count(); i++)
		mdoc_command(cmd_at(i));
	cmd_puts(".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev CONGVU_DIR\nThe node's folder when\n.Fl \\-dir\nis not given.\n"
	         ".It Ev CONGVU_DATADIR\nWhere lists, messages and screens are read from.\n"
	         ".It Ev NO_COLOR\nSet and not empty: a theme with colours is shown without them.\n"
	         "It wins over the theme that the person has chosen.\n"
	         ".It Ev CONGVU_LINEAR\n1: screens line by line, for a screen reader or a braille line; 0: not so, whatever the person has chosen.\n"
	         ".El\n.Pp\nThe last two may come with an SSH login, by the client's\n.Cm SetEnv\nor\n.Cm SendEnv ;\nno other variable is taken.\n"
	         ".Sh FILES\n.Bl -tag -width Ds\n.It Pa DIR/node.db\nRecords and the log of events.\n.It Pa DIR/draft.db\nForms not saved yet.\n"
	         ".It Pa DIR/congvu.conf\nSettings of the node.\n.It Pa DIR/screens/\nScreens changed here.\n.El\n"
	         ".Sh EXIT STATUS\n0 done; 1 refused or failed, with the reason on standard error; 2 wrong usage.\n"
	         ".Sh SEE ALSO\n.Xr ssh 1\n");
}

int cmd_help(struct cmd_call *c)
{
	char words[80] = "";

	if (opt_flag(&c->o, "man")) {
		manual();
		return CMD_DONE;
	}
	if (c->o.n_args == 0) {
		help_all();
		return CMD_DONE;
	}
	snprintf(words, sizeof(words), "%s%s%s", c->o.args[0], c->o.n_args > 1 ? " " : "", c->o.n_args > 1 ? c->o.args[1] : "");
	if (help_matching(words) == 0)
		return cmd_wrong(c, "no such command: %s", words);
	return CMD_DONE;
}

/* ---- completion for bash ---------------------------------------------------------------------------------------------------- */

static void complete_one(const struct cmd_def *d)
{
	cmd_printf("\t\"%s\") echo '", d->name);
	for (size_t i = 0; i < d->n_opts; i++)
		cmd_printf("%s--%s", i ? " " : "", d->opts[i].name);
	cmd_puts("' ;;\n");
}

int cmd_completion(struct cmd_call *c)
{
	(void)c;
	cmd_puts("# bash completion for congvu, made by `congvu completion` from the command table\n_congvu_options() {\n\tcase \"$1\" in\n");
	for (size_t i = 0; i < cmd_count(); i++)
		complete_one(cmd_at(i));
	cmd_puts("\tesac\n}\n_congvu_commands() {\n\tprintf '%s\\n'");
	for (size_t i = 0; i < cmd_count(); i++)
		if (!(cmd_at(i)->flags & CMD_INTERNAL))
			cmd_printf(" '%s'", cmd_at(i)->name);
	cmd_puts("\n}\n_congvu() {\n"
	         "\tlocal cur=${COMP_WORDS[COMP_CWORD]} one=${COMP_WORDS[1]} two=${COMP_WORDS[2]} words=\n"
	         "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords=$(_congvu_commands | cut -d' ' -f1 | sort -u)\n"
	         "\telif [ \"$COMP_CWORD\" -eq 2 ] && _congvu_commands | grep -q \"^$one \"; then\n"
	         "\t\twords=$(_congvu_commands | sed -n \"s/^$one //p\")\n"
	         "\telse\n\t\twords=$(_congvu_options \"$one $two\")\n\t\t[ -n \"$words\" ] || words=$(_congvu_options \"$one\")\n\tfi\n"
	         "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
	         "\t[ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n}\ncomplete -F _congvu congvu\n");
	return CMD_DONE;
}

int cmd_version(struct cmd_call *c)
{
	(void)c;
	cmd_printf("congvu %s\n", CONGVU_VERSION);
	return CMD_DONE;
}
