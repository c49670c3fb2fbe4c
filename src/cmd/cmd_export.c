/* cmd_export.c: `congvu export`: every row of a type, for programs. */
#include "cmd_internal.h"

#include <string.h>

#define ROW_MAX (4u << 20)

struct exporter {
	struct buf row;
	struct cmd_json json;
	bool csv;
};

static int one(void *ctx, const struct rec *r)
{
	struct exporter *x = ctx;

	if (!cmd_out_open())
		return ERR_CLOSED;
	buf_reset(&x->row);
	if (x->csv) {
		cmd_row_csv(r, &x->row);
	} else {
		cmd_json_open(&x->json, '{');
		cmd_row_json(&x->json, r);
		cmd_json_close(&x->json, '}');
		buf_puts(&x->row, "\n");
	}
	cmd_put(x->row.p, x->row.len);
	return buf_err(&x->row);
}

static int export_rows(const struct cmd_call *c, struct app *ap, const struct model_type *t, bool csv)
{
	struct exporter x = { .csv = csv };
	rowid_t office;
	int r, status = cmd_office_of(c, app_store(ap), opt_text(&c->o, "office"), &office);

	if (status)
		return status;
	buf_init(&x.row, ROW_MAX);
	x.json.b = &x.row;
	if (csv)
		cmd_row_csv_head(t, &x.row);
	else
		buf_puts(&x.row, "[");
	cmd_put(x.row.p, x.row.len);
	r = cmd_rows_each(app_store(ap), t, office, one, &x);
	if (!csv)
		cmd_puts("]\n");
	buf_clear(&x.row);
	return r && r != ERR_CLOSED ? cmd_fail(r, NULL) : CMD_DONE;
}

int cmd_export(struct cmd_call *c)
{
	const struct model_type *t;
	const char *format = opt_text(&c->o, "format");
	struct app *ap = NULL;
	bool csv = !format || strcmp(format, "csv") == 0;
	int status = cmd_type_of(c, c->o.args[0], &t);

	if (!status && !csv && strcmp(format, "json") != 0)
		status = cmd_wrong(c, "--format is csv or json, not %s", format);
	if (status || (status = cmd_app_open(c, APP_READONLY, &ap)))
		return status;
	status = export_rows(c, ap, t, csv);
	app_close(ap);
	return status;
}
