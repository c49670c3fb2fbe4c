#!/bin/sh
# Every size: phone, wide, tiny, resized between any two keys of a short script; unknown and missing TERM.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
steps='wait Chọn [
idle
SCREEN morning
key F6
wait Độ khẩn
idle
SCREEN form
key Down Down Down # in the order of the wide picture
idle # in the order of the wide picture
type buu # in the order of the wide picture
key Down # in the order of the wide picture
idle # in the order of the wide picture
key Down Down
idle
type 125/QĐ
key Down
idle
key Down
idle
key F4
idle
SCREEN popup
key Esc
gone +-
key F3
wait Đã giữ
type 6
wait Số, ký hiệu
idle
SCREEN list
key Enter
idle
SCREEN record'
for size in 40x20 132x43 60x16 30x10; do
	case $size in
	40x20) own='/ # in the order/d' ;; # its form has a picture of its own
	*) own='s/ # in the order.*//' ;;
	esac
	echo "$steps" | sed "$own; s/^SCREEN \(.*\)/screen size-$size-\1/" > "$WORK/script"
	rm -rf "$WORK/c" && cp -r "$WORK/n" "$WORK/c"
	ui "size $size" "$WORK/c" --size $size --script "$WORK/script"
done
# too small: said, never a crash; and back
ui small "$WORK/n" --size 20x5 <<-'E'
	wait Cửa sổ
	idle
	screen size-20x5
	type 6
	idle
	size 80 24
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	size 20 5
	idle
	screen size-20x5-form
	key Down
	idle
	size 1 1
	idle
	size 5 3
	idle
	key Down
	type a
	idle
	size 80 24
	wait Trích yếu
	idle
	# the form still knows where it is
	key F3
	wait Đã giữ
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	type 77/A
	idle
	size 1 1
	idle
	type B
	idle
	size 80 24
	wait [77/AB
	type C
	wait [77/ABC
	# a popup keeps the field that it was opened on, whatever has room meanwhile
	key Down Down
	idle
	key F4
	wait +--
	idle
	size 1 1
	idle
	size 80 24
	wait +--
	type quyet dinh
	wait Quyết định
	key Enter
	gone +--
	idle
	expect [77/ABC
	expect Quyết định
E
# a resize between any two keys
rm -rf "$WORK/c" && cp -r "$WORK/n" "$WORK/c"
{
	echo 'wait Chọn'
	for key in F6 Down Down Down b u u Tab 1 / Q Tab 2 0 1 1 Tab F4 Down Esc F1 F3 Ctrl-O Esc F12 Enter F3; do
		printf 'key %s\nsize 40 12\nidle\nsize 25 8\nidle\nsize 100 40\nidle\nsize 80 24\nidle\n' $key
	done
	echo 'wait Bản nháp'
} > "$WORK/script"
ui "resize at every key" "$WORK/c" --script "$WORK/script"
for term in does-not-exist "" dumb vt100 screen tmux-256color rxvt; do
	ui "TERM=$term" "$WORK/n" --term "$term" <<-'E'
		wait Chọn [
		idle
		type 6
		wait Phê duyệt
		key F3
		wait Chọn [
	E
done
# a record is laid out anew at each size and at each turn of its page, and holds the lines of the last one only
{
	printf 'wait Chọn [\nidle\ntype 6\nwait Số, ký hiệu\nidle\nkey Enter\nwait Độ khẩn\nidle\nraw '
	printf '\\x12%.0s' $(seq 4001)
	printf '\nwait Giờ nhận\nidle\nkey Ctrl-R\ngone Giờ nhận\nidle\nexpect Độ khẩn\n'
} > "$WORK/script"
ui "a record turned 4000 times" "$WORK/n" --script "$WORK/script"
finish
