#!/bin/bash
# own_list_row.sh: an organization that an office adds for itself is used there at once, reaches the centre as its event, and no other office.
. "$(dirname "$0")/lib.sh"

world --bare
unworld
check "the centre's congvud" door centre || exit 1
for o in office1 office2; do check "$o's congvud" door $o || exit 1; done
check "the office adds it" congvu act enlist organization --dir "$W/office1" --user vanthu code=BQLDA "name=Ban quản lý dự án"
check "and uses it" congvu act register incoming --dir "$W/office1" --user vanthu secrecy=THUONG urgency=THUONG channel=EMAIL symbol=9/BQLDA-KT \
	issued_date=hn doc_type=CV issuer_id=bqlda "issuer=Ban quản lý dự án" abstract=x
refuses "not twice" "A177" congvu act enlist organization --dir "$W/office1" --user vanthu code=B2 "name=ban quan ly du an"

there() { congvu list organization --dir "$W/$1" --json | grep -q '"Ban quản lý dự án"'; }
changed() { congvu list code --dir "$W/$1" --json --where list=CHANNEL --where code=DRONE | grep -q DRONE; }
check "the centre has it" until_ok 30 there centre
# What the centre has fed to everybody after that has come: so would this have.
check "a row of the centre's own" congvu act change code --dir "$W/centre" --user quantri list=CHANNEL code=DRONE "label=Máy bay giao thư"
check "comes to the other office" until_ok 30 changed office2
if there office2; then not_ok "the other office does not have it"; else ok "the other office does not have it"; fi
for n in centre office1 office2; do check "verify $n" congvu verify --dir "$W/$n"; done
exit $failed
