#!/bin/sh
# Typing: undo, repeat, Telex, long fields, several rows; lists: pages, jump, filter; one field per page for screen readers.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui edit "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	# F8 repeats the office's last value, F4 filters without marks
	key Down Down Down
	idle
	type tiep
	key Down
	idle
	key Shift-Tab
	idle
	expect [Trực tiếp
	key F8
	idle
	expect [Bưu chính
	key F4
	wait +--
	idle
	type lien th
	idle
	expect Trục liên thông
	absent | Bưu chính
	key Esc
	gone +--
	key F8
	idle
	key Down Down Down
	idle
	type 125
	key Ctrl-Z
	idle
	absent [125
	key Ctrl-Y
	idle
	expect [125
	key Down
	type 2011
	key Down
	idle
	type tb
	key Down
	idle
	key Down
	idle
	# Telex, in a name field and not in a code
	key Ctrl-T
	wait Đã bật
	slow Uyr ban nhaan daan
	idle
	expect [Ủy ban nhân dân
	key Ctrl-T
	key Down
	idle
	type Một trích yếu dài hơn một dòng, để thấy chữ xuống dòng trong khung mà không đổi gì trong dữ liệu, hết.
	idle
	screen edit-wrapped
	# up and down within the field, then on to the next
	key Up
	idle
	cursor 7 55
	key Up
	idle
	key Down Down
	idle
	key Down
	idle
	# a one-line field longer than its width scrolls by half of it
	type Nguyễn Văn Một Hai Ba Bốn Năm Sáu Bảy
	idle
	screen edit-scrolled
	key Home
	idle
	expect [Nguyễn Văn Một Hai Ba Bốn Nă
	key F2
	wait Đã lưu số đến 4
	key F3
	wait Chọn [
E
i=0
while [ $i -lt 30 ]; do
	i=$((i + 1))
	add_document "$WORK/n" "$i/TB-HĐND" TB "Thông báo số $i về lịch họp" >/dev/null || failed=1
done
ui list "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait còn 16
	idle
	screen list-page1
	key PgDn
	idle
	screen list-page2
	key Up
	idle
	key Up
	idle
	key PgUp
	idle
	screen list-page1-again
	key End
	idle
	screen list-end
	key Home
	idle
	type 17
	idle
	line 22 [17
	key Enter
	idle
	screen list-jumped
	type 999
	key Enter
	wait Không
	idle
	type /
	wait Lọc [
	type thong bao 7
	key Enter
	wait Đang lọc
	idle
	screen list-filtered
	type /
	wait Lọc [
	key Ctrl-U Enter
	wait còn 16
	key Enter
	wait Ctrl-R
	key F3
	wait còn 16
E
ui limits "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	# a value in waiting: a letter replaces it, one step of undo brings it back, an arrow makes it a text like any other
	key PgDn
	key Up Up Up
	idle
	key Shift-Tab
	idle
	type 2
	idle
	expect Số bản [2   ]
	key Ctrl-Z
	idle
	expect Số bản [1   ]
	key Left
	type 2
	idle
	expect Số bản [21  ]
	# a note near its limit says how much room is left, a full one takes nothing more and says so
	key PgDn Shift-Tab
	idle
	paste AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	paste AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	paste AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	paste AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	idle
	absent Còn
	paste AAAAA
	idle
	expect Còn 7 chữ
	paste AAAAAAAAAAAAAAAAAAAA
	idle
	expect Ô này đã đầy
	# a box: what is no answer changes nothing and says what does
	key PgUp
	key Tab Tab Shift-Tab
	idle
	type z
	idle
	expect Space đổi
	expect Đích danh [ ]
	type x
	idle
	expect Đích danh [x]
	type k
	idle
	expect Đích danh [ ]
	key Space
	idle
	expect Đích danh [x]
E
play linear -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --linear <<-'E'
	wait Gõ số
	idle
	key F6
	wait Độ mật: Thường
	idle
	key Up
	idle
	expect Sổ: Văn bản đến 2026
	screen linear
E
finish
