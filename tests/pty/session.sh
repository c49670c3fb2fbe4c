#!/bin/sh
# The keeper's side: ATTACH, SIZE, DETACH, LOCK, END on descriptor 3, paint credit on descriptor 4.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
play session --session -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session <<-'E'
	wait Kiểu gõ:
	idle
	type 3
	wait Chọn [
	idle
	sent \e[?2004h
	mark
	idle
	exact 0
	# nothing is painted before the answer
	key F6
	wait Trích yếu
	idle
	# the line answers late and there is always something more to draw: what F2 has said has been seen all the same, the next F2 counts
	credit hold
	key F2
	wait Không có gì
	idle
	key Tab
	idle
	credits 1
	credit go
	credit hold
	gone Không có gì
	idle
	credits 1
	key F2
	idle
	credit go
	wait Không có gì
	idle
	key Tab Tab Tab Tab Tab
	idle
	credit hold
	type x
	idle
	credits 1
	mark
	key Backspace
	type yz
	idle
	exact 0
	credit go
	idle
	min 1
	# DETACH: silence
	mark
	detach
	idle
	type uv
	idle
	exact 0
	# another size, the same terminal
	attach 132 43
	wait Trích yếu
	idle
	expect Hạn nơi gửi
	# another terminal and size
	attach 40 20 linux
	wait Trích yếu
	idle
	line 0 Văn bản đến
	expect yzuv
	detach
	mark
	attach 80 24 putty
	wait Hạn nơi gửi
	idle
	sent \e[?2004h
	detach
	mark
	attach 80 24 putty
	wait Hạn nơi gửi
	idle
	sent \e[?2004h
	size 100 30
	wait Hạn nơi gửi
	idle
	control LOCK
	wait Phiên đã khóa
	idle
	absent Trích yếu
	type 123
	idle
	# one that nobody described, after one that somebody did
	attach 80 24 no-such-terminal
	wait Trích yếu
	idle
	absent 123
	attach 80 24 xterm
	wait Trích yếu
	idle
	absent 123
	type 99/ABC
	idle
	control END
	exit 0
	restart
	wait Bản nháp
	idle
	control END
	exit 0
E
# What is typed while one terminal gives way to another is a key like any other: for a moment it was the shell's Ctrl-Z, Ctrl-\\ or Ctrl-S.
rm -rf "$WORK/n"
fresh_node "$WORK/n"
{
	printf 'wait Kiểu gõ:\nidle\ntype 3\nwait Chọn [\nidle\nkey F6\nwait Trích yếu\nidle\n'
	for i in $(seq 150); do
		printf 'attach 80 24 linux\nraw \\x1a\nraw \\x1a\nraw \\x1c\nattach 80 24 putty\nraw \\x1a\nraw \\x1c\nraw \\x13\nraw \\x1a\n'
	done
	printf 'idle\nattach 80 24 linux\nwait Trích yếu\nidle\ncontrol END\nexit 0\n'
} >"$WORK/script"
play changing --session --script "$WORK/script" -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session
finish
