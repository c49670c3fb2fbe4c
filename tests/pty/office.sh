#!/bin/sh
# The administrator's lists: a row of a list has no picture of its own, so its record shows what it says; no column stops in a word.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
echo quantri | "$CONGVU" user add quantri --dir "$WORK/n" --name "Vũ Minh" --roles quantri || failed=1
admin() { # NAME SIZE
	play "$1" --size "$2" -- "$CONGVU" ui --dir "$WORK/n" --user quantri
}
admin office 80x24 <<'E'
wait Chọn [
idle
type 4
wait Căn cứ
idle
line 2 > 03/09/2027 Nghỉ    Quốc khánh
key Enter
wait Ctrl-R
idle
expect Ngày                        03/09/2027
expect Nghỉ hay làm                Nghỉ
expect Tên ngày                    Quốc khánh
absent Đang ở
# the next one of the list
key PgDn
idle
expect Ngày                        02/09/2027
key F3
wait Căn cứ
E
admin "office narrow" 40x20 <<'E'
wait Chọn [
idle
type 4
wait 03/09/2027
idle
key Enter
wait Ctrl-R
idle
expect Ngày: 03/09/2027
expect Nghỉ hay làm: Nghỉ
E
admin columns 80x24 <<'E'
wait Chọn [
idle
type 2
wait Hồ sơ một cửa  2026-11-23
idle
expect Ý kiến chỉ đạo 2026
key Enter
wait Ctrl-R
idle
expect Số tiếp theo
expect Đang ở: UBND huyện Vị Thủy. Đang dùng
key F3
wait Kỳ
key F3
wait Chọn [
type 5
wait DIR_ACK
idle
expect 1 Ngày làm việc
key F3
wait Chọn [
type 6
wait BT-01
idle
expect 0 Ngay trong ngày
E
finish
