#!/bin/sh
# Themes: chosen in Ctrl-O, kept for the person, on every terminal; what each costs on the line beside the one that all begin with.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/made"
# One document is late by the clock of the test, one is not.
"$CONGVU" act register incoming --dir "$WORK/made" --user vanthu secrecy=THUONG urgency=HOA_TOC arrival_date=18/11/2026 channel=BUU_CHINH \
	symbol=410/UBND-NC issued_date=16/11/2026 doc_type=CV "issuer=UBND tỉnh Hậu Giang" "abstract=Giải quyết khiếu nại" copies=1 >/dev/null || failed=1

# The screens of a person: the morning with what is late, a list, a form with a message, a popup, a question.
screens() { # screens THEME
	cat <<-E
		wait Chọn [
		idle
		looks theme-$1-morning
		type 6
		wait Số, ký hiệu
		idle
		looks theme-$1-list
		key F6
		wait Trích yếu
		idle
		key Tab Tab Tab
		idle
		looks theme-$1-form
		key F4
		wait +---
		idle
		looks theme-$1-popup
		key Esc
		gone +---
		key F2
		wait Không có gì thay đổi
		idle
		looks theme-$1-message
		key F3
		gone Trích yếu [
	E
}

# What a letter, the next field and a whole form cost; never refused here, only told: bytes.sh has the budgets of the first theme.
costs() {
	cat <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key Tab Tab Tab Tab
		idle
		mark
		key Tab
		idle
		bytes 200
		type b
		idle
		mark
		type ệ
		idle
		bytes 40
		mark
		key Ctrl-L
		idle
		beyond 2000
		min 500
	E
}

choose() { # choose DIGIT TEXT: from the morning screen
	cat <<-E
		wait Chọn [
		idle
		key Ctrl-O
		wait 4  Màu sắc
		idle
		type 4
		wait 1  gọn nhất
		idle
		type $1
		gone +---
		idle
	E
}

no=0
for theme in lean lines contrast colour; do
	no=$((no + 1))
	cp -r "$WORK/made" "$WORK/$theme"
	{ choose $no; screens $theme; } > "$WORK/script"
	ui "$theme" "$WORK/$theme" --script "$WORK/script"
	# the next session begins as the last was left
	{ screens $theme; } > "$WORK/script"
	ui "$theme again" "$WORK/$theme" --script "$WORK/script"
	# whatever the terminal, the words are the same and nothing is wrong with it
	costs > "$WORK/script"
	for term in xterm-256color xterm putty linux vt220 vt100; do
		ui "$theme $term costs" "$WORK/$theme" --term $term --script "$WORK/script"
	done
done

# Eight colours, sixteen and 256 look alike; a terminal without them, and a person without, see what is told by more than a colour.
{ screens colour; } > "$WORK/coloured"
{ screens nocolour; } > "$WORK/plain"
for term in xterm putty linux; do
	ui "colour $term" "$WORK/colour" --term $term --script "$WORK/coloured"
done
for term in vt100 vt220; do
	ui "colour $term" "$WORK/colour" --term $term --script "$WORK/plain"
done
NO_COLOR=1 ui "NO_COLOR" "$WORK/colour" --script "$WORK/plain"
NO_COLOR= ui "NO_COLOR empty" "$WORK/colour" --script "$WORK/coloured"
{ choose 4; printf 'expect Màn hình này không có màu\nkey Ctrl-O\nwait Màu\ntype 4\nwait đang dùng\nidle\nline 13 đang dùng\n'; } > "$WORK/script"
ui "told" "$WORK/colour" --term vt220 --script "$WORK/script"

# A session that is taken up from another kind of terminal has its colours there, and loses them where there are none.
play "another terminal" --session --term xterm-256color -- "$CONGVU" ui --session --dir "$WORK/colour" --user vanthu <<'E'
	wait Kiểu gõ
	idle
	looks theme-colour-asked
	type 3
	wait Chọn [
	idle
	looks theme-colour-morning
	detach
	attach 80 24 vt220
	wait Chọn [
	idle
	looks theme-nocolour-morning
	detach
	attach 80 24 putty
	wait Chọn [
	idle
	looks theme-colour-morning
E

# First login on the console: the theme is the person's as soon as the name is known.
play "login" -- "$CONGVU" ui --dir "$WORK/contrast" <<'E'
	wait Tên đăng nhập
	idle
	type vanthu
	key Tab
	type vanthu
	key Enter
	wait Kiểu gõ
	idle
	attr 0 1 reverse
E
# ... and on a telephone
play "narrow" --size 40x20 -- "$CONGVU" ui --dir "$WORK/lean" --user vanthu <<'E'
	wait Chọn [
	idle
	key Ctrl-O
	wait Màu sắc
	idle
	type 4
	wait tương phản cao
	idle
	screen theme-narrow
E
finish
