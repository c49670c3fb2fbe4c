#!/bin/sh
# A document from the morning screen to its history: prefilled form, popup, everything wrong at once, saved, next form, list, record.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui form "$WORK/n" <<-'E'
	wait Chọn [
	idle
	screen morning
	key F6
	wait Trích yếu
	idle
	screen form-new
	# wrong at once
	key Down
	key F2
	idle
	absent Đã lưu
	key Down
	idle
	type 32/13
	key Down
	idle
	screen form-date-refused
	key Shift-Tab
	idle
	key Down
	type hn
	key Down
	idle
	expect 23/11/2026
	key F2
	wait Chưa lưu
	idle
	screen problems
	# a digit goes to that problem, Enter to the chosen one
	type 4
	wait ghi đúng như
	idle
	screen problems-digit
	key F2
	wait Chưa lưu
	idle
	key Down Enter
	idle
	screen problems-jump
	key F3
	wait Đã giữ bản nháp
	idle
	screen morning-draft
	key F8
	wait Đã mở lại
	idle
	screen form-resumed
	key F12
	wait Bỏ hết
	idle
	screen form-throw
	type 1
	wait Đã bỏ
	idle
	absent Bản nháp:
	key Ctrl-O
	wait Lấy lại
	idle
	screen actions-menu
	key Esc
	gone Lấy lại
	key F6
	wait Trích yếu
	idle
	key Down Down Down
	idle
	type truc
	key Down
	idle
	screen popup-unknown
	key Enter
	idle
	expect [Trực tiếp
	type 410/UBND-NC
	key Down
	idle
	type 1611
	key Down
	type CV
	key Down
	idle
	expect Công văn
	key Down
	idle
	type UBND tỉnh Hậu Giang
	key Down
	idle
	type Giải quyết khiếu nại của ông Lê Văn Tư, ấp 5, xã Vị Trung về bồi thường khi thu hồi đất làm đường tỉnh
	idle
	screen form-filled
	key F2
	wait Đã lưu
	idle
	screen form-saved
	key F2
	wait Không có gì
	key F3
	wait Chọn [
	idle
	screen morning-after
	type 6
	wait Số, ký hiệu
	idle
	screen list
	key Enter
	wait Hạn 24/11
	idle
	screen record
	key Ctrl-R
	idle
	screen record-values
	key Ctrl-O
	wait Đính chính
	idle
	screen actions-record
	key Esc
	gone +--
	key F1
	wait Các phím
	idle
	screen help
	key F3
	wait Ctrl-R
	key F3
	wait Gõ số
	key F3
	wait Chọn [
	key F3
	wait lần nữa
	idle
	key F3
	exit 0
E
# A label that is longer than its field: its short form, and never half a word.
ui short "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down
	type TRUC_LT
	key Down
	idle
	expect Nhận qua [Trục LT     ]
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
E
# F2 agrees wherever something is asked at the foot: behind the last field, to a reason; a question that saves nothing is answered by digit.
ui agreed "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key PgDn
	idle
	key Up
	idle
	type ghi
	key F12
	wait Bỏ hết
	idle
	key F2
	wait không dùng ở đây
	idle
	key F3
	gone Bỏ hết
	idle
	key Enter
	idle
	key Enter
	wait Hết các ô. Lưu?
	idle
	key F2
	wait Chưa lưu:
	idle
	key Esc
	gone Chưa lưu:
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ
	type 6
	wait Gõ số
	key Enter
	wait Độ khẩn
	key Ctrl-O
	wait Đính chính
	type 2
	wait : đính chính
	key PgDn
	idle
	key Up
	idle
	type 30122026
	key F2
	wait Lý do
	idle
	key F2
	idle
	expect Lý do
	type ghi thêm
	key F2
	wait Đã lưu số đến 4
	idle
	absent Lý do
E
finish
