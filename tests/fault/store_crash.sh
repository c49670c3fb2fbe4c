#!/bin/sh
# store_crash.sh: saves cut off by SIGKILL and by a failing disk. CHECK_FULL=1: every system call, many rounds.
set -u
if [ -n "${CHECK_FULL:-}" ]; then
	rounds=2000 step=1
else
	rounds=40 step=11
fi
status=0
store_crash kill $rounds "${SEED:-$(date +%s)}" || status=1
for fault in kill full eio once; do
	store_crash calls $fault $step || status=1
done
store_crash calls nomem $((step * 17)) || status=1
exit $status
