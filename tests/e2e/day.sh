#!/bin/bash
# day.sh: a day at two offices, played with a real SSH client on a terminal. The line to the centre is down: at office 1 the clerk registers a
# document and the reception officer a petition, at office 2 the counter takes in a dossier. Then the line comes up. Prints the screens and the
# centre's rows; exit 1 when one is missing or there twice.
. "$(dirname "$0")/lib.sh"

P=$(free_ports)
via=$((P + 1)) # nothing listens there: the line is down
world --via "$via"

# play WHO PORT SCRIPT: logs in by password and plays the keys; the dumped screens go to stdout.
play() {
	local who=$1 port=$2
	{
		printf 'wait assword:\ntype %s\nkey Enter\n' "$who"
		cat
	} >"$W/$who.keys"
	ptydrive --size 80x24 --timeout 25 --name "$who" --script "$W/$who.keys" -- ssh -F none -p "$port" -o "UserKnownHostsFile=$W/known" \
		-o StrictHostKeyChecking=no -o LogLevel=ERROR -o PubkeyAuthentication=no "$who@127.0.0.1" 2>&1 || failed=1
}

echo "# office 1, the registry clerk; the line is down"
play vanthu $((P + 2)) <<'KEYS'
wait Chờ làm
dump
key F6
wait Trích yếu
key Tab Tab Tab
type BUU_CHINH
key Tab Tab Tab
type 2718/STNMT-QLĐĐ
key Tab
type hn
key Tab
type CV
key Tab Tab
type Sở Tài nguyên và Môi trường
key Tab
type Về việc xác nhận hồ sơ trong ngày mất đường truyền
dump
key F2
wait Đã lưu số đến
dump
key F3
wait Chờ làm
dump
key F3
key F3
exit 0
KEYS

echo "# office 1, the officer who receives citizens"
play tiepdan $((P + 2)) <<'KEYS'
wait Chờ làm
key F6
wait tố cáo
type k
key Tab
type TRUC_TIEP
key Tab
type hn
key Tab Tab Tab Tab Tab Tab
type Đoàn Thị Lụa
key Tab
type NGUOI_DN
key Tab Tab
type ấp 1, xã Vị Thủy
key Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab
dump
KEYS

all_sent_everywhere() { all_sent office1 && all_sent office2; }
echo "# the line comes up"
python3 "$TOP/tests/lib/relay.py" --listen "$via" --to "127.0.0.1:$P" >"$W/relay.out" 2>&1 &
others+=($!)
check "everything is acknowledged by the centre" until_ok 100 all_sent_everywhere
exit $failed
