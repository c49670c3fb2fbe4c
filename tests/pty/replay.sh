#!/bin/sh
# Three sessions recorded key by key (documents, a refused save, a correction, the last action taken back; a petition; a dossier), replayed on
# the same node as it was before, lead to the same database: at once and in another terminal, on a phone, and field by field.
#
# Equal is everything: rows, numbers, deadlines, the search index, the log with its canonical events and digests, what is to be sent. Only
# the random number of a draft (`_saved`) may differ. The clock stands still, so times are equal too.
. "$(dirname "$0")/lib.sh"
CONGVU_CLOCK==2026-11-23T02:14:00Z
fresh_node "$WORK/start"
for who in tiepdan motcua; do
	echo $who | "$CONGVU" user add $who --dir "$WORK/start" --name "Trần Văn Bé" --roles $who || exit 1
done

dump_of() { # NODE
	sqlite3 -readonly "$1/node.db" .dump | grep -v '^INSERT INTO _saved '
	sqlite3 -readonly "$1/draft.db" 'SELECT user_id, form, subject, hex(body), focus, at, thrown FROM _draft ORDER BY 1, 2, 3, 4'
}

record() { # USER
	play "record $1" --record "$WORK/$1.keys" -- "$CONGVU" ui --dir "$WORK/recorded" --user "$1"
}

cp -r "$WORK/start" "$WORK/recorded"
record vanthu <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key Ctrl-T
	wait Đã bật
	# refused: no abstract yet; Enter on its line leads to the field
	key Enter
	type 126/QDD-UBND
	key Enter
	type 2111
	key Enter Enter
	type UBND tinhr Haauj Giang
	key Enter F2
	wait Chưa lưu
	key Enter
	gone Chưa lưu
	slow Pheee duyeetj
	key Ctrl-Z Ctrl-Z
	slow Kees hoachj
	key Left Left Backspace
	type c
	key F2
	wait Đã lưu số đến 4
	# two more in a row, the second from what is suggested
	key Enter
	type 89/STNMT-QLDDDD
	key Enter
	type 2011
	key Enter Enter
	paste Báo cáo biến động\r\nđất đai quý ba
	key F2
	wait Đã lưu số đến 5
	key Enter
	type 90/STNMT-QLDDDD
	key Enter
	type 2011
	key Enter Shift-Tab F4
	wait +--
	type bao cao
	wait Báo cáo
	key Enter
	gone +--
	key Enter
	type Sai roofi
	key F2
	wait Đã lưu số đến 6
	key F3
	wait Chọn [
	# a correction: what is wrong is jumped to
	type 6
	wait Gõ số
	key F7
	wait Tìm
	idle
	type x
	key F3
	wait Gõ số
	type 4
	key Enter
	idle
	key Enter
	wait Ctrl-R
	key Ctrl-O
	wait Đính chính
	type 2
	wait đính chính
	idle
	key Down Down Down Down Down Down
	type 9
	key F2
	wait Lý do
	type ghi nhầm
	key Enter
	wait Đã
	key F3 F3
	wait Chọn [
	# the last action is taken back
	key Ctrl-O
	wait Hoàn tác
	type 3
	wait Lý do
	type sửa nhầm
	key Enter
	wait Đã hoàn tác
	# a draft stays
	key F6
	wait Trích yếu
	key Enter
	type 91/UBND
	key F3
	wait Đã giữ
	key F3
	wait F3 lần nữa
	key F3
	exit 0
E
record tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	type k
	key Tab
	type tiep
	key Tab Tab Tab Tab Tab Tab Tab
	type Lê Văn Tư
	key F2
	wait Chưa lưu: 1
	key Enter
	gone Chưa lưu
	slow Phan anh duong ap 4 ngap nuoc
	key F2
	wait Đã lưu
	key F3
	wait Chọn [
	key F3
	wait F3 lần nữa
	key F3
	exit 0
E
record motcua <<-'E'
	wait Chọn [
	idle
	key F6
	wait Thủ tục
	type LAND-A
	key Tab
	wait P01
	# each place that is wrong, from the list
	key F2
	wait Chưa lưu: 9
	key Enter
	gone Chưa lưu
	type Đổi số căn cước
	key F2
	wait Chưa lưu: 8
	key Enter
	gone Chưa lưu
	type Nguyễn Thị Bích Vân
	key F2
	wait Chưa lưu: 7
	key Enter
	gone Chưa lưu
	type 0912000345
	key F2
	wait Chưa lưu: 6
	key Enter
	gone Chưa lưu
	type Ấp 4, xã Vị Tân
	key F2
	wait Chưa lưu: 5
	key Enter
	gone Chưa lưu
	type 31333
	key F2
	wait Chưa lưu: 4
	key Enter
	gone Chưa lưu
	key Ctrl-A F2
	wait Đã lưu
	key F3
	wait Chọn [
	key F3
	wait F3 lần nữa
	key F3
	exit 0
E

# A resize at every moment: between any two keys, inside a sequence, in every popup, question and list of errors.
resized() {
	awk -v dir="$WORK/seen.$who" '
		# one key; a sequence is cut by the window that goes there and back
		function put(line,  at) {
			at = index(line, "\\x1b[")
			if (line ~ /^raw/ && at > 0)
				line = substr(line, 1, at + 4) "\nsize 40 20\nsize 80 24\nraw " substr(line, at + 5)
			print line
		}
		function cycle() {
			printf "same %s.%d\n", dir, n
			printf "size 132 43\nidle\nsize 40 20\nidle\nsize 20 5\nsize 1 1\nidle\nsize 80 24\nidle\n"
			printf "same %s.%d\n", dir, n++
		}
		/^raw/ && NR > 1 { cycle() }
		{ put($0) }'
}

# replay NAME [--resized] [ptydrive options] -- [options of the program]
replay() {
	how=$1 change=cat
	shift
	[ "$1" != --resized ] || { change=resized; shift; }
	options=
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	case "$*" in --linear) begins='Gõ số' ;; *) begins='Chọn [' ;; esac
	rm -rf "$WORK/again"
	cp -r "$WORK/start" "$WORK/again"
	for who in vanthu tiepdan motcua; do
		{ printf 'wait %s\nidle\n' "$begins"; $change <"$WORK/$who.keys"; echo 'exit 0'; } >"$WORK/script"
		# shellcheck disable=SC2086 # words
		play "$how $who" $options --script "$WORK/script" -- "$CONGVU" ui --dir "$WORK/again" --user $who "$@"
	done
	dump_of "$WORK/again" >"$WORK/dump"
	if diff "$WORK/dump.recorded" "$WORK/dump" >"$WORK/diff"; then
		echo "ok - replay: $how: the same database"
	else
		echo "not ok - replay: $how: another database"
		head -40 "$WORK/diff" | cut -c1-300
		failed=1
	fi
	"$CONGVU" verify --dir "$WORK/again" >/dev/null || failed=1
}

dump_of "$WORK/recorded" >"$WORK/dump.recorded"
if [ "$(sqlite3 -readonly "$WORK/recorded/node.db" 'SELECT (SELECT count(*) FROM incoming) * 100 + (SELECT count(*) FROM petition) * 10 + (SELECT count(*) FROM dossier)')" = 611 ]; then
	echo "ok - replay: three documents, a petition and a dossier are recorded"
else
	echo "not ok - replay: not all is recorded"
	failed=1
fi
replay "at once" --
replay linux --term linux --
replay putty --term putty --size 132x43 --
replay phone --size 40x20 --
replay linear -- --linear
replay resized --resized --
finish
