#!/bin/bash
# one.sh: runs one test of tests/run.sh: one.sh OUTDIR NAME COMMAND [ARG]...
#
# The test gets a folder of its own (TMPDIR), no input, and CHECK_TIMEOUT seconds. Its cases are the lines `ok ...` and `not ok ...` that it
# prints, or what cmocka counted; with none it is one case. Prints one line, and the log when something failed.
set -u
out=$1 name=$2
shift 2
log=$out/${name//\//_}.log
limit=${CHECK_TIMEOUT:-300}

# Short, because a socket's address holds 107 bytes; below the caller's own TMPDIR.
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/cv.XXXXXX") || exit 1
export TMPDIR
chmod 711 "$TMPDIR" # a test may look at its files as another user
start=$(date +%s)
timeout -k 10 "$limit" "$@" </dev/null >"$log" 2>&1
status=$?
seconds=$(($(date +%s) - start))

passed=$(grep -cE '^ok( |$)' "$log")
failed=$(grep -cE '^not ok( |$)' "$log")
if [ $((passed + failed)) -eq 0 ]; then
	passed=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s).*/\1/p' "$log" | tail -1)
	failed=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test(s), listed below:.*/\1/p' "$log" | tail -1)
	passed=${passed:-0} failed=${failed:-0}
	[ $((passed + failed + status)) -ne 0 ] || passed=1
fi
# A test that ends badly after good cases has failed all the same.
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1

echo "$passed $failed" >"$log.count"
{
	flock 9
	if [ "$failed" -eq 0 ]; then
		printf '%-44s %4d passed  %3d s\n' "$name" "$passed" "$seconds"
	else
		printf '%-44s %4d passed  %3d s  %d FAILED\n' "$name" "$passed" "$seconds" "$failed"
		[ "$status" -eq 0 ] || echo "    exit status $status$([ "$status" -ne 124 ] || echo ": longer than $limit s")"
		grep -vE '^\[ (RUN|      OK) |^ok ' "$log" | tail -n "${CHECK_LOG_LINES:-80}" | sed 's/^/    /'
	fi
} 9>"$out/.lock"
rm -rf "$TMPDIR"
exit 0
