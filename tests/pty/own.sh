#!/bin/sh
# Keys that a screen's own file gives: one for all marked rows of a list, digits in a record, entries of Ctrl-O; what is not for now or for
# this role says so, and the checker refuses what cannot be.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui own "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 2
	wait Số, ký hiệu
	idle
	screen own-list
	# the help of the screen names it, so does Ctrl-O
	key F1
	wait Danh sách
	key End
	idle
	key PgUp
	idle
	expect F10              Trình
	key F3
	wait Số, ký hiệu
	key Ctrl-O
	wait +---
	expect Trình
	expect F10
	key Esc
	gone +---
	# no row is marked: the one under the cursor
	key F10
	wait : trình
	key F3
	wait Văn bản đến chưa trình
	# all that is marked, with one question
	key Ctrl-A
	idle
	key F10
	wait +---
	idle
	key Enter
	wait Trình: làm cho cả 3 mục
	screen own-ask
	heard
	type 1
	wait Trình: xong 3 mục
	idle
	absent 125/QĐ-UBND
	# nothing is left to do it with
	key F10
	wait Trình: lúc này không làm được
	heard
	key F3
	wait Chọn [
	type 6
	wait Số, ký hiệu
	key F10
	wait F10 không dùng ở đây
	key Enter
	wait Độ khẩn Thường
	expect F10 Trình
	key F10
	wait Trình: lúc này không làm được
E
ui narrow "$WORK/n" --size 40x20 <<-'E'
	wait Chọn [
	idle
	type 6
	wait Trích yếu
	idle
	key Enter
	wait F10 Trình
	idle
	screen own-40
E
# A leader does not submit: nothing is offered, and Esc 0 is F10.
play leader -- "$CONGVU" ui --dir "$WORK/n" --user lanhdao <<-'E'
	wait Chọn [
	idle
	type 6
	wait Số, ký hiệu
	key Enter
	wait Độ khẩn Thường
	absent F10
	raw \e0
	wait F10 không dùng ở đây
E
# An office's own copy of a screen: digits in a record, each of the named actions, a form opened with the record.
mkdir "$WORK/n/screens"
{
	cat "$TOP/screens/xem-van-ban-den.scr" | sed '/^key  /d'
	cat <<-'E'
		key     1 action open dinh-chinh-van-ban-den "Sửa lại"
		key     2 action related
		key     3 action new-from-this
		key     4 action take-back
		key     F11 action history "Mọi ô"
		action  submit "Trình lãnh đạo"
	E
} >"$WORK/n/screens/xem-van-ban-den.scr"
"$CONGVU" screen check "$WORK/n/screens/xem-van-ban-den.scr" || failed=1
add_document "$WORK/n" 9/KH-UBND KH "Kế hoạch kiểm tra" >/dev/null || failed=1
ui digits "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Số, ký hiệu
	key Enter
	wait Độ khẩn Thường
	idle
	screen own-record
	type 1
	wait : đính chính
	key F3
	gone : đính chính
	type 2
	wait Những gì liên quan
	key F3
	gone Những gì liên quan
	type 3
	wait Độ mật [
	key F3
	gone Độ mật [
	key F11
	wait Giờ nhận
	key F11
	gone Giờ nhận
	idle
	key Ctrl-O
	wait +---
	idle
	screen own-actions
	key Esc
	gone +---
	type 9
	idle
	absent không dùng
	# several at once are a scanner's, never a command
	type 11
	idle
	absent : đính chính
	key F5
	idle
	# a number was given: that cannot be taken back, and it says so
	type 4
	wait Hoàn tác việc: lúc này không làm được
	heard
	key Ctrl-O
	wait Trình lãnh đạo
	idle
	type 1
	wait : trình
	idle
	type pham
	key Tab
	idle
	key F2
	wait Đã trình
	idle
	type 4
	wait Lý do [
	type nhầm
	key Enter
	wait Đã hoàn tác
E
printf 'list so\ntable incoming\nkey F2 action submit\nlist tat-ca\n  column abstract\n' >"$WORK/so.scr"
case $("$CONGVU" screen check "$WORK/so.scr" 2>&1) in
*so.scr:3:5:*F2*) echo "ok - own: the checker names the place" ;;
*) echo "not ok - own: the checker names the place"; failed=1 ;;
esac
finish
