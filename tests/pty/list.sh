#!/bin/sh
# Lists: marks and one verb for all of them, filter while typing, order by a column, jumps.
. "$(dirname "$0")/lib.sh"
export CONGVU WORK
fresh_node "$WORK/n"
i=0
while [ $i -lt 30 ]; do
	i=$((i + 1))
	add_document "$WORK/n" "$i/TB-HĐND" TB "Thông báo số $i về lịch họp" >/dev/null || failed=1
done
ui list "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait còn 15
	idle
	# the list follows the words; Enter keeps them, Esc drops them
	type /
	idle
	type thong bao 2
	idle
	expect Lọc [thong bao 2
	expect Thông báo số 29
	absent Thông báo số 30
	screen list-filtering
	key Enter
	wait Đang lọc
	absent Thông báo số 30
	type /
	idle
	type zzz
	wait Không có mục nào khớp
	key Esc
	wait còn 15
	expect Thông báo số 30
	# marks cost little, and so does moving over them
	key Space
	idle
	mark
	key Down
	idle
	bytes 8
	key Space
	idle
	expect đã đánh dấu 2
	screen list-marked
	key Space
	idle
	expect đã đánh dấu 1
	key Ctrl-A
	idle
	expect đã đánh dấu 18
	key Ctrl-A
	idle
	absent đã đánh dấu
	# order by a column, and the other way round
	key Ctrl-O
	wait Xếp theo cột
	idle
	screen list-actions
	type 4
	wait Như lúc đầu
	idle
	screen list-columns
	type 1
	gone Như lúc đầu
	idle
	line 2 > 1
	key Ctrl-O
	wait Xếp theo cột
	type 4
	wait tăng dần
	type 1
	gone Như lúc đầu
	idle
	line 2 33
	# letters jump by the first column
	type 12
	idle
	expect [12
	key Esc
	gone [12
	type 12
	key Enter
	idle
	line 2 12
E
# one verb for all that is marked: what it needs is asked once, who is refused is told by number and keeps the mark
"$CONGVU" act submit incoming 5 --dir "$WORK/n" --user vanthu submitted_to=lanhdao >/dev/null || failed=1
ui batch "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait còn 15
	idle
	key Space Down Space Down Space
	idle
	key Ctrl-O
	wait 1  Trình
	idle
	type 1
	wait Phạm Quốc Anh
	idle
	screen batch-ask
	key Enter
	wait làm cho cả 3 mục
	expect [2]
	screen batch-sure
	key Enter
	wait Chưa làm gì
	expect đã đánh dấu 3
	# another clerk is faster with one of them
	run "$CONGVU" act submit incoming 32 --dir "$WORK/n" --user vanthu submitted_to=lanhdao
	key Ctrl-O
	wait 1  Trình
	type 1
	wait Phạm Quốc Anh
	key Enter
	wait làm cho cả 3 mục
	idle
	type 1
	wait không được 1 mục
	idle
	screen batch-refused
	key F3
	wait đã đánh dấu 1
	key Ctrl-O
	wait Bỏ hết dấu
E
finish
