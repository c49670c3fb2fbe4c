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
key Down Down Down
type BUU_CHINH
key Tab
type 2718/STNMT-QLĐĐ
key Tab
type hn
key Tab Tab
type Về việc xác nhận hồ sơ trong ngày mất đường truyền
wait đường truyền
dump
key F2
wait Đã lưu số đến
dump
key F3
wait Chờ làm
key F3
wait F3 lần nữa
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
wait Ngày viết
type TRUC_TIEP
key Tab Tab Tab Tab Tab Tab Tab
type Đoàn Thị Lụa
key Tab
type NGUOI_DN
key Tab Tab
type ấp 1, xã Vị Thủy
key Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab
type Kiến nghị sửa đường dân sinh và điện chiếu sáng ấp 1
wait chiếu sáng
dump
key F2
wait Đã lưu
dump
key F3
wait Chờ làm
key F3
wait F3 lần nữa
key F3
exit 0
KEYS

echo "# office 2, the counter"
play motcua $((P + 3)) <<'KEYS'
wait Chờ làm
key F6
wait Thủ tục
key Shift-Tab Shift-Tab Shift-Tab Ctrl-U
type LAND-A
key Tab
wait Đơn đăng ký biến động
key Tab Tab
type Đổi địa chỉ trên giấy chứng nhận thửa 8899
key Tab Tab
type Lâm Thị Hai
key Tab
type 093187001122
key Tab Tab Tab Tab
type 0939557720
key Tab Tab
type ấp 1, xã Vị Thủy
key Tab
type 31447
key Tab Tab Tab
key Tab Tab
type DU
key Tab Tab
key Tab Tab
type DU
key Tab Tab
key Tab Tab
type DU
key Tab Tab
key Tab Tab
type DU
key Tab
wait 0939557720
dump
key F2
wait Đã lưu
dump
key F3
wait Chờ làm
key F3
wait F3 lần nữa
key F3
exit 0
KEYS

waiting() { at "$1" status --json | field unsent; }
echo "# waiting at office 1: $(waiting office1), at office 2: $(waiting office2)"
line_is_down() { [ "$(waiting office1)" -gt 0 ] && [ "$(waiting office2)" -gt 0 ]; }
check "the line is down: all of it waits" line_is_down
same "and nothing of it is at the centre" "$(count centre list incoming --where doc_number=2718)" 0
echo "# the line comes up; the next save calls it"
python3 "$TOP/tests/lib/relay.py" --listen "$via" --to "127.0.0.1:$P" >"$W/relay.out" 2>&1 &
others+=($!)
check "the relay listens" until_ok 10 grep -q listening "$W/relay.out"
for n in office1 office2; do check "another document at $n" register $n "Văn bản khi có đường truyền"; done
all_sent_everywhere() { all_sent office1 && all_sent office2; }
check "everything is acknowledged by the centre" until_ok 60 all_sent_everywhere

once() { # NODE WHAT TYPE FIELD=VALUE
	same "$2 is there once" "$(count "$1" list "$3" --where "$4")" 1
	at "$1" list "$3" --where "$4"
}
judge() {
	once "$1" "the document" incoming doc_number=2718
	once "$1" "the petition" petition "abstract~duong dan sinh chieu sang"
	once "$1" "the dossier" dossier "summary~thua 8899"
}
echo "# the centre's rows"
judge centre

# The judge is judged too: the same questions to a centre without one of the rows, and to one that has a row twice.
spoilt() {
	rm -rf "$W/spoilt"
	cp -a "$W/centre" "$W/spoilt" && python3 -c 'import sqlite3, sys
d = sqlite3.connect(sys.argv[1])
d.executescript(sys.argv[2])
d.commit()' "$W/spoilt/node.db" "$1" && ! (
		failed=0
		judge spoilt
		exit $failed
	)
}
check "a lost document would be noticed" spoilt "DELETE FROM incoming WHERE doc_number = '2718'"
check "a lost petition would be noticed" spoilt "DELETE FROM petition WHERE abstract LIKE '%chiếu sáng ấp 1'"
check "a lost dossier would be noticed" spoilt "DELETE FROM dossier WHERE summary LIKE '%thửa 8899'"
check "a document that is there twice would be noticed" spoilt "CREATE TEMP TABLE t AS SELECT * FROM incoming WHERE doc_number = '2718';
UPDATE t SET id = id + 999983; INSERT INTO incoming SELECT * FROM t"
check "and a centre that is as it was is not blamed" eval '! spoilt "SELECT 1"'
for n in centre office1 office2; do check "verify at $n" at $n verify; done
[ $failed = 0 ] || cat "$W/demo.err" "$W"/*.log | grep -v '^<6>congvu-net' | tail -n 40 | cut -c1-180 | sed 's/^/# /'
exit $failed
