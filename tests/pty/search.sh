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
	# before it has looked it does not say that there is nothing
	type ket
	wait [ket
	absent Không thấy
	type  luan
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
	# another name; a name that is taken is refused; the same name again replaces
	key Ctrl-O
	wait Đổi tên
	type 3
	wait 1 trong 1
	key Enter
	wait Tên
	key Ctrl-U
	type từ hai trở đi
	key Enter
	wait Đã giữ cách tìm "từ hai trở đi"
	key Ctrl-U
	type 1
	key Ctrl-O
	wait Tìm: từ hai trở đi
	type 2
	wait Tên
	type số một
	key Enter
	wait Đã giữ
	key Ctrl-O
	wait Tìm: số một
	type 4
	wait 2 trong 2
	type tu hai
	wait 1 trong 1
	key Enter
	wait Tên
	key Ctrl-U
	type số một
	key Enter
	wait Đã có cách tìm tên "số một"
	idle
	key Ctrl-O
	wait Tìm: từ hai
	type 3
	wait Tên
	type số một
	key Enter
	wait thay cho cách cũ
	key Ctrl-O
	wait Bỏ một cách
	type 5
	wait 2 trong 2
	type hai
	wait 1 trong 1
	key Enter
	wait Đã bỏ cách tìm "từ hai trở đi"
	# nothing to keep
	key Ctrl-U
	key Ctrl-O
	wait Giữ cách tìm
	type 2
	wait Chưa gõ
E
# more of them than the menu shows: the others are one step away; each person has his own
i=0
while [ $i -lt 9 ]; do
	i=$((i + 1))
	printf 'key Ctrl-U\ntype %s\nkey Ctrl-O\nwait Giữ cách tìm\n' $i
	printf 'type %s\nwait Tên của cách tìm\ntype kiểu %s\nkey Enter\nwait Đã giữ cách tìm "kiểu %s"\n' $((i > 6 ? 8 : i + 1)) $i $i
done > "$WORK/many"
{ printf 'wait Chọn [\nidle\nkey F7\nwait Tìm trong\nidle\n'; cat "$WORK/many"
printf 'key Ctrl-O\nwait Các cách tìm khác\nidle\nscreen find-many\ntype 7\nwait trong 10\ntype kieu 8\nwait 1 trong 1\nkey Enter\nwait Không có mục nào khớp\n'; } > "$WORK/script"
ui "many searches" "$WORK/n" --script "$WORK/script"
# a letter costs itself, the results come when the fingers rest; Enter before that only brings them; F7 goes on in the book of the row
ui "search on" "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 9
	wait Gõ không dấu
	idle
	type ket
	wait Đang xem 1 trong 1
	idle
	mark
	type x
	idle
	bytes 1
	wait Không thấy gì
	key Backspace
	wait Đang xem 1
	idle
	key F7
	wait Tìm trong: Văn bản đến
	key F2
	wait 88/STNMT
	key F3
	wait Đang xem 1
	key Ctrl-U
	type bao cao
	key Enter
	wait Đang xem 1
	wait Báo cáo biến động
	idle
	expect Tìm [bao cao
	key Enter
	wait Ctrl-R
	expect 88/STNMT
	key F3
	wait Đang xem 1
	key Ctrl-U
	key F7
	wait Chưa có mục nào
E
# what is related: the paper once more, what names it and what it names; a record goes on to the next one of its list
"$CONGVU" act register incoming --dir "$WORK/n" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH \
	symbol=0125/QĐ-UBND issued_date=20/11/2026 doc_type=QD "issuer=UBND tỉnh Hậu Giang" "abstract=Bản gửi lại" copies=1 \
	--answer duplicate=2 >/dev/null || failed=1
ui related "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Trích yếu
	idle
	line 2 > 4
	key Ctrl-G
	wait Có 1 mục liên quan
	idle
	screen related
	key Enter
	wait Văn bản đến 1
	key F3
	wait mục liên quan
	key Ctrl-G
	wait nêu mục này
	expect Bản gửi lại
	key F3
	key F3
	wait Gõ số để nhảy tới
	idle
	key Enter
	wait Văn bản đến 4
	idle
	key PgDn
	wait Văn bản đến 3
	key Ctrl-G
	wait Không thấy gì liên quan
	key F3
	wait Văn bản đến 3
	key PgDn PgDn
	wait Văn bản đến 1
	key PgDn
	wait Đây là mục cuối
	key PgUp
	wait Văn bản đến 2
	key Ctrl-O
	wait 4  Mục trước
	key Esc
	gone 4  Mục trước
	key F3
	wait Gõ số để nhảy tới
	line 4 > 2
E
# a form says what the paper may be once more, as soon as it can be told; Ctrl-G shows it and comes back to what was typed
ui "likely duplicate" "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down
	idle
	type buu
	key Down
	idle
	key Down Down
	idle
	type 125/QĐ-UBND
	key Down
	idle
	absent Có thể trùng
	type 2011
	key Down
	type QD
	key Down
	idle
	key Down
	idle
	key Ctrl-U
	type UBND tỉnh Hậu Giang
	key Down
	wait Có thể trùng: Văn bản đến 1 ngày 23/11, cùng số, cùng tác giả. Ctrl-G xem
	idle
	screen form-related
	key Ctrl-G
	wait Có 2 mục liên quan
	key F3
	wait Có thể trùng
	expect 125/QĐ-UBND
	# another issuer: nothing to say any more
	key Up
	idle
	key Ctrl-U
	type Sở Y tế
	key Down
	gone Có thể trùng
E
# a petition's relatives, while its people are typed
"$CONGVU" act register petition --dir "$WORK/n" --user vanthu has_denunciation=0 source=TRUC_TIEP received_date=20/11/2026 petitioner_count=1 \
	parties.1.role=NGUOI_KN "parties.1.full_name=Lê Văn Tư" "abstract=Bồi thường đường 931" >/dev/null || failed=1
ui relatives "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 8
	wait Tố cáo
	idle
	type k
	key Tab
	idle
	type tiep
	key Tab
	idle
	key Tab Tab Tab Tab Tab Tab
	idle
	type le van tu
	key Tab
	wait Có thể trùng: Đơn 1 ngày 20/11, cùng họ tên. Ctrl-G xem
	key Ctrl-G
	wait cùng họ tên: Bồi thường đường 931
	idle
	key Enter
	wait Lê Văn Tư
	key F3
	wait mục liên quan
	key F3
	wait Có thể trùng
	expect le van tu
E
finish
