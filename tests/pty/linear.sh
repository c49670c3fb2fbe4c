#!/bin/sh
# Line by line, for screen readers and braille lines: every kind of screen, what a step changes on it (that is read aloud), every size down
# to a braille line's, and how it is chosen and kept.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/made"
"$CONGVU" act register incoming --dir "$WORK/made" --user vanthu secrecy=THUONG urgency=HOA_TOC arrival_date=18/11/2026 channel=BUU_CHINH \
	symbol=410/UBND-NC issued_date=16/11/2026 doc_type=CV "issuer=UBND tỉnh Hậu Giang" "abstract=Giải quyết khiếu nại của ông Lê Văn Tư, ấp 5, \
xã Vị Trung về bồi thường khi thu hồi đất làm đường tỉnh 931" copies=1 >/dev/null || failed=1
"$CONGVU" user linear vanthu --dir "$WORK/made" || failed=1

# Every view can be told; one that cannot would end the session of who hears it.
awk '/struct ui_view_ops [a-z_]+ = \{/ { text = ""; open = 1 } open { text = text $0 } open && /\};/ { open = 0; n++
	if (text !~ /\.tell = /) { print "not ok - linear: told: " FILENAME ": " text; bad = 1 } } END { if (n < 14) bad = 1; exit bad }' \
	"$TOP"/src/ui/*.c && echo "ok - linear: every view is told" || failed=1

# Menu, actions, list, record and its values, form, popup, problems, question, search, help: at a size.
screens() { # screens SIZE-NAME
	cat <<-E
		idle
		screen linear-$1-morning
		key Ctrl-O
		wait Thôi đọc
		idle
		screen linear-$1-actions
		key Esc
		gone Thôi đọc
		idle
		type 6
		wait 410/UBND-NC
		idle
		screen linear-$1-list
		key Space Down
		idle
		screen linear-$1-marked
		type /khieu
		wait Lọc: khieu
		idle
		screen linear-$1-filter
		key Enter
		idle
		key Enter
		wait Số đến: 4
		idle
		screen linear-$1-record
		key Ctrl-R
		idle
		screen linear-$1-values
		key F3
		idle
		key F7
		wait Loại VB:
		idle
		screen linear-$1-ask
		key F3
		gone Người ký:
		key F6
		wait Độ mật: Thường
		idle
		screen linear-$1-first-field
		key Tab
		idle
		type 125/QĐ-UBND
		key Tab
		idle
		key Tab
		idle
		key F4
		wait Tìm:
		idle
		screen linear-$1-popup
		type so y
		idle
		screen linear-$1-popup-filtered
		key Esc
		gone Tìm:
		key F2
		wait Chưa lưu
		idle
		screen linear-$1-problems
		key Down
		idle
		key Enter
		gone Chưa lưu
		idle
		key F12
		wait Bỏ hết
		idle
		screen linear-$1-question
		key Down Enter
		gone Bỏ hết
		idle
		key F3
		gone vào sổ
		type 9
		wait Tìm:
		idle
		type khieu nai
		wait Văn bản đến 4,
		idle
		key Down
		idle
		screen linear-$1-search
		key F1
		wait Tra cứu
		idle
		screen linear-$1-help
	E
}
for size in 80x24 40x25; do
	cp -r "$WORK/made" "$WORK/$size"
	screens $size >"$WORK/script"
	ui "$size" "$WORK/$size" --size $size --script "$WORK/script"
done

# Warnings and choices: all of a problem can be answered and heard.
cp -r "$WORK/made" "$WORK/choices"
ui choices "$WORK/choices" --size 80x24 <<'E'
	idle
	key F6
	wait Độ mật
	key Tab
	idle
	type 410/UBND-NC
	key Down
	idle
	type 1611
	key Down
	idle
	type CV
	key Down
	idle
	key Down
	idle
	key Ctrl-U
	type UBND tỉnh Hậu Giang
	key Down
	idle
	type Giải quyết khiếu nại
	key F2
	wait Chưa lưu
	idle
	screen linear-choices
	# the choices of the one that has the focus are its further rows
	key Right
	idle
	key Right
	idle
	screen linear-choices-read
	type 2
	wait Đã chọn
	idle
	screen linear-choices-answered
	key F2
	wait Đã lưu số đến 5
E

# A step: nothing changes but the place of the cursor; a field changes what is said of it and nothing else; a letter is a letter.
cp -r "$WORK/made" "$WORK/steps"
ui steps "$WORK/steps" <<'E'
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	cursor 2 0
	key Down Down Down
	idle
	mark
	key Up
	idle
	changed 0
	bytes 8
	key Ctrl-O
	wait Thôi đọc
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	key Esc
	gone Thôi đọc
	idle
	type 6
	wait 410/UBND-NC
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	mark
	key Right
	idle
	changed 0
	bytes 8
	mark
	key Up
	idle
	changed 0
	bytes 8
	key Enter
	wait Số đến:
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	key F3
	gone Số đến:
	key F6
	wait Độ mật: Thường
	idle
	# "Độ mật: Thường" and its hint -> "Số, ký hiệu: " and its hint; 80 cells of picture would be more
	mark
	key Tab
	idle
	changed 75
	mark
	type 1
	idle
	changed 1
	exact 1
	type 25/QĐ-
	idle
	mark
	type u
	idle
	changed 1
	exact 1
	key F2
	wait Chưa lưu
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	key F3
	gone Chưa lưu
	key F12
	wait Bỏ hết
	idle
	mark
	key Down
	idle
	changed 0
	bytes 8
	# the word for Enter is on the answer that it gives
	key Home Enter
	gone Bỏ hết
	idle
	expect Số, ký hiệu: 125/QĐ-U
E

# A long text in its field: Up and Down go through its rows, then to the other fields; the cursor is where the next letter comes.
cp -r "$WORK/made" "$WORK/rows"
ui rows "$WORK/rows" --size 40x6 <<'E'
	idle
	key F6
	wait Độ mật
	key Tab
	type 1/CV-X
	key Tab
	idle
	key Down Down Down Down
	idle
	type Trích yếu này dài hơn một dòng của bàn phím chữ nổi, và còn dài nữa
	idle
	screen linear-rows
	key Up
	idle
	type x
	idle
	screen linear-rows-up
	key Up Up
	idle
	screen linear-rows-left
E

# Switched on and off in the middle of a form: text, cursor and draft stay; everybody's screen is what it was.
fresh_node "$WORK/plain"
ui switch "$WORK/plain" <<'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key Tab
	type 125/QĐ-UBND
	key Left Left
	idle
	screen linear-before
	key Ctrl-O
	wait Vẽ lại
	idle
	type l
	wait Đã bật đọc từng dòng
	idle
	screen linear-switched
	type x
	idle
	expect Số, ký hiệu: 125/QĐ-UBXND
	key Backspace
	idle
	key Ctrl-O
	wait Thôi đọc
	idle
	type L
	wait Đã thôi đọc từng dòng
	idle
	key Right Left
	idle
	screen linear-before
	key Ctrl-O
	wait Vẽ lại
	idle
	# a burst is a scanner's, and never a command
	type ll
	idle
	expect Vẽ lại
	key Esc
	gone Vẽ lại
	key Ctrl-O
	wait Vẽ lại
	idle
	type l
	wait Đã bật
	idle
	key F3
	wait Đã giữ
	idle
	key F8
	wait Số, ký hiệu: 125/QĐ-UBND
	idle
	# and the next session begins so
	key F3
	wait Đã giữ
	key F3
	wait lần nữa
	key F3
	exit 0
	restart
	wait Gõ số để mở ngay
	idle
	screen linear-next-session
	# the row of the actions does the same as the letter
	key Ctrl-O
	wait Thôi đọc
	idle
	key End Enter
	wait Đã thôi đọc từng dòng
	idle
	expect 6  Văn bản đến
E

# An administrator's word, for somebody who cannot find the way; taken back again.
"$CONGVU" user linear vanthu --dir "$WORK/plain" || failed=1
ui told "$WORK/plain" <<'E'
	wait Gõ số để mở ngay
E
"$CONGVU" user linear vanthu --undo --dir "$WORK/plain" || failed=1
ui "told not to" "$WORK/plain" <<'E'
	wait Chọn [
E
"$CONGVU" user linear nobody --dir "$WORK/plain" 2>/dev/null && { echo "not ok - linear: user linear takes any name"; failed=1; }

# What the terminal says rules, until the person says otherwise on the screen; other values say nothing.
for wish in "1 Gõ số để mở ngay" "0 Chọn [" "yes Chọn [" "11 Chọn ["; do
	printf 'wait %s\nidle\n' "${wish#* }" | CONGVU_LINEAR=${wish%% *} play "wish $wish" -- "$CONGVU" ui --dir "$WORK/plain" --user vanthu
done
CONGVU_LINEAR=0 ui "wish 0 wins" "$WORK/made" <<'E'
	wait Chọn [
	key Ctrl-O
	wait Vẽ lại
	idle
	type l
	wait Đã bật
	key Down
	wait Gõ số để mở ngay
E

# The first login's question says the letter, and is still asked after it; name and password are asked line by line on a console that says so.
rm -rf "$WORK/plain" && fresh_node "$WORK/plain"
play "first login" --session -- "$CONGVU" ui --session --dir "$WORK/plain" --user vanthu <<'E'
	wait Kiểu gõ
	idle
	screen linear-asked
	type l
	wait Đã bật
	idle
	screen linear-asked-told
	key Down Enter
	wait Đã bật gõ Telex
	idle
	screen linear-answered
E
CONGVU_LINEAR=1 play login -- "$CONGVU" ui --dir "$WORK/plain" <<'E'
	wait Tên đăng nhập:
	idle
	type vanthu
	key Tab
	type vanthu
	idle
	screen linear-login
	key Enter
	wait Gõ số để mở ngay
E

# A session goes from terminal to terminal, each with its wish; words that are not known yet say nothing. What the person answers on the
# screen is not asked back by a program that was run again after an upgrade; what nobody has answered is still wished.
cat >"$WORK/upgrade" <<E
sqlite3 '$WORK/plain/node.db' "update _meta set value = value + 1 where key = 'generation'" &&
printf "\\\\\$(printf %03o "\$(sqlite3 -readonly '$WORK/plain/node.db' "select value from _meta where key = 'generation'")")\\000\\000\\000\\000\\000\\000\\000" |
	dd of='$WORK/plain/run/state' bs=1 seek=24 conv=notrunc status=none
E
play "terminals" --session -- "$CONGVU" ui --session --dir "$WORK/plain" --user vanthu <<E
	wait Gõ số
	idle
	key F6
	wait Độ mật: Thường
	key Tab
	idle
	type 321/QĐ
	idle
	control ATTACH xterm-256color 80 24 1 no-colour columns
	wait Trích yếu
	idle
	expect 321/QĐ
	control ATTACH xterm-256color 80 24 1 later-word linear
	wait Số, ký hiệu: 321/QĐ
	idle
	absent Trích yếu
	run sh '$WORK/upgrade'
	wait Bản nháp
	wait Gõ số để mở ngay
	idle
	key F8
	wait 321/QĐ
	idle
	key Ctrl-O
	wait Thôi đọc
	idle
	type l
	wait Trích yếu
	idle
	run sh '$WORK/upgrade'
	wait Bản nháp
	wait Chọn [
	idle
	control ATTACH xterm-256color 80 24 1 linear
	wait Gõ số để mở ngay
E

# A braille line's window: two rows. A message that needs both has both, until the next key.
cp -r "$WORK/made" "$WORK/small"
ui small "$WORK/small" --size 40x2 <<'E'
	wait Gõ số
	idle
	screen linear-40x2
	type 6
	wait 3;
	idle
	screen linear-40x2-list
	key Right
	idle
	screen linear-40x2-list-right
	key Right Right
	idle
	screen linear-40x2-list-right-3
	key Left Left Left
	idle
	key F2
	wait không dùng ở đây
	idle
	screen linear-40x2-message
	key F6
	wait Độ mật
	idle
	key Tab
	idle
	type 125/QĐ-UBND
	idle
	screen linear-40x2-form
	key F2
	wait Chưa lưu
	idle
	screen linear-40x2-problems
	size 80 24
	wait Chưa lưu
	idle
	size 12 1
	idle
	size 40 2
	idle
	screen linear-40x2-problems
E
for size in 20x2 40x3 40x4 40x5 40x6 30x10 200x60; do
	printf 'wait Gõ số\nidle\ntype 6\nwait 3;\nidle\nkey End\nidle\nkey Up\nidle\nkey PgDn\nidle\nkey F6\nwait Độ mật\nidle\nkey Tab\nidle\ntype x\nidle\nexpect Số, ký hiệu: x\nkey F12\nwait Bỏ hết\ntype 1\nwait Đã bỏ\n' >"$WORK/script"
	rm -rf "$WORK/small" && cp -r "$WORK/made" "$WORK/small"
	ui "size $size" "$WORK/small" --size $size --script "$WORK/script"
done

# What is typed for others: a reason, short forms, names of searches; the list of short forms.
ui others "$WORK/steps" <<'E'
	idle
	key Ctrl-O
	wait Kiểu gõ
	idle
	type 3
	wait Gõ tắt
	idle
	type 7
	wait Chưa có
	idle
	key F6
	wait :
	idle
	type vp Văn phòng Ủy ban
	idle
	screen linear-prompt
	key Enter
	wait vp: Văn phòng
	idle
	screen linear-macros
E
finish
