#!/bin/sh
# A phone, 40x20: the picture that a form has for it and the one that is made from the wide one; hints and messages of two lines.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
echo tiepdan | "$CONGVU" user add tiepdan --dir "$WORK/n" --name "Lê Hoàng Nam" --roles tiepdan || exit 1
phone() { # phone NAME USER [ptydrive options]
	uname=$1 uuser=$2
	shift 2
	play "$uname" --size 40x20 "$@" -- "$CONGVU" ui --dir "$WORK/n" --user "$uuser"
}

# typed from the first field to the last: it scrolls, says what is below, and is saved; what has no place on it keeps what it was filled with
phone own vanthu <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
	idle
	absent Sổ [
	expect v 7 nữa
	key Down Down
	type 77/SNV-TCBC
	key Down
	type 2011
	key Down
	type cv
	key Down Down
	type Sở Nội vụ
	key Down
	type Về việc lập danh sách người tiêu biểu của huyện trong phong trào thi đua năm 2026, gửi trước ngày 30/11
	idle
	# all of it in sight, on its own rows
	screen narrow-filled
	key Down Down Down Down Down Down Down Down
	idle
	expect v 3 nữa
	screen narrow-down
	key Down Down Down Down
	type xem lại
	idle
	absent nữa
	key Up Down
	idle
	expect Ghi chú  [xem lại
	key F2
	wait Đã lưu
	idle
E
"$CONGVU" show incoming 4 --dir "$WORK/n" >"$WORK/shown"
for text in 77/SNV-TCBC "Sở Nội vụ" "gửi trước ngày 30/11" "xem lại" "Văn bản đến 2026"; do
	grep -q "$text" "$WORK/shown" && echo "ok - saved: $text" || { echo "not ok - saved: $text"; failed=1; }
done

# hidden fields go, what stays closes up, and comes again; a problem is jumped to; a field without a place gives its focus to another one
phone hides vanthu <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
	idle
	type mat
	key Down
	idle
	absent Trích yếu
	screen narrow-hidden
	key Up
	type thuong
	key Down
	idle
	expect Trích yếu
	expect Số, ký hiệu
	key F2
	wait Chưa lưu
	idle
	expect Trích yếu
	key End Enter
	gone Chưa lưu
	idle
	screen narrow-jumped
	type abc
	idle
	expect [abc
	size 80 24
	wait Sổ [
	idle
	expect [abc
	type d
	idle
	expect [abcd
	# Sổ stands on no phone
	key PgUp Shift-Tab
	idle
	cursor 2 21
	size 40 20
	gone Sổ [
	idle
	# the first that must be answered
	cursor 4 15
E

# wide, narrow, one field, and back: the focus and the text stay
phone resized vanthu <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
	idle
	key Down Down
	type 12
	idle
	size 80 24
	wait Sổ [
	idle
	type 3
	idle
	expect Số, ký hiệu [123
	size 60 16
	idle
	type /
	idle
	expect Số, ký hiệu [123/
	size 29 9
	idle
	absent Trích yếu
	type S
	idle
	expect [123/S
	key Down
	idle
	expect Ngày VB
	key Up
	idle
	size 40 20
	wait Trích yếu
	idle
	type N
	idle
	expect [123/SN
	cursor 3 8
	# what is scrolled out of sight comes with its focus
	key Down Down Down Down Down Down Down Down Down Down Down Down Down Down Down Down Down
	idle
	type xong
	idle
	expect Ghi chú  [xong
	size 80 24
	wait Sổ [
	idle
	expect [xong
	type .
	size 40 20
	gone Sổ [
	idle
	expect Ghi chú  [xong.
E

# rows of a block: one more, typed into, one less, under the same cursor at every width
phone rows tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	idle
	type k
	key Down
	idle
	type buu
	key Down Down Down Down Down Down Down
	idle
	type Lê Văn Tư
	idle
	expect Họ tên 1 [Lê Văn Tư
	key Ins
	idle
	type Lê Văn Năm
	idle
	size 80 24
	idle
	expect Lê Văn Tư
	type  (chết)
	idle
	expect [Lê Văn Năm (chết)
	size 40 20
	idle
	expect Họ tên 2 [Lê Văn Năm (chết)
	expect Tư cách [         ]  CCCD [          ]
	screen narrow-rows
	key Ctrl-X
	idle
	absent Lê Văn Năm
	key Ctrl-Z
	idle
	expect Lê Văn Năm
E

# A hint has two lines here, with the input method at its end; so has a message, which goes before what was noticed
phone lines vanthu <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
	idle
	key Ctrl-T
	wait Đã bật
	key Down Up
	idle
	line 17 Độ mật: Mật trở lên chỉ ghi số trong
	line 18 sổ mật
	line 18 Telex
	key Down Down
	idle
	line 17 Số, ký hiệu: Ghi đúng như trên văn
	line 18 bản, ví dụ 125/QĐ-UBND
	line 18 Telex
	key Down
	type 3113
	key Down
	wait Ngày không có thật
	idle
	line 17 Ngày không có thật: 3113. Gõ
	line 18 ngày/tháng/năm, ví dụ 05/03/2026.
	absent Telex
	key F12
	wait Bỏ hết
	idle
	screen narrow-question
E
finish
