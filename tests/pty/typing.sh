#!/bin/sh
# How a person types: Ctrl-O changes the method and where tones stand, and keeps it; short forms of a person and of the office.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
echo quantri | "$CONGVU" user add quantri --dir "$WORK/n" --name "Vũ Minh" --roles quantri || failed=1
ui method "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key Ctrl-O
	wait Kiểu gõ
	idle
	screen typing-actions
	type 3
	wait kiểu mới
	idle
	screen typing-method
	# Esc changes nothing
	key Esc
	gone +--
	key Ctrl-O
	wait Kiểu gõ
	type 3
	wait UniKey
	type 2
	wait Đã bật gõ VNI
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	type hoa2 ve62
	idle
	expect [hòa về
	# within a form, in the middle of a word: what stands there stays
	key Ctrl-O
	wait Kiểu gõ
	type 1
	wait kiểu mới
	type 5
	gone +--
	expect Dấu kiểu mới: hoà
	type  hoa2 thuy1
	idle
	expect [hòa về hoà thuý
	key Ctrl-O
	wait Kiểu gõ
	type 1
	wait UniKey
	type 1
	wait Đã bật gõ Telex
	type  khoer
	idle
	expect [hòa về hoà thuý khoẻ
	# by the person's own machine; Ctrl-T turns on what was there
	key Ctrl-O
	wait Kiểu gõ
	type 1
	wait UniKey
	type 3
	wait Gõ bằng máy
	type  khoer
	idle
	expect khoẻ khoer
	key Ctrl-T
	wait Đã bật gõ Telex
	key F3
	wait Đã giữ bản nháp
	key F3
	wait lần nữa
	key F3
	exit 0
	# kept: method and style
	restart
	wait Chọn [
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	type thuys
	idle
	expect [thuý
	# brackets: letters only for who wants it so, and kept too
	key Ctrl-U
	type th[
	idle
	expect [th[
	key Ctrl-U
	key Ctrl-O
	wait Kiểu gõ
	type 1
	wait UniKey
	type 6
	wait Phím [ ] thành
	type th[ ng][if [[a]]
	idle
	expect [thơ người [a]
	key F3
	wait Đã giữ bản nháp
	key F3
	wait lần nữa
	key F3
	exit 0
	restart
	wait Chọn [
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	type th[
	idle
	expect [thơ
E
ui macros "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key Ctrl-O
	wait Kiểu gõ
	type 3
	wait UniKey
	type 7
	wait F6 thêm
	idle
	screen macros-none
	# what is no short form is refused with a reason, and what was typed stays
	key F6
	wait Chữ tắt
	type to tổ
	key Enter
	wait gõ thường cũng ra chữ
	expect [to tổ
	idle
	key Ctrl-U
	paste tw trung ương
	key Enter
	wait ra chữ "tư"
	idle
	key Ctrl-U
	type k9 khu 9
	key Enter
	wait 2 đến 12 chữ cái
	idle
	key Ctrl-U
	type hdnd
	key Enter
	wait Chưa có cụm chữ
	idle
	type  Hội đồng nhân dân
	key Enter
	wait Đã ghi: hdnd
	key F6
	wait Chữ tắt
	type ubnd Ủy ban nhân dân
	key Enter
	wait Đã ghi: ubnd
	# the same again is refused; another name for one takes its place
	idle
	key F6
	wait Chữ tắt
	type ubnd x
	key Enter
	wait Đã có ubnd
	idle
	key Esc
	gone Chữ tắt, dấu cách
	key Home
	key Enter
	wait [hdnd Hội đồng
	key Ctrl-U
	type hnd Hội đồng nhân dân
	key Enter
	wait Đã ghi: hnd
	idle
	screen macros
	key F1
	wait Gõ tắt: chữ viết nhanh
	key F3
	wait Của tôi
	key F3
	wait Chọn [
	# typed, without our method: with a blank, with a comma; one paint, no more than the letters and the way back
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	type cua ubn
	idle
	mark
	type d
	idle
	exact 1
	mark
	key Space
	idle
	bytes 28
	expect [cua Ủy ban nhân dân
	key Ctrl-U
	type hnd, Hnd. HND ubnd@vn 12/ubnd
	idle
	expect [Hội đồng nhân dân, Hội đồng nhân dân. HND ubnd@vn 12/ubnd
	# Ctrl-Z directly behind: the word as it was typed, and it stays
	key Ctrl-U
	type ubnd
	key Space
	idle
	expect [Ủy ban nhân dân
	key Ctrl-Z
	idle
	expect [ubnd
	absent Ủy ban
	type xa
	key Space
	idle
	expect [ubnd xa
	# later: step by step
	key Ctrl-U
	type ubnd xa
	idle
	key Ctrl-Z
	idle
	expect [Ủy ban nhân dân
	key Ctrl-Z
	idle
	expect [ubnd
	# never in what is pasted, nor behind it
	key Ctrl-U
	paste ubnd hnd ubnd
	key Space
	idle
	expect [ubnd hnd ubnd
	absent Ủy ban
	# UniKey: a composed word is nobody's short form
	key Ctrl-U
	type hn
	key Backspace
	type ên d hnd
	key Space
	idle
	expect [hên d Hội đồng nhân dân
	# the field is left: forward, backward, with F2
	key Ctrl-U
	type xa ubnd
	key Tab
	idle
	expect [xa Ủy ban nhân dân
	key Shift-Tab
	idle
	expect [xa Ủy ban nhân dân
	key Ctrl-Z
	idle
	expect [xa ubnd
	key Tab
	idle
	expect [xa ubnd
	# a symbol is none: its field takes no short forms; neither does what one chooses by
	key PgUp
	idle
	key Home
	key Down Down Down Down Down Down Down
	idle
	type 12/ubnd
	key Tab
	type 2011
	key Tab
	idle
	expect ký hiệu [12/UBND
	key Tab
	idle
	type ubnd
	key Down
	idle
	wait +--
	absent ] [Ủy ban
	key Esc
	gone +--
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
E
play office -- "$CONGVU" ui --dir "$WORK/n" --user quantri <<-'E'
	wait Chọn [
	idle
	key Ctrl-O
	wait Kiểu gõ
	type 1
	wait UniKey
	type 7
	wait F6 thêm
	key F6
	wait Của cơ quan
	type 2
	wait Chữ tắt
	type ubnd ủy ban của cơ quan
	key Enter
	wait Đã ghi: ubnd
	key F6
	wait 2  Của cơ quan
	type 2
	wait Chữ tắt
	type kntc khiếu nại, tố cáo
	key Enter
	wait Đã ghi: kntc
	idle
	key Ctrl-X
	wait Bỏ gõ tắt kntc
	type 2
	gone Bỏ gõ tắt
	idle
	key Up
	idle
	screen macros-office
E
ui shared "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	# the office's, and one's own before it
	type kntc ubnd
	key Tab
	idle
	expect [khiếu nại, tố cáo Ủy ban nhân dân
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
	key Ctrl-O
	wait Kiểu gõ
	type 4
	wait UniKey
	type 7
	wait kntc
	idle
	screen macros-both
	# the office's are not this person's to change
	key End
	key Enter
	wait Chỉ người quản trị
	idle
	key Ctrl-X
	wait Chỉ người quản trị
	idle
	key Home
	key Ctrl-X
	wait Bỏ gõ tắt hnd?
	idle
	type 1
	wait Đã bỏ hnd
	idle
	absent Hội đồng
	key F3
	wait Chọn [
E
finish
