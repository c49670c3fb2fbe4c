#!/bin/sh
# Questions and refusals of a save: a likely duplicate, somebody else was faster, a secret document, a reason, rows of a block.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
for who in tiepdan motcua; do
	echo $who | "$CONGVU" user add $who --dir "$WORK/n" --name "Trần Văn Bé" --roles $who || exit 1
done
ui duplicate "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
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
	type 2011
	key Down
	idle
	# the short list of a code: Space goes round
	type QD
	key Down
	idle
	key Down
	idle
	type UBND tỉnh Hậu Giang
	key Down
	idle
	type Phê duyệt kế hoạch chuyển đổi số
	idle
	key F2
	wait Chưa lưu
	idle
	screen problems-choice
	# unanswered: F2 does nothing but say so
	key F2
	wait Còn chỗ
	idle
	type 3
	wait Lý do [
	idle
	type số của năm trước
	key Enter
	wait Đã chọn đủ
	idle
	screen problems-answered
	key F2
	wait Đã lưu số đến 4
E
# A secret paper: the form shrinks to what the paper book may say, F2 says where the paper stays, the list shows that it is there.
ui secret "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Độ khẩn
	idle
	type mat
	key Down
	idle
	screen form-secret
	absent Trích yếu
	key F2
	wait Chưa lưu
	idle
	screen problems-secret
	key F3
	gone Chưa lưu
	idle
	key Down
	idle
	key Down
	idle
	type Công an tỉnh
	key Down
	idle
	type 12 ve viec ay
	key F2
	wait Chưa lưu
	idle
	expect viết liền
	key Enter
	wait không ghi gì về nội dung
	key Ctrl-U
	type 07/SM-2026
	key F2
	wait Đã ghi văn bản mật
	idle
	# the next form is an ordinary one again
	screen form-secret-saved
	key F3
	wait Chọn [
	idle
	type 6
	wait Gõ số
	idle
	screen list-secret
	key Down Down Down Down
	idle
	key Enter
	wait Ctrl-R
	idle
	screen record-secret
	key Ctrl-O
	wait Kết thúc văn bản mật
	idle
	absent Đính chính
	absent Hoàn tác:
	type 1
	gone +---
	idle
	type 1
	wait đã xong
E
ui correct "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Gõ số
	idle
	# jump by number: typed, shown, Enter
	type 2
	idle
	expect [2
	key Enter
	idle
	key Enter
	wait Ctrl-R
	idle
	key Ctrl-O
	wait Đính chính
	idle
	screen actions-verbs
	type 2
	wait đính chính
	idle
	key Tab Tab Tab Tab Tab
	idle
	key F2
	wait Không có gì
	idle
	screen form-correct
E
# somebody else writes the same record meanwhile
ui stale "$WORK/n" <<-E
	wait Chọn [
	idle
	type 6
	wait Gõ số
	idle
	type 2
	key Enter
	idle
	key Enter
	wait Ctrl-R
	idle
	key Ctrl-O
	wait Đính chính
	idle
	type 2
	wait đính chính
	idle
	key Shift-Tab
	idle
	# a note at the end of the form
	key PgDn
	idle
	type ghi chú mới
	idle
	run '$CONGVU' act correct incoming 2 --dir '$WORK/n' --user vanthu 'signer=Trần Văn A' --reason x >/dev/null
	key F2
	wait Lý do
	type ghi thiếu
	key Enter
	wait F5 xem bản mới
	idle
	expect ghi chú mới
	key F5
	wait Đã xem bản mới
	idle
	expect Trần Văn A
	expect ghi chú mới
	key F2
	wait Đã
	idle
	screen record-corrected
E
# A denunciation: no field for a name is drawn, what may give somebody away is asked about, F2 says where the name stays.
play denounced -- "$CONGVU" ui --dir "$WORK/n" --user tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	idle
	type c
	key Tab
	idle
	screen petition-secret
	absent Họ tên
	absent CCCD
	absent Ghi chú
	type tiep
	key Tab
	idle
	key Tab
	idle
	key Tab
	idle
	key Tab
	idle
	type 03/TC-2026
	key Tab
	idle
	type Kế toán Trường Mầm non Hoa Lài
	key Tab
	idle
	type Tôi tên Phạm Thị Lụa, 0912 345 678, thấy phiếu chi khống
	idle
	key F2
	wait Chưa lưu
	idle
	screen petition-telltale
	key Enter
	wait Nội dung
	key Ctrl-U
	type Địa chỉ trụ sở ghi sai trên phiếu chi khống
	key F2
	wait Chưa lưu
	idle
	type 1
	wait Lý do [
	idle
	type của trường bị tố cáo
	key Enter
	wait Đã chọn đủ
	idle
	key F2
	wait Đã lưu đơn tố cáo 1
	idle
	screen petition-secret-saved
	key F3
	wait Chọn [
	idle
	type 6
	wait Số
	idle
	key Enter
	wait Ctrl-R
	idle
	screen record-denounced
E
# Another one in the office learns that it is there.
ui denounced-others "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 7
	wait Số
	idle
	absent Kế toán
	absent phiếu chi
	key Enter
	wait Ctrl-R
	idle
	absent Kế toán
	absent phiếu chi
	expect Người tố cáo 1
E
play rows -- "$CONGVU" ui --dir "$WORK/n" --user tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	idle
	screen petition-first
	type k
	key Tab
	idle
	screen petition-open
	type tiep
	key Tab
	idle
	key Tab Tab Tab Tab Tab Tab
	idle
	type Lê Văn Tư
	key Ins
	idle
	type Nguyễn Văn Ba
	idle
	screen petition-rows
	key Ctrl-X
	idle
	absent Nguyễn Văn Ba
	key Ctrl-Z
	idle
	expect Nguyễn Văn Ba
	expect Lê Văn Tư
	key F3
	wait Đã giữ
	idle
	key F8
	wait Lê Văn Tư
	idle
	expect Nguyễn Văn Ba
E
# a person of a row is jumped to by the name the record has for his field, which is not the form's
play party -- "$CONGVU" ui --dir "$WORK/n" --user tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	idle
	type k
	key Tab
	idle
	type tiep
	key F2
	wait Chưa lưu
	idle
	expect Họ tên
	screen petition-problems
	key Enter
	gone Chưa lưu
	idle
	screen petition-jumped
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
E
# on a phone every box of a row has its label, the first one the row's number
play narrow --size 40x20 -- "$CONGVU" ui --dir "$WORK/n" --user tiepdan <<-'E'
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	type k
	key Tab
	idle
	key PgDn
	idle
	screen petition-narrow
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
E
play counter -- "$CONGVU" ui --dir "$WORK/n" --user motcua <<-'E'
	wait Chọn [
	idle
	key F6
	wait Thủ tục
	idle
	type chuyen nhuong
	key Tab
	wait P01
	idle
	screen dossier
	# what is wrong names the paper; the whole sentence stands below
	key F2
	wait Chưa lưu
	idle
	key End
	idle
	screen problems-rows
	key F3
	wait Thủ tục    [
	idle
	# into the papers: Space goes round the states of one, Ctrl-A fills all that the procedure demands
	key PgDn
	idle
	# they are those of the procedure: no row without a name comes between them
	key Ins
	wait Các dòng này theo danh mục
	key Ctrl-A
	idle
	screen dossier-all
E

# F2 in a field that holds no value tells that with all the rest, twice running; a code that is none opens no list.
fresh_node "$WORK/all"
ui all-at-once "$WORK/all" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Enter Enter
	type 3113
	key F2
	wait Chưa lưu
	idle
	expect Ngày không có thật: 3113
	expect 4  Trích yếu       Chưa nhập. Gõ vào ô này.
	key F3
	gone Chưa lưu
	idle
	key F2
	wait Chưa lưu
	idle
	expect Ngày không có thật: 3113
	key F3
	gone Chưa lưu
	key Ctrl-U Down Down
	idle
	type 3112
	key F2
	wait Chưa lưu
	idle
	expect Không có "3112"
	key F3
	gone Chưa lưu
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ
	idle
	# what cannot be had back is not promised: secrecy was not answered
	key F6
	wait Trích yếu
	idle
	key Ctrl-U
	type x
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ.
	idle
	absent lấy lại được
	# F8 repeats a symbol too; F1 speaks of the field that has no hint of its own; a question mark asks wherever nothing is typed
	key F6
	wait Trích yếu
	idle
	key Enter
	key F8
	wait [12/TB-VP
	idle
	key Enter F1
	wait Ngày VB: gõ 1503
	idle
	key F3
	gone Ngày VB: gõ
	key Down Down Down
	paste abc 漢 def
	wait đã thay bằng ?
	idle
	expect [abc ? def
	key Ins
	wait Đang gõ đè
	key Ins
	wait chèn chữ
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ
	idle
	type ?
	wait Màn hình đầu
	key F3
	wait Chọn [
	idle
	key 6
	wait Trích yếu
	idle
	type ?
	wait Các phím
	key F3
	gone Các phím
E
# A leader adds nothing here: the key is not offered, and says so.
play leader-adds -- "$CONGVU" ui --dir "$WORK/all" --user lanhdao <<-'E'
	wait Chọn [
	idle
	absent F6
	key F6
	wait không thêm mới được
	key 6
	wait Trích yếu
	idle
	absent F6
	key F6
	wait không thêm mới được
E
finish
