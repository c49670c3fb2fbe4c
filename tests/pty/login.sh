#!/bin/sh
# Without --user: name and password, masked; wrong ones are told without saying which.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
play login -- "$CONGVU" ui --dir "$WORK/n" <<-'E'
	wait Mật khẩu
	idle
	screen login
	type vanthu
	key Tab
	type sai
	idle
	absent sai
	expect ***
	key Enter
	wait Sai tên
	idle
	absent ***
	type vanthu
	key Enter
	wait Nguyễn Thị Mai
	wait Kiểu gõ:
	idle
	screen login-method
	# a key that is no answer does its work; asked again the next time
	key F6
	wait Trích yếu
	idle
	absent Kiểu gõ
	key F3
	wait Chọn [
	key F3
	wait lần nữa
	key F3
	exit 0
	restart
	wait Mật khẩu
	type vanthu
	key Tab
	type vanthu
	key Enter
	wait Kiểu gõ:
	idle
	# so does a digit that opens an entry
	type 6
	wait Số, ký hiệu
	key F3
	wait Chọn [
	key F3
	wait lần nữa
	key F3
	exit 0
	restart
	wait Mật khẩu
	type vanthu
	key Tab
	type vanthu
	key Enter
	wait Kiểu gõ:
	idle
	type 2
	wait Đã bật gõ VNI
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	type d9a4 ve62
	idle
	expect [đã về
	expect VNI
	key Ctrl-T
	wait Đã tắt gõ VNI
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
	key F3
	wait lần nữa
	key F3
	exit 0
	restart
	wait Mật khẩu
	type vanthu
	key Tab
	type vanthu
	key Enter
	wait Chọn [
	idle
	absent Kiểu gõ
	key F6
	wait Trích yếu
	key PgDn Shift-Tab
	idle
	absent VNI
	key Ctrl-T
	wait Đã bật gõ VNI
E
finish
