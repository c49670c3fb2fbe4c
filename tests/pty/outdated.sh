#!/bin/sh
# The node was upgraded under a running session: the draft is kept and the program runs itself anew on the same terminal.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
cat > "$WORK/upgrade" <<-E
	sqlite3 '$WORK/n/node.db' "update _meta set value = 2 where key = 'generation'" &&
	printf '\002\000\000\000\000\000\000\000' | dd of='$WORK/n/run/state' bs=1 seek=24 conv=notrunc status=none
E
for how in "" --session; do
	rm -rf "$WORK/n" && fresh_node "$WORK/n"
	# who never said how he types is asked at his first login
	[ -z "$how" ] || play asked --session -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session <<-'E'
		wait Kiểu gõ:
		idle
		type 3
		wait Chọn [
	E
	play "outdated $how" $how -- "$CONGVU" ui --dir "$WORK/n" --user vanthu $how <<-E
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key Tab Tab Tab Tab Tab Tab
		idle
		type 321/QĐ
		idle
		run sh '$WORK/upgrade'
		wait Bản nháp: Văn bản đến
		idle
		key F8
		wait 321/QĐ
		idle
		key F3
		wait Đã giữ
	E
done
finish
