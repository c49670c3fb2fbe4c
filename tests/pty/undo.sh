#!/bin/sh
# Ctrl-O takes back what was done last, and begins a new record from an old one.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
"$CONGVU" act submit incoming 3 --dir "$WORK/n" --user vanthu submitted_to=lanhdao >/dev/null || failed=1
ui undo "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Tác giả
	idle
	key Enter
	wait Ctrl-R
	key Ctrl-O
	wait Hoàn tác: Trình
	idle
	screen undo-actions
	type 2
	wait Hoàn tác: Trình. Lý do [
	# no reason, or one of blanks, is none
	key Enter
	wait Phải ghi lý do
	idle
	raw \x20\x20\x20
	key Enter
	wait Phải ghi lý do
	idle
	expect Lý do [
	key Esc
	wait Chưa làm gì
	key Ctrl-O
	wait Hoàn tác: Trình
	idle
	type 2
	wait Lý do [
	type trình nhầm
	key Enter
	wait Đã hoàn tác
	# who did it has its place however long it is what was done
	line 13 23/11 09:14  Hoàn tác: Trình Phạm Quốc Anh, hạn phân công 24/11/2026
	line 14 Nguyễn Thị Mai
	key Ctrl-O
	wait Mới từ bản này
	idle
	absent Hoàn tác: Trình
	# a new one from this one
	type 3
	wait Đã chép
	idle
	expect Kết luận của đồng chí
	absent 12/TB-VP
	screen undo-copy
	# it begins where a new one does: at what is asked before all others
	key Enter
	idle
	type 9/TB-VP
	idle
	expect [9/TB-VP
	key F3
	wait Đã giữ bản nháp
E
finish
