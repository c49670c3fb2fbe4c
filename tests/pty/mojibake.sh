#!/bin/sh
# Text that comes in another encoding: the repair is offered with a digit, left alone by default, and can be taken back.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui mojibake "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	# TCVN3; keys behind it in the same burst answer nothing
	raw \e[200~Uû ban nh©n d©n tØnh HËu Giang\e[201~1
	wait Chữ này sai bảng mã
	idle
	screen mojibake-ask
	type 1
	wait Đã sửa
	idle
	expect [Uỷ ban nhân dân tỉnh Hậu Giang
	# back as it came, and forward again
	key Ctrl-Z
	idle
	expect [Uû ban nh©n d©n tØnh HËu Giang
	key Ctrl-Y
	idle
	expect [Uỷ ban nhân dân tỉnh Hậu Giang
	# Enter, Esc, 2: as it is
	key Ctrl-U
	paste Uûy ban nhaân daân huyeän Vò Thuûy
	wait sai bảng mã
	idle
	key Enter
	gone sai bảng mã
	idle
	expect [Uûy ban nhaân daân huyeän Vò Thuûy
	key Ctrl-U
	paste Viá»‡t Nam
	wait Sửa thành "Việt Nam"?
	idle
	key Esc
	gone sai bảng mã
	idle
	expect [Viá»‡t Nam
	key Ctrl-U
	# VISCII and code page 1258 too; in the middle of a text only what was pasted is mended
	type cua  het
	key Left Left Left Left
	idle
	paste Gi¤y chÑng nh§n quy«n sØ døng ð¤t
	wait Sửa thành "Giấy chứng nhận quyền sử dụng đất"?
	idle
	type 1
	wait Đã sửa
	idle
	expect [cua Giấy chứng nhận quyền sử dụng đất het
	key Ctrl-U
	paste ThuÒ tuòc hành chính nhà nýõìc
	wait sai bảng mã
	idle
	type 1
	wait Đã sửa
	idle
	expect [Thủ tục hành chính nhà nước
	key Ctrl-U
	# no paste marks: looked at when the field is left, also with F2; asked once
	type Sè TN&MT b¸o c¸o kÕt qu¶
	idle
	absent sai bảng mã
	key Tab
	wait sai bảng mã
	idle
	type 2
	gone sai bảng mã
	idle
	expect [Sè TN&MT b¸o c¸o kÕt qu¶
	key Tab
	idle
	absent sai bảng mã
	key Shift-Tab
	idle
	key Ctrl-U
	idle
	key Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab
	idle
	type NguyÔn V¨n B¶y
	key F2
	wait Sửa thành "Nguyễn Văn Bảy"?
	idle
	type 1
	wait Đã sửa
	idle
	expect Nguyễn Văn Bảy
E
# Nothing is asked about: our own letters, NFD, other tongues, signs, codes.
ui innocent "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	paste Ủy ban nhân dân, Hoà Bình, Ðồng Nai, Y Blê, Kh'leang
	idle
	absent sai bảng mã
	key Tab
	idle
	absent sai bảng mã
	key Shift-Tab
	key Ctrl-U
	paste Müller, François, Phnôm Pênh, « bon », 2×3 §5 ½ ±1 25°C
	idle
	absent sai bảng mã
	key Tab
	idle
	absent sai bảng mã
	key Shift-Tab
	key Ctrl-U
	paste 125/QĐ-UBND a@b.vn 50 m² A4
	idle
	absent sai bảng mã
	key Ctrl-U
	raw \e[200~Vie\xcc\xa3\xcc\x82t Nam\e[201~
	idle
	absent sai bảng mã
	expect [Việt Nam
	# a symbol is not looked at
	key PgUp
	idle
	key Home
	key Down Down Down Down Down Down Down
	idle
	paste 12/Q§-UBND
	idle
	absent sai bảng mã
E
finish
