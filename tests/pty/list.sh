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
	# what stands behind the ninth has a letter, capital or small; letters in a burst are a scanner's
	type bc
	idle
	expect b  Lọc
	key Down
	idle
	type b
	gone +--
	expect Lọc [
	key Esc
	gone Lọc [
	key Ctrl-O
	wait d  Đánh dấu hết
	type D
	gone +--
	expect đã đánh dấu 18
	key Ctrl-A
	idle
	absent đã đánh dấu
	key Ctrl-O
	wait Xếp theo cột
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
	# how many are behind is known after a jump too
	type 30
	key Enter
	idle
	line 2 30
	expect còn 12
	expect Đang xem: tất cả
E
# rows that leave and come while a person pages: none is skipped and none comes twice
cp -r "$WORK/n" "$WORK/moving"
export MOVING="$WORK/moving"
ui "coming and going" "$WORK/moving" <<-'E'
	wait Chọn [
	idle
	type 2
	wait còn 15
	idle
	line 2 > 1
	line 19 18
	run "$CONGVU" act submit incoming 18 --dir "$MOVING" --user vanthu submitted_to=lanhdao
	key PgDn
	idle
	line 2 > 19
	key PgUp
	idle
	line 2 > 1
	line 18 17
	line 19 19
	key F3
	wait Chọn [
	type 6
	wait Trích yếu
	idle
	line 2 > 33
	key PgDn
	idle
	line 2 > 15
	run "$CONGVU" act register incoming --dir "$MOVING" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH symbol=77/CV issued_date=20/11/2026 doc_type=CV issuer=UBND abstract=Moi copies=1
	key F5
	idle
	line 2 > 15
	key PgUp
	idle
	line 2 33
	line 19 > 16
	# a key for a row that has just gone does nothing to the row that took its place
	key F3
	wait Chọn [
	type 2
	wait Trích yếu
	idle
	line 2 > 1
	run "$CONGVU" act submit incoming 1 --dir "$MOVING" --user vanthu submitted_to=lanhdao
	key Space
	wait vừa rời danh sách
	idle
	line 2 > 2
	absent đã đánh dấu
	key F3
	wait Chọn [
	type 6
	wait Trích yếu
	key Home
	idle
	line 2 > 34
E
# cells of several lines: a screen file of the office says so; pages are as long as their rows leave room, and none is skipped
cp -r "$WORK/n" "$WORK/lines"
mkdir -p "$WORK/lines/screens"
sed 's/column   abstract 16 "Trích yếu" stretch/& lines 3/' "$TOP/screens/so-van-ban-den.scr" > "$WORK/lines/screens/so-van-ban-den.scr"
add_document "$WORK/lines" "900/UBND-NC" CV "Giải quyết khiếu nại của ông Lê Văn Tư, ấp 5, xã Vị Trung về bồi thường khi thu hồi đất làm đường tỉnh 931" >/dev/null || failed=1
add_document "$WORK/lines" "901/UBND-NC" CV "Về việc ngắn" >/dev/null || failed=1
lines_script='wait Chọn [
idle
type 6
wait Trích yếu
idle
expect > 35
screen list-lines-SIZE
key Down
idle
mark
key Down
idle
bytes 8
key Space
idle
expect đã đánh dấu 1
key End
idle
expect > 1
absent còn
key PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp PgUp
idle
line 2 > 35'
echo "$lines_script" | sed 's/SIZE/80/' > "$WORK/script"
ui "lines" "$WORK/lines" --script "$WORK/script"
echo "$lines_script" | sed 's/SIZE/40/' > "$WORK/script"
ui "lines narrow" "$WORK/lines" --size 40x20 --script "$WORK/script"
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
