#!/bin/sh
# A scanner where there is no form: a card opens the person's records, a slip its dossier, and nothing it types is a command.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
echo motcua | "$CONGVU" user add motcua --dir "$WORK/n" --name "Trần Văn Bé" --roles motcua || exit 1
take_in() { # SUMMARY
	"$CONGVU" act take_in dossier --dir "$WORK/n" --user motcua procedure_id=LAND-A channel=TT sets=1 "summary=$1" owner_kind=1 \
		"owner.full_name=Nguyễn Thị Bích Vân" owner.id_number=093178004512 owner.birth_date=14/02/1978 phone=0912000345 \
		"address=Ấp 4, xã Vị Tân" ward=31333 result_mode=1 parts.1.part=P01 parts.1.state=DU parts.2.part=P02 parts.2.state=DU \
		parts.3.part=P03 parts.3.state=DU parts.4.part=P04 parts.4.state=DU
}
take_in "Đổi số căn cước" >/dev/null || failed=1
card='093178004512|360123456|Nguyễn Thị Bích Vân|14021978|Nữ|Ấp 4, Vị Tân, Vị Thanh, Hậu Giang|25042021'
counter() { # NAME
	play "$1" -- "$CONGVU" ui --dir "$WORK/n" --user motcua
}
counter scan <<E
	wait Chọn [
	idle
	type $card
	wait Đang đọc thẻ...
	idle
	expect Chờ làm
	key Enter
	wait Ctrl-R
	expect H30.71-261123-0001
	key F3
	wait Chọn [
	idle
	raw CV1:H30.71-261123-0001:7KQ2\r
	wait Ctrl-R
	expect H30.71-261123-0001
	# from the record's own screen too
	raw CV1:H30.71-261123-0099:7KQ2\r
	wait Không tìm thấy hồ sơ H30.71-261123-0099
	key F3
	wait Chọn [
	# another person; given up; a card that never ends
	raw 092065001234||Trần Quốc Khải|01121965|Nam|Khu vực 3|10052021\r
	wait Người này chưa có hồ sơ nào
	type 092065001234|
	wait Đang đọc thẻ
	key F12
	wait Đã bỏ
	type 092065001234|
	wait Đang đọc thẻ
	key Esc
	wait Đã bỏ
	# digits in one burst are nobody's command
	type 66
	idle
	expect Chờ làm
	# a key that no scanner types ends the burst
	key Ctrl-L
	type 6
	wait Mã hồ sơ
	idle
	# in a list what looked like a jump is taken back
	slow 093178004512
	expect [093178004512
	slow |x
	expect Đang đọc thẻ
	key Enter
	wait Ctrl-R
	key F3
	wait Mã hồ sơ
	gone [093178
E
take_in "Tách thửa" >/dev/null || failed=1
counter several <<E
	wait Chọn [
	idle
	type $card
	key Enter
	wait Đang xem 2 trong 2
	idle
	screen scan-several
	type |
	key Ctrl-U
	raw $card\r
	wait [093178004512
	wait Đang xem 2
E
finish
