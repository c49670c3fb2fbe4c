#!/bin/sh
# F7: query by example and saved searches; one search over everything.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui find "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F7
	wait Tìm trong
	idle
	screen find-new
	# words without marks; ? is an operator here
	type 1..2
	key Tab Tab
	idle
	key F2
	wait Phê duyệt
	absent Kết luận
	idle
	screen find-done
	key F7
	wait [1..2
	key Ctrl-U
	type 3|?
	key F2
	idle
	expect Tìm trong
	key Ctrl-U
	type >=2
	key Ctrl-O
	wait Giữ cách tìm này
	idle
	type 1
	wait Tên của cách tìm
	type từ số hai
	key Enter
	wait Đã giữ
	key F7
	wait Kết luận
	absent Phê duyệt
	key F7
	wait [>=2
	key Ctrl-U Enter
	wait Phê duyệt
	# what is wrong names the field, and the cursor goes there
	key F7
	wait Tìm trong
	key Tab
	type 32/13/2026
	key Tab F2
	idle
	cursor 3 31
	key F3
	wait Phê duyệt
	key F3
	wait Chọn [
	type 9
	wait Gõ không dấu
	idle
	type ket luan
	wait Đang xem 1 trong 1
	idle
	screen hits
	key Enter
	wait Ctrl-R
	key F3
	wait Đang xem 1
	key Ctrl-U
	type 2
	wait Báo cáo
	idle
	screen hits-number
	key Ctrl-U
	type khongcogi
	wait Không thấy gì
E
ui "saved later" "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F7
	wait Tìm trong
	key Ctrl-O
	wait Tìm: từ số hai
	idle
	screen find-saved
	type 1
	wait Kết luận
	absent Phê duyệt
	key F7
	wait Tìm trong
	key Ctrl-O
	wait Bỏ một cách
	type 3
	wait 1  từ số hai
	type 1
	wait Đã bỏ
E
finish
