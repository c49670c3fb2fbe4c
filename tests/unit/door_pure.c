/* The parts of congvud that are pure: limits of the listener, delays, order of oracle records, configuration. */
#include "t.h"

#include <stdio.h>

#include "../../src/door/door_internal.h"

static void limits_count_by_source(void **state)
{
	(void)state;
	struct door_limits *l = door_limits_new(20, 15, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(door_limits_enter(l, "10.0.0.1", false, 99), DOOR_TAKE);
	assert_int_equal(door_limits_enter(l, "10.0.0.1", false, 99), DOOR_DROP_SOURCE);
	assert_int_equal(door_limits_enter(l, "::ffff:10.0.0.1", false, 99), DOOR_DROP_SOURCE);
	assert_int_equal(door_limits_enter(l, "10.0.0.2", false, 99), DOOR_TAKE);
	door_limits_leave(l, "10.0.0.1", false);
	assert_int_equal(door_limits_enter(l, "10.0.0.1", false, 99), DOOR_TAKE);
	for (int i = 0; i < 3; i++)
		assert_int_equal(door_limits_enter(l, i == 1 ? "2001:db8::2" : "2001:db8::1", false, 99), DOOR_TAKE);
	assert_int_equal(door_limits_enter(l, "2001:db8::ffff:1", false, 99), DOOR_DROP_SOURCE);
	assert_int_equal(door_limits_enter(l, "2001:db8:0:1::1", false, 99), DOOR_TAKE);
	assert_int_equal(door_limits_count(l), 8);
	assert_int_equal(door_limits_enter(l, "10.0.0.1", true, 99), DOOR_TAKE);
	door_limits_leave(l, "10.0.0.1", true);
	assert_int_equal(door_limits_count(l), 8);
	door_limits_free(l);
}

static void limits_drop_early_and_when_full(void **state)
{
	(void)state;
	char source[32];
	struct door_limits *l = door_limits_new(20, 10, 8);
	for (int i = 0; i < 10; i++) {
		snprintf(source, sizeof source, "10.0.1.%d", i);
		assert_int_equal(door_limits_enter(l, source, false, 0), DOOR_TAKE);
	}
	assert_int_equal(door_limits_enter(l, "10.0.2.1", false, 29), DOOR_DROP_EARLY);
	for (int i = 0; i < 10; i++) {
		snprintf(source, sizeof source, "10.0.3.%d", i);
		assert_int_equal(door_limits_enter(l, source, false, 99), DOOR_TAKE);
	}
	assert_int_equal(door_limits_enter(l, "10.0.4.1", false, 99), DOOR_DROP_FULL);
	for (int i = 0; i < 10; i++) {
		snprintf(source, sizeof source, "10.0.1.%d", i);
		door_limits_leave(l, source, false);
	}
	assert_int_equal(door_limits_enter(l, "10.0.4.1", false, 99), DOOR_TAKE);
	door_limits_free(l);
}

static void exempt_lists(void **state)
{
	(void)state;
	static const char list[] = "loopback, 10.1.0.0/16,192.168.7.9 2001:db8::/32";
	static const struct {
		const char *addr;
		bool want;
	} rows[] = {
		{ "127.0.0.1", true }, { "127.9.9.9", true }, { "::1", true }, { "10.1.2.3", true }, { "::ffff:10.1.2.3", true },
		{ "10.2.2.3", false }, { "192.168.7.9", true }, { "192.168.7.8", false }, { "2001:db8:1::5", true }, { "2001:db9::5", false },
		{ "", false }, { "unknown", false },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(door_source_exempt(list, rows[i].addr), rows[i].want);
	assert_false(door_source_exempt("", "127.0.0.1"));
	assert_false(door_source_exempt("10.0.0.0/99, /8, nonsense/4", "10.0.0.1"));
}

static void delays_grow_for_the_pair_alone(void **state)
{
	(void)state;
	static const int64_t want[] = { 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000 };
	struct door_throttle *t = door_throttle_new();
	int64_t now = 1000000;
	assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now), 0);
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		door_throttle_failed(t, "an", "10.0.0.1", now);
		assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now), want[i]);
		assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now + want[i] - 1), 1);
		assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now + want[i]), 0);
	}
	assert_int_equal(door_throttle_wait(t, "an", "10.0.0.2", now), 0); /* nobody locks a colleague out from elsewhere */
	assert_int_equal(door_throttle_wait(t, "binh", "10.0.0.1", now), 0);
	assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now + 11 * 60 * 1000), 0);
	door_throttle_succeeded(t, "an", "10.0.0.1");
	assert_int_equal(door_throttle_wait(t, "an", "10.0.0.1", now), 0);
	door_throttle_free(t);
}

static void a_source_is_slowed_after_many(void **state)
{
	(void)state;
	char user[16];
	struct door_throttle *t = door_throttle_new();
	int64_t now = 1000000;
	for (int i = 0; i < 40; i++) {
		snprintf(user, sizeof user, "u%d", i);
		door_throttle_failed(t, user, "10.0.0.1", now);
	}
	assert_int_equal(door_throttle_wait(t, "fresh", "10.0.0.1", now), 0);
	door_throttle_failed(t, "u41", "10.0.0.1", now);
	assert_int_equal(door_throttle_wait(t, "fresh", "10.0.0.1", now), 5000);
	door_throttle_succeeded(t, "fresh", "10.0.0.1");
	assert_int_equal(door_throttle_wait(t, "fresh", "10.0.0.1", now), 5000); /* one known password buys no new tries */
	for (int i = 0; i < 100000; i++) { /* the table is bounded: a flood pushes out, never grows */
		snprintf(user, sizeof user, "x%d", i);
		door_throttle_failed(t, user, "10.9.0.1", now + i / 100);
	}
	door_throttle_free(t);
}

/* Every record in every stage; what is not in this table kills. */
static void order_of_records(void **state)
{
	(void)state;
	static const struct {
		enum door_stage now;
		enum wire_oracle_kind kind;
		int next;
	} legal[] = {
		{ DOOR_WAIT, WIRE_ORACLE_PW, DOOR_ASKED },    { DOOR_WAIT, WIRE_ORACLE_KEYQ, DOOR_ASKED }, { DOOR_WAIT, WIRE_ORACLE_KEYOK, DOOR_ASKED },
		{ DOOR_IN, WIRE_ORACLE_PTY, DOOR_PTY },       { DOOR_IN, WIRE_ORACLE_SYNC, DOOR_SYNC },    { DOOR_PTY, WIRE_ORACLE_SIZE, DOOR_PTY },
		{ DOOR_WAIT, WIRE_ORACLE_BYE, DOOR_OVER },    { DOOR_ASKED, WIRE_ORACLE_BYE, DOOR_OVER },  { DOOR_IN, WIRE_ORACLE_BYE, DOOR_OVER },
		{ DOOR_PTY, WIRE_ORACLE_BYE, DOOR_OVER },     { DOOR_SYNC, WIRE_ORACLE_BYE, DOOR_OVER },   { DOOR_OVER, WIRE_ORACLE_BYE, DOOR_OVER },
	};
	for (int stage = DOOR_WAIT; stage <= DOOR_OVER; stage++)
		for (int kind = 0; kind <= WIRE_ORACLE_EXIT + 1; kind++) {
			int want = -1;
			for (size_t i = 0; i < COUNT_OF(legal); i++)
				if ((int)legal[i].now == stage && (int)legal[i].kind == kind)
					want = legal[i].next;
			assert_int_equal(door_rules_next((enum door_stage)stage, (enum wire_oracle_kind)kind), want);
		}
}

static void configuration(void **state)
{
	(void)state;
	struct door_conf c;
	struct err_info ei = { 0 };
	door_conf_defaults(&c);
	assert_string_equal(c.listen, "127.0.0.1:2222");
	assert_int_equal(c.kex_deadline, 20000);
	assert_int_equal(c.detached_max, 24 * 3600 * 1000);
	assert_true(c.work && c.sync && !c.compatible);
	assert_int_equal(door_conf_parse("# x\n\n listen=0.0.0.0:22 # y\r\nkex_deadline = 700ms\nlogin_deadline = 2m\nsync = no", "f", &c, &ei), 0);
	assert_string_equal(c.listen, "0.0.0.0:22");
	assert_int_equal(c.kex_deadline, 700);
	assert_int_equal(c.login_deadline, 120000);
	assert_false(c.sync);
	static const char *const bad[] = { "listen", "x = 1", "sync = maybe", "kex_deadline = 5parsec", "kex_deadline = -1", "max_per_source = 0",
		                           "max_per_source = 5s", "log_level = 99", "dead = 99999999999999999999" };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		char text[200];
		snprintf(text, sizeof text, "# one\n%s\n", bad[i]);
		assert_int_equal(door_conf_parse(text, "/a/congvu.conf", &c, &ei), ERR_INVALID);
		assert_non_null(strstr(ei.text, "congvu.conf:2: "));
	}
}

static void names_of_nodes(void **state)
{
	(void)state;
	uint32_t n;
	assert_true(door_node_of("n12", &n) && n == 12);
	assert_true(door_node_of("n16777215", &n));
	static const char *const bad[] = { "", "n", "n0", "n012", "N12", "n12x", "n-1", "n16777216", "n99999999999999999999", "an", "enrol" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(door_node_of(bad[i], &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_count_by_source),
		cmocka_unit_test(limits_drop_early_and_when_full),
		cmocka_unit_test(exempt_lists),
		cmocka_unit_test(delays_grow_for_the_pair_alone),
		cmocka_unit_test(a_source_is_slowed_after_many),
		cmocka_unit_test(order_of_records),
		cmocka_unit_test(configuration),
		cmocka_unit_test(names_of_nodes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
