#!/bin/bash
# kill_loop.sh: power and programs may fail at any instruction (kill_loop.py says how). CHECK_FULL=1: longer.
. "$(dirname "$0")/lib.sh"
world --bare
unworld
[ -z "${CHECK_FULL:-}" ] || export KILLS=3000 KILL_SECONDS=900
python3 "$(dirname "$0")/kill_loop.py" "$W" "$P" &
others+=($!)
wait $! || failed=1
[ $failed = 0 ] || tail -n 15 "$W"/*.log | cut -c1-200 | sed 's/^/# /'
exit $failed
