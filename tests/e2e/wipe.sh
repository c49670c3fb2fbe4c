#!/bin/bash
# wipe.sh: a log with a wiped event in its middle syncs through the real processes, verifies and replays to the same rows at both ends: once
# wiped at the office before it was sent, once at the centre after everything had arrived.
. "$(dirname "$0")/lib.sh"

world --bare
unworld
check "the centre's congvud" door centre || exit 1
office=$(at office1 show incoming "$(register office1 "Bản 1" | cut -f1)" --json | field owner_office_id)
register office1 "Zwqkyx một, mật" >"$W/one"
register office1 "Bản 3" >"$W/three"
register office1 "Zwqkyx hai, mật" >"$W/two"
register office1 "Bản 5" >/dev/null
wiped() { store_hand "$W/$1" wipe incoming "$(cut -f1 "$2")"; }
gone_at() { # NODE RECORD: the event is a wiped one, its words are nowhere
	[ "$(at "$1" show incoming "$(cut -f1 "$2")" --json | python3 -c 'import json,sys; r=json.load(sys.stdin); print([h["wiped"] for h in r["history"]], r.get("abstract"))')" = "[True] None" ]
}
rows() { store_hand "$W/$1" digest "$2" || echo "none at $1"; }
both() { # WHAT: the same rows, and nothing to say
	local n
	for n in centre office1; do check "$1: verify at $n" at $n verify; done
	same "$1: the same rows at both ends" "$(rows office1 "$office")" "$(rows centre "$office")"
}

check "wiped at the office before it is sent" wiped office1 "$W/one"
check "the office's congvud" door office1
check "everything is acknowledged" until_ok 30 all_sent office1
for n in centre office1; do check "it is a wiped one at $n" gone_at $n "$W/one"; done
same "the others came" "$(count centre list incoming --find "ban")" 3
both "sent wiped"

same "the second is at the centre as it was" "$(count centre list incoming --find "zwqkyx hai")" 1
check "wiped at the centre" wiped centre "$W/two"
check "it is a wiped one at the centre" gone_at centre "$W/two"
check "and the line makes it one at the office" until_ok 30 gone_at office1 "$W/two"
both "wiped behind"
check "the chain goes on behind it" register office1 "Bản sáu"
check "and is acknowledged" until_ok 30 all_sent office1
same "and is there" "$(count centre list incoming --find "ban sau")" 1

undoor office1
undoor centre
before=$(rows centre 0)
here=$(rows office1 0)
for n in centre office1; do check "replay at $n" store_hand "$W/$n" replay; done
same "replay changes no row at the centre" "$(rows centre 0)" "$before"
same "nor at the office" "$(rows office1 0)" "$here"
both "replayed"
for n in centre office1; do same "no word of them at $n" "$(count $n list incoming --find zwqkyx)" 0; done
exit $failed
