/* ptyrandom_node.h: what the node of ptyrandom.c holds. Before it: `node`, its folder. */
#ifndef TESTS_PTYRANDOM_NODE_H
#define TESTS_PTYRANDOM_NODE_H

static int sql_count(const char *file, const char *query, const char *token)
{
	char cmd[1024], line[64] = "";
	FILE *f;

	snprintf(cmd, sizeof(cmd), "sqlite3 -readonly -cmd '.timeout 10000' '%s/%s' \"ATTACH '%s/node.db' AS n; %s '%%%s%%'\"", node, file, node, query,
	         token);
	f = popen(cmd, "r");
	if (f == NULL || fgets(line, sizeof(line), f) == NULL)
		strcpy(line, "-1");
	if (f != NULL)
		pclose(f);
	return atoi(line);
}

static int drafts_of(const char *token)
{
	return sql_count("draft.db", "SELECT count(*) FROM _draft WHERE id NOT IN (SELECT draft FROM n._saved) AND NOT thrown AND CAST(body AS TEXT) LIKE", token);
}

static int records_of(const char *token)
{
	return sql_count("node.db", "SELECT count(*) FROM incoming WHERE abstract LIKE", token);
}

#endif
