#!/bin/sh
# The same screens, whatever the terminal and its dialect of keys; Esc as a prefix; type-ahead; paste; a burst is no command.
. "$(dirname "$0")/lib.sh"
for term in xterm-256color putty linux vt220; do
	fresh_node "$WORK/$term"
	ui "$term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		screen morning
		key F6
		wait Trích yếu
		idle
		screen form-new
		key F4
		wait +--
		idle
		screen popup-secrecy
		key Down End Esc
		gone +--
		key Down Shift-Tab
		idle
		key Down Up
		idle
		screen form-new
		key F1
		wait Vào sổ văn bản đến
		key End
		wait Esc-Enter
		idle
		screen help-end
		key F3
		wait Độ khẩn
		idle
		screen form-new
	E
done
fresh_node "$WORK/n"
ui esc "$WORK/n" <<-'E'
	wait Chọn [
	idle
	# Esc and a digit is an F-key, at any speed
	raw \e6
	wait Trích yếu
	idle
	raw \e
	wait Esc: gõ số
	raw 4
	wait +--
	idle
	# here Esc alone closes
	raw \e
	gone +--
	idle
	# its late tail is no text
	raw [B
	idle
	screen form-new
	# unknown sequences are swallowed
	raw \e[99~\e[1;2P\e[?1;2c\eO5R
	idle
	absent 99
	key Esc
	wait Esc: gõ số
	key Esc
	wait Chọn [
E
ui ahead "$WORK/n" <<-'E'
	wait Chọn [
	idle
	# all in one write: type-ahead is kept across screens
	raw \x0e\e[B\e[B\e[Bbuu\t99/QĐ-UBND\t2011\t\tUBND tỉnh\tTrích yếu gõ trước
	wait Trích yếu gõ trước
	idle
	screen ahead
	# the second F2 of an impatient hand does nothing
	raw \x13\x13\x13
	wait Đã lưu số đến 4
	idle
	absent Không có gì
	key F3
	wait Chọn [
	idle
	# a scanner's burst is no command, nor are digits in one read
	type 068012345678
	idle
	type 66
	idle
	# a key that no scanner types ends the burst
	expect Chọn [
	key Ctrl-L
	type 6
	wait Gõ số
	key F3
	wait Chọn [
	idle
	# a paste bypasses keys: the line break is a blank, the Tab too
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	idle
	paste 12/\tQĐ-\nUBND
	idle
	expect [12/ QĐ- UBND
	key Ctrl-U
	idle
	# NFD from macOS is composed
	raw Vie\xcc\xa3\xcc\x82t
	idle
	expect [Việt
	# a refusal throws away what was typed behind it
	key Ctrl-U Down
	idle
	raw 99/99\tLOST
	wait Ngày không có thật
	idle
	absent LOST
	# and the way back is never barred
	key Shift-Tab
	idle
	key F3
	wait Đã giữ
E
finish
