#!/bin/sh
# The leader's desk: a list opens its form on the rows, one digit says what, F2 goes on to the next; counted in keys.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
D=$WORK/n
act() { "$CONGVU" act "$@" --dir "$D" >/dev/null || { echo "not ok - act $*"; exit 1; }; }
echo triet | "$CONGVU" user add triet --dir "$D" --name "Lê Minh Triết" --title "Chuyên viên" --roles chuyenvien
echo thihoa | "$CONGVU" user add thihoa --dir "$D" --name "Lê Thị Hoa" --title "Chuyên viên" --roles chuyenvien
# waiting NUMBER SYMBOL ISSUER ABSTRACT: one more on the leader's desk
waiting() {
	[ "$1" -le 3 ] || act register incoming --user vanthu secrecy=THUONG urgency=THUONG channel=BUU_CHINH "symbol=$2" issued_date=20/11/2026 \
		doc_type=CV "issuer=$3" "abstract=$4"
	act submit incoming "$1" --user vanthu submitted_to=lanhdao
}
leader() { # leader NAME [ptydrive options]
	uname=$1
	shift
	play "$uname" "$@" -- "$CONGVU" ui --dir "$D" --user lanhdao
}
# state NUMBER EXPECTED: the record as the shell sees it
state() {
	got=$("$CONGVU" show incoming "$1" --dir "$D" --json | tr -d '\n' | sed -n 's/.*"state": *"\([a-z_]*\)".*/\1/p')
	if [ "$got" = "$2" ]; then echo "ok - number $1 is $2"; else echo "not ok - number $1 is $got, not $2"; failed=1; fi
}
for i in 1 2 3; do waiting $i; done
waiting 4 410/STC-QLNS "Sở Tài chính" "Báo cáo dự toán chi ngân sách"
waiting 5 77/STC-QLG "Sở Tài chính" "Thông báo giá vật liệu xây dựng"
waiting 6 31/STC-QLNS "Sở Tài chính" "Tạm cấp kinh phí phòng chống thiên tai"

# Five documents of two issuers, none assigned before: two names are typed, the others are suggested.
keys=$WORK/keys
cat >"$keys" <<'E'
key 1
wait Trích yếu
idle
key Enter
wait Mẫu
idle
expect Chờ ý kiến: 1 (còn 6)
expect Còn 6. F2 ghi và sang tiếp; PgDn để sau; F3 về.
screen leader-80
key 1
idle
expect [Chuyển xử lý
type hoa
key F2
wait Chờ ý kiến: 2 (còn 5)
idle
expect Đã lưu số đến 1
expect [thihoa
key 3 F2
wait Chờ ý kiến: 3 (còn 4)
key 1 F2
wait Chờ ý kiến: 4 (còn 3)
idle
expect Chủ trì   [            ]
key 1
type tri
key F2
wait Chờ ý kiến: 5 (còn 2)
key 1 F2
wait Chờ ý kiến: 6 (còn 1)
idle
E
{ printf 'wait Chọn [\nidle\n'; cat "$keys"; } | leader five
n=$(awk '$1 == "type" { n += length(substr($0, index($0, " ") + 1)) } $1 == "key" { n += NF - 1 } END { print n + 0 }' "$keys")
if [ "$n" -le 20 ]; then
	echo "ok - keys: five documents assigned: $n keys (at most 20)"
else
	echo "not ok - keys: five documents assigned: $n keys, at most 20"
	failed=1
fi
for i in 1 2 3 4 5; do state $i assigned; done
"$CONGVU" list incoming --dir "$D" --where lead_user_id=triet | grep -q . && echo "ok - the suggested name is who has it" || failed=1

# Left for later: what was typed is there again; the last one says so; Mẫu 2 asks for nobody and files it.
waiting 7 5/STP-PBGD "Sở Tư pháp" "Phổ biến pháp luật quý IV"
leader later <<'E'
wait Chọn [
idle
key 1
wait Trích yếu
idle
key Enter
wait Mẫu
idle
key 4
type tri
key PgDn
wait Chờ ý kiến: 7
idle
expect Đã giữ bản nháp
expect Mẫu       [ ]
key PgDn
wait Đây là mục cuối
key PgUp
wait Chờ ý kiến: 6
idle
expect [Dự họp
expect [triet
key PgUp
wait Đây là mục đầu
key Down Down
# nobody is named: it says so and stays
key PgDn
wait Chờ ý kiến: 7
idle
key 1 F2
wait Chưa lưu
idle
expect Chưa có ai chủ trì
key F3
gone Chưa lưu
key Shift-Tab Shift-Tab
type 2
idle
absent Chủ trì   [
absent Đơn vị    [
expect Mã hồ sơ  [
expect [Lưu để biết
key F2
wait Đã lưu số đến 7
idle
E
state 7 filed
state 6 submitted

# Nothing left: back in the list; the last act can be taken back from there.
waiting 8 9/STP-PBGD "Sở Tư pháp" "Hòa giải cơ sở"
waiting 9 10/STP-PBGD "Sở Tư pháp" "Trợ giúp pháp lý"
leader marked <<'E'
wait Chọn [
idle
key 1
wait Trích yếu
idle
key Down Space Down Space
key Ctrl-O
wait Phân công
idle
key 1
wait 2 mục đã đánh dấu
idle
key 1
idle
type hoa
key Enter Enter Enter
idle
# working days, said at once as a day and a count
type +10
screen marked-80
key Tab
wait Thứ Hai 07/12/2026: 10 ngày làm việc
idle
expect Hạn       [07/12/2026]
key F2
wait làm cho cả 2 mục
idle
key 1
gone mục đã đánh dấu
idle
expect Phân công: xong 2 mục.
# only one is left, and what was done last can be taken back
absent Trợ giúp pháp lý
expect Tạm cấp kinh phí
E
state 8 assigned
state 9 assigned
"$CONGVU" show incoming 9 --dir "$D" | grep -q "Hạn do người giao việc định" && echo "ok - the day he named is the due day" ||
	{ echo "not ok - the day he named is the due day"; failed=1; }

# A phone: the same form; PgDn first shows what is out of sight.
leader phone --size 40x20 <<'E'
wait Chọn [
idle
key 1
wait Tạm cấp
idle
key Enter
wait Mẫu
idle
expect [Dự họp
screen leader-40
key Shift-Tab Shift-Tab Shift-Tab Shift-Tab 2
idle
key F2
wait Đã lưu
idle
E
state 6 filed

# Who was given one takes it and ends it; it leaves his list.
act accept incoming 4 --user triet
play lead -- "$CONGVU" ui --dir "$D" --user triet <<'E'
wait Chọn [
idle
key 2
wait dự toán
idle
key 4 Enter
idle
key Enter
wait Lịch sử
idle
expect Văn bản đến 4
key Ctrl-O
wait Kết thúc
idle
key 1
wait Kết quả
idle
screen finish-80
type Đã báo cáo bằng công văn 88
key F2
wait Đã lưu
idle
E
state 4 done

# Esc out of a list's popup keeps what was collected: the words of the search are no part of it.
waiting 10 11/STP-PBGD "Sở Tư pháp" "Hòa giải ở xã"
leader collected <<'E'
wait Chọn [
idle
key 1
wait Hòa giải
idle
key Enter
wait Mẫu
idle
key 1
type hoa
key Enter Enter
idle
key F4
wait +---
key Enter
gone +---
idle
expect Phối hợp  [H30
key F4
wait +---
idle
type zz
idle
key Esc
gone +---
idle
expect Phối hợp  [H30
absent [zz
key F12
wait Bỏ hết
type 1
wait Đã bỏ
E
finish
