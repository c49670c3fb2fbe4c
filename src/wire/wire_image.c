/* wire_image.c: row images, what the centre feeds to offices.
 *
 *   image := 0x01 type id zigzag(owner - id) version zigzag(created_at) zigzag(created_by - id) state removed n_fields field*
 */
#include "wire_internal.h"

int wire_image_encode(const struct wire_image *im, struct buf *out)
{
	size_t start = out->len;
	buf_put_u8(out, WIRE_IMAGE_VERSION);
	buf_put_varint(out, im->type);
	buf_put_varint(out, im->id);
	buf_put_zigzag(out, (int64_t)(im->owner - im->id));
	buf_put_varint(out, im->version);
	buf_put_zigzag(out, im->created_at);
	buf_put_zigzag(out, (int64_t)(im->created_by - im->id));
	buf_put_varint(out, im->state);
	buf_put_u8(out, im->removed);
	int rc = wire_fields_encode(im->fields, im->n_fields, out);
	if (!rc && out->len - start > WIRE_EVENT_MAX)
		rc = ERR_INVALID;
	if (rc && out->len > start)
		out->len = start;
	return rc;
}

int wire_image_decode(const void *p, size_t n, struct arena *a, struct wire_image *out)
{
	struct rd r = rd_over(p, n);
	struct wire_image im = { 0 };
	if (n > WIRE_EVENT_MAX)
		return ERR_CORRUPT;
	if (rd_u8(&r) != WIRE_IMAGE_VERSION && !r.err)
		return ERR_VERSION;
	uint64_t type = rd_varint(&r);
	im.id = rd_varint(&r);
	im.owner = im.id + (uint64_t)rd_zigzag(&r);
	im.version = rd_varint(&r);
	im.created_at = rd_zigzag(&r);
	im.created_by = im.id + (uint64_t)rd_zigzag(&r);
	uint64_t state = rd_varint(&r);
	unsigned removed = rd_u8(&r);
	if (r.err || type > UINT32_MAX || state > UINT32_MAX || removed > 1)
		return ERR_CORRUPT;
	im.type = (uint32_t)type;
	im.state = (uint32_t)state;
	im.removed = removed == 1;
	int rc = wire_fields_decode(&r, a, &im.fields, &im.n_fields);
	if (rc)
		return rc;
	if (r.err || rd_left(&r))
		return ERR_CORRUPT;
	*out = im;
	return 0;
}
