/* The centre's end before the proof: whatever a stranger says, nothing is written and it ends with a reason. */
#include <stdlib.h>

#include "congvu/sync.h"
#include "../lib/fake_store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct store st;
	struct sync_centre *c = NULL;
	log_open("fuzz", -1, LOG_LEVEL_ERR);
	st.node.role = STORE_ROLE_CENTRE;
	st.peer = (struct store_peer){ .node = 7, .epoch = 1, .office = key_make(1, 1, 12), .name = "H30.71" };
	if (sync_centre_new(&st, 7, 1000, &c))
		abort();
	for (size_t at = 0; at < n; at += 17)
		sync_centre_input(c, data + at, n - at < 17 ? n - at : 17, 2000);
	if (st.writes || sync_centre_status(c)->state == SYNC_UP || sync_centre_status(c)->state == SYNC_DONE)
		abort();
	sync_centre_free(c);
	return 0;
}
