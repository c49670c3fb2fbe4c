#!/bin/sh
# Jumps in a list whose numbers are long codes: by the last part, of the newest day that has it, from any page and in any of the lists.
. "$(dirname "$0")/lib.sh"
take_in() { # DAY SUMMARY
	CONGVU_CLOCK=$1T02:14:00Z "$CONGVU" act take_in dossier --dir "$WORK/n" --user motcua procedure_id=LAND-A channel=TT sets=1 "summary=$2" \
		owner_kind=1 "owner.full_name=Nguyễn Thị Bích Vân" phone=0912000345 "address=Ấp 4, xã Vị Tân" ward=31333 result_mode=1 \
		parts.1.part=P01 parts.1.state=DU parts.2.part=P02 parts.2.state=DU parts.3.part=P03 parts.3.state=DU parts.4.part=P04 \
		parts.4.state=DU >/dev/null || failed=1
}
export CONGVU_CLOCK=2025-10-01T02:14:00Z
"$CONGVU" init --role centre --dir "$WORK/n" --code H30.71 --name "UBND huyện Vị Thủy" >/dev/null || failed=1
echo motcua | "$CONGVU" user add motcua --dir "$WORK/n" --name "Trần Văn Bé" --roles motcua || failed=1
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13; do take_in 2025-10-02 "Xưa $n"; done
for n in 1 2 3 4 5 6 7 8; do take_in 2026-11-20 "Thứ sáu $n"; done
for n in 1 2 3 4; do take_in 2026-11-23 "Hôm nay $n"; done
export CONGVU_CLOCK=2026-11-23T03:14:00Z
script='wait Chọn [
idle
type 6
wait Mã hồ sơ
idle
expect > H30.71-261123-0004
type 7
idle
expect Mã hồ sơ [7
key Enter
wait Tới H30.71-261120-0007, mới nhất
idle
line 2 > H30.71-261120-0007
# today has that one too; with noughts or without; the one of another day
type 0003
key Enter
wait Tới H30.71-261123-0003
line 2 > H30.71-261123-0003
type 261120-3
key Enter
wait Tới H30.71-261120-0003
line 2 > H30.71-261120-0003
# the whole of it, as before: nothing is told, as there is no other
type h30.71-261123-0002
key Enter
idle
line 2 > H30.71-261123-0002
absent mới nhất
# its last part may be short too
type H30.71-261120-6
key Enter
idle
line 2 > H30.71-261120-0006
# no part of a part, and none of a year ago but by its whole number
type 07
key Enter
idle
line 2 > H30.71-261120-0007
type 13
key Enter
wait Không tìm thấy 13
idle
line 2 > H30.71-261120-0007
type H30.71-251002-0013
key Enter
idle
line 2 > H30.71-251002-0013
# a day of another year that has no room stands without its century, never without the end of its year
line 2 09/10/25
absent 09/10/2025
absent 09/10/202
# within what is filtered
type /
idle
type thu sau
key Enter
wait Đang lọc
type 2
key Enter
wait Tới H30.71-261120-0002
line 2 > H30.71-261120-0002
key F3
wait Chọn ['
echo "$script" >"$WORK/script"
play jump --script "$WORK/script" -- "$CONGVU" ui --dir "$WORK/n" --user motcua
finish
