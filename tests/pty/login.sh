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
	wait Chọn [
	key F3
	wait lần nữa
	key F3
	exit 0
E
finish
