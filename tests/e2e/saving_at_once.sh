#!/bin/bash
# saving_at_once.sh: two clerks at once get consecutive numbers, fifty get fifty, nobody is told "busy"; who saves over a newer version is told
# who was first.
. "$(dirname "$0")/lib.sh"
world --bare

many() { # N PREFIX: N saves, all started before any is waited for
	local i pids=()
	for ((i = 1; i <= $1; i++)); do
		register office1 "$2 $i" >"$W/$2.$i" 2>"$W/$2.$i.err" &
		pids+=($!)
	done
	wait "${pids[@]}"
}
numbers() { cat "$W/$1".*[0-9] | cut -f2 | sort -n | tr '\n' ' '; }

many 2 two
same "two at once: consecutive numbers" "$(numbers two)" "1 2 "
many 50 fifty
same "fifty at once: fifty numbers in a row" "$(numbers fifty)" "$(seq -s ' ' 3 52) "
same "nobody was refused" "$(cat "$W"/two.*.err "$W"/fifty.*.err)" ""

id=$(register office1 "Bản sửa hai lần" | cut -f1)
version=$(at office1 show incoming "$id" --json | field version)
correct() { at office1 act correct incoming "$id" --user vanthu --reason "nhìn nhầm" --seen "$version" "note=$1"; }
check "the first correction is taken" correct một
refuses "the second, made over the same version, is told who was first (M15)" "vừa sửa lúc" correct hai
same "and has changed nothing" "$(at office1 show incoming "$id" --json | field note)" một

check "all of it reaches the centre" until_ok 60 all_sent office1
same "once each" "$(count centre list incoming)" 53
for n in office1 centre; do check "verify at $n" at $n verify; done
exit $failed
