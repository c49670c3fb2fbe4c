#!/bin/bash
# run.sh: runs the tests that `make check` has built and adds up their cases; the last line is `N passed, M failed`.
#
#   B=build/release tests/run.sh [PATTERN]...     only tests whose name (lint/layers, unit/base_text, e2e/day ...) fits a shell pattern
#
# CHECK_KINDS   which kinds, default e2e fault pty lint unit fuzz (the slow ones first); window: only in make check-full
# CHECK_JOBS    at once, default 2          CHECK_TIMEOUT  seconds a test, default 300       CHECK_LOG_LINES  of a failed one, default 80
#
# A test finds: TOP (the checkout), B (absolute, what was built), the programs and test tools in PATH, TMPDIR (its own, removed), and
# CONGVU_DATADIR pointing into the checkout. Nothing of the caller's configuration comes in: HOME is a folder of the run.
set -u
cd "$(dirname "$0")/.." || exit 1
TOP=$PWD
B=$(cd "${B:-build/release}" 2>/dev/null && pwd) || {
	echo "run.sh: nothing is built yet: use make check" >&2
	exit 1
}
export TOP B PATH="$B/bin:$B/tools:$PATH" LC_ALL=C.UTF-8 TZ=UTC CONGVU_DATADIR="$TOP"
unset CONGVU_DIR CONGVU_CLOCK SSH_AUTH_SOCK NOTIFY_SOCKET

out=$B/check
rm -rf "$out"
mkdir -p "$out/home" || exit 1
export HOME=$out/home

wanted() {
	[ ${#patterns[@]} -gt 0 ] || return 0
	for p in "${patterns[@]}"; do
		# shellcheck disable=SC2053 # the pattern is one
		[[ $1 == $p ]] && return 0
	done
	return 1
}

# NUL-separated pairs: name, command line (words without blanks)
list() {
	for kind in ${CHECK_KINDS:-e2e fault pty lint unit fuzz}; do
		case $kind in
		lint | pty | e2e | fault | window)
			for f in tests/"$kind"/*.sh; do
				[ -x "$f" ] && emit "$kind/$(basename "$f" .sh)" "$f"
			done
			;;
		unit)
			for f in "$B"/unit/*; do
				[ -f "$TOP/tests/unit/$(basename "$f").c" ] && [ -x "$f" ] && emit "unit/$(basename "$f")" "$f"
			done
			;;
		fuzz)
			for f in "$B"/fuzz/*; do
				n=$(basename "$f")
				[ -f "$TOP/tests/fuzz/$n.c" ] && [ -x "$f" ] && emit "fuzz/$n" "$f tests/fuzz/corpus/$n"
			done
			;;
		esac
	done
}

emit() {
	wanted "$1" && printf '%s %s\0' "$1" "$2"
}

patterns=("$@")
start=$(date +%s)
list | xargs -0 -r -P "${CHECK_JOBS:-2}" -I LINE bash -c 'exec tests/lib/one.sh "$0" $1' "$out" LINE

passed=0 failed=0
for f in "$out"/*.count; do
	[ -f "$f" ] || continue
	read -r p n <"$f"
	passed=$((passed + p)) failed=$((failed + n))
done
if [ $((passed + failed)) -eq 0 ]; then
	echo "run.sh: no test was run" >&2
	failed=1
fi
echo "($(($(date +%s) - start)) s, logs in ${out#"$TOP"/})"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
