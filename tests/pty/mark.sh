#!/bin/sh
# The mark: what it marks is seen, cut, copied, typed over; what was cut goes into any field and form of the session, and into no file.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui mark "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key PgDn Up
	idle
	type mot hai ba bon
	key Ctrl-E
	wait Bôi đen từ đây
	key Ctrl-Left Ctrl-Left
	idle
	looks mark-line
	# cut, then pasted twice: three steps to take back
	key Ctrl-W
	wait Đã cắt 6 chữ
	absent hai ba
	key Home Ctrl-V Ctrl-V
	idle
	expect [ba bonba bonmot hai
	key Ctrl-Z Ctrl-Z
	idle
	absent hai ba
	key Ctrl-Z
	idle
	expect [mot hai ba bon
	key Ctrl-Y
	idle
	absent hai ba
	key Ctrl-Z
	# what is typed takes the region's place, Backspace takes it away, the key again drops the mark
	key Home Ctrl-Space Ctrl-Right
	type x
	idle
	expect [xhai ba bon
	key Ctrl-Z
	idle
	expect [mot hai ba bon
	key Home Ctrl-E End Backspace
	idle
	absent [mot
	key Ctrl-Z Home Ctrl-E End Ctrl-E
	wait Đã thôi bôi đen
	key Backspace
	idle
	absent bon
	key Ctrl-Z
	# nothing marked, nothing cut
	key Ctrl-W
	wait Chưa bôi đen
	expect [mot hai ba bon
	# the menu of all actions has them, for terminals that keep such a key to themselves
	key Ctrl-Q
	wait Đã chép 14 chữ
	key Ctrl-U Ctrl-O
	wait +---
	screen mark-actions
	key Esc
	gone +---
	key Ctrl-V
	idle
	expect [mot hai ba bon
E
ui lines "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down Down Down Down Down Down
	idle
	type Một trích yếu dài hơn một dòng, để thấy chữ xuống dòng trong khung mà không đổi gì trong dữ liệu, hết.
	key Ctrl-E Ctrl-Left Up Home
	idle
	looks mark-lines
	key End
	idle
	key Ctrl-E
	# where the terminal tells of Shift; an arrow without it drops what it has marked
	key Shift-Left Shift-Left Shift-Left
	idle
	looks mark-shift
	key Left
	idle
	type x
	idle
	expect liệu, xhết.
	key Ctrl-Z
	idle
	key End Shift-Up Ctrl-W
	wait Đã cắt
	key Ctrl-Z
	idle
	expect dữ liệu, hết.
	key Home Shift-End Ctrl-Q
	wait Đã chép
	# another field of the form, with its own length; then a search form, the filter of a list
	key Down Down Down Ctrl-V
	idle
	expect Ô này đã đầy
	key F12
	wait Bỏ hết
	heard
	type 1
	gone Bỏ hết
	type 6
	wait Số, ký hiệu
	idle
	key F7
	wait Tìm trong
	idle
	key Ctrl-V
	idle
	expect không đổi gì trong dữ liệu, hết.
	key F3
	wait Gõ số
	idle
	type /
	wait Lọc [
	key Ctrl-V
	idle
	expect /Một trích
	key Ctrl-U
	type QĐ-UBND
	key Ctrl-E Home
	idle
	looks mark-prompt
	key Esc
	gone Lọc [
E
ui small "$WORK/n" --size 40x20 <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key PgDn PgDn PgDn
	idle
	type Một ghi chú dài hơn bề ngang của điện thoại
	key Ctrl-E
	wait Đi tới, rồi Ctrl-Q
	key Home
	idle
	looks mark-40
	key Ctrl-W
	wait Đã cắt 43 chữ
E
# What was cut is gone when the session is locked; and at no time is it in a file.
play locked --session -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session <<-'E'
	wait Kiểu gõ:
	idle
	type 3
	wait Chọn [
	idle
	type 6
	wait Gõ số
	idle
	type /
	wait Lọc [
	type ZXQKHONGGHI
	key Ctrl-E Home Ctrl-W
	wait Đã cắt 11 chữ
	key Esc
	gone Lọc [
	key F3
	wait Chọn [
	key F6
	wait Trích yếu
	idle
	key Tab Tab Tab Tab
	idle
	type 1
	key F3
	wait Đã giữ bản nháp
	idle
	detach
	attach 80 24 xterm
	wait Bản nháp
	type 6
	wait Gõ số
	type /
	wait Lọc [
	key Ctrl-V
	wait ZXQKHONGGHI
	key Ctrl-U
	idle
	control LOCK
	wait Phiên đã khóa
	attach 80 24 xterm
	wait Lọc [
	idle
	key Ctrl-V
	wait Chưa cắt hay chép
	absent ZXQKHONGGHI
	control END
	exit 0
E
if grep -rqa ZXQKHONGGHI "$WORK/n"; then
	echo "not ok - mark: what was cut lies in a file"
	failed=1
else
	echo "ok - mark: what was cut lies in no file"
fi
finish
