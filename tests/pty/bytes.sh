#!/bin/sh
# Byte budgets of DESIGN 6: counts of what the program sends, under every TERM.
. "$(dirname "$0")/lib.sh"
for term in xterm-256color putty linux vt220; do
	fresh_node "$WORK/$term"
	# the first screen of the first login, with its question: what a login may cost beyond SSH's own (DESIGN 6: 4.0 kB); 20 of them are the
	# letter for who does not see the screen
	play "bytes first $term" --session --term $term -- "$CONGVU" ui --session --dir "$WORK/$term" --user vanthu <<-'E'
		wait Kiểu gõ
		idle
		bytes 595
	E
	ui "bytes $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		# next field
		key Tab
		idle
		mark
		key Tab
		idle
		bytes 8
		key Tab
		idle
		type b
		idle
		key Ctrl-U
		idle
		key Tab
		idle
		key Tab
		idle
		key Tab
		idle
		# one letter at the end of a field = its bytes
		mark
		type a
		idle
		exact 1
		mark
		type ệ
		idle
		exact 3
		mark
		type đ
		idle
		exact 2
		mark
		key Backspace
		idle
		bytes 4
		# a paste is one paint
		mark
		paste 125/QĐ-UB
		idle
		bytes 16
		key Ctrl-U
		idle
		# full repaint: 550 beyond the letters that it shows
		mark
		key Ctrl-L
		idle
		beyond 550
	E
	ui "bytes text $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key PgDn
		idle
		key Up
		idle
		# 38 letters, 55 bytes, pasted: one paint
		mark
		paste Phê duyệt kế hoạch cấp nước sạch xã Vị
		idle
		bytes 60
		min 52
		expect cấp nước sạch xã Vị
		# a letter at the beginning sends the rest of the field again, and no more
		key Home
		idle
		mark
		type x
		idle
		bytes 64
		mark
		key Left
		idle
		bytes 4
		# what is marked is sent again in reverse, and no more than that
		key Ctrl-E
		idle
		key Left
		idle
		mark
		key End
		idle
		bytes 75
		min 55
	E
	ui "bytes popup $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key Enter
		idle
		key Enter
		idle
		key Enter
		idle
		# the kinds of documents: ten lines
		mark
		key F4
		idle
		expect +---
		bytes 460
		mark
		key Down
		idle
		bytes 120
		min 20
		mark
		key Esc
		gone +---
		idle
		bytes 260
		min 60
	E
	# long names: fewer rows, the same budget
	ui "bytes names $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key Enter
		idle
		key Enter
		idle
		key Enter
		idle
		key Enter
		idle
		mark
		key F4
		idle
		expect +---
		expect trong 17
		bytes 460
		mark
		key End
		idle
		bytes 460
		key Esc
		gone +---
		idle
	E
	ui "bytes list $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		type 6
		wait Số, ký hiệu
		idle
		mark
		key Down
		idle
		bytes 8
		mark
		key Up
		idle
		bytes 8
		cursor 2 5
	E
done
finish
