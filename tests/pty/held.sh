#!/bin/sh
# A terminal that takes nothing any more (no paint credit): the program goes on all the same. What is typed blind is drafted, what is saved is
# saved, and no byte is painted meanwhile.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
play held --session -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session <<-E
	wait Kiểu gõ:
	idle
	type 3
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	idle
	credit hold
	type 7
	idle
	credits 1
	mark
	type 7/KH-BCĐ
	idle
	key Down
	idle
	exact 0
	run test "\$(sqlite3 '$WORK/n/draft.db' 'SELECT count(*) FROM _draft')" = 1
	kill -9
	exit 265
	credit go
	restart
	wait Bản nháp
	idle
	key F8
	wait 77/KH-BCĐ
E
finish
