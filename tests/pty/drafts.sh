#!/bin/sh
# What was typed survives: a hang-up, a signal, kill -9; F8 and Ctrl-O give it back; a saved one is never offered again.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
ui drafts "$WORK/n" <<-'E'
	wait Chọn [
	idle
	absent Bản nháp
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	idle
	type 77/KH-BCĐ
	idle
	kill -HUP
	exit 0
	restart
	wait Bản nháp: Văn bản đến
	idle
	key F8
	wait 77/KH-BCĐ
	idle
	cursor 4 23
	type -2
	idle
	kill -TERM
	exit 0
	restart
	wait Bản nháp
	idle
	key F8
	wait 77/KH-BCĐ-2
	idle
	type 3
	# leaving a field writes the draft: then nothing can take it away
	key Down
	idle
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait 77/KH-BCĐ-23
	idle
	# a lost line: the master is closed
	type x
	hangup
	exit 0
	restart
	wait Bản nháp
	idle
	key F8
	wait 77/KH-BCĐ-23
	idle
	key Down
	type 2011
	idle
	key Down
	type TB
	key Down
	idle
	key Down
	idle
	type UBND tỉnh
	key Down
	idle
	type Kết luận
	key F2
	wait Đã lưu
	key F3
	wait Chọn [
	idle
	absent Bản nháp
	# thrown away, and had back
	key F6
	wait Trích yếu
	idle
	key Down Down Down
	idle
	type buu
	key Down
	idle
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ
	idle
	absent Bản nháp:
	key Ctrl-O
	wait Lấy lại
	idle
	type 1
	wait Bưu chính
	idle
	key F12
	wait Bỏ hết
	idle
	# the harmless answer is the default
	key Enter
	idle
	expect Bưu chính
	key F3
	wait Đã giữ
E

# The same for a form on a record that is there: its secrecy was answered when it was made.
fresh_node "$WORK/m"
ui record-draft "$WORK/m" <<-'E'
	wait Chọn [
	idle
	key 6
	wait Trích yếu
	idle
	key Enter
	wait Lịch sử
	idle
	key Ctrl-O
	wait Đính chính
	idle
	key 2
	wait đính chính
	idle
	key Down Down Down Down Down Down Down Down Down Down Down Down Down
	idle
	type Trần Văn Huyến
	key Up
	idle
	kill -9
	exit 265
	restart
	wait Bản nháp: Văn bản đến: đính chí
	idle
	key F8
	wait [Trần Văn Huyến
	idle
	expect đính chính: 3
	expect [12/TB-VP
E
# Secret now: what was kept goes from the disk as well.
ui record-secret "$WORK/m" <<-'E'
	wait Bản nháp
	idle
	key F8
	wait [Trần Văn Huyến
	idle
	key Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up Up
	idle
	type mat
	key Down
	idle
	expect [Mật
	kill -9
	exit 265
	restart
	wait Chọn [
	idle
	absent Bản nháp
E
# A new paper that turns out secret while it is typed: what was kept is in neither file any more, what is kept from now on says nothing.
fresh_node "$WORK/s"
in_drafts="cat '$WORK/s'/draft.db '$WORK/s'/draft.db-wal | grep -aq"
ui raised "$WORK/s" <<-E
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	idle
	type 99/KH-CAT
	key Down Down Down Down
	idle
	type Công an tỉnh
	key Down
	idle
	type Zqkế hoạch bố trí lực lượng
	key Down
	idle
	run $in_drafts 'Zqkế hoạch' && $in_drafts 99/KH-CAT
	key Up Up Up Up Up Up Up Up Up Up Up Up
	idle
	type mat
	key Down
	idle
	expect Số trong sổ mật
	absent Zqkế
	run ! $in_drafts 'Zqkế' && ! $in_drafts 'lực lượng' && ! $in_drafts KH-CAT
	run $in_drafts 'Công an tỉnh'
	key Down Down Down
	idle
	type 07/SM-2026
	key Up
	idle
	run $in_drafts 07/SM-2026
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait [07/SM-2026
	idle
	expect [Mật
	absent Trích yếu
	key F2
	wait Đã ghi văn bản mật số 07/SM-2026
	run ! cat '$WORK/s'/* 2>/dev/null | grep -aq -e Zqkế -e KH-CAT
	key F3
	wait Chọn [
	idle
	absent Bản nháp
E
# The same with names that were typed before it was seen that somebody denounces; and of the text, what was taken back before it was saved.
fresh_node "$WORK/t"
echo tiepdan | "$CONGVU" user add tiepdan --dir "$WORK/t" --name "Trần Văn Bé" --roles tiepdan || exit 1
in_drafts="cat '$WORK/t'/draft.db '$WORK/t'/draft.db-wal | grep -aq"
play denounced -- "$CONGVU" ui --dir "$WORK/t" --user tiepdan <<-E
	wait Chọn [
	idle
	key F6
	wait Tố cáo
	idle
	type k
	key Tab
	wait Họ tên
	idle
	key Tab Tab Tab Tab Tab Tab Tab
	idle
	type Phạm Thị Zqlụa
	key Tab
	idle
	run $in_drafts Zqlụa
	key Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab Shift-Tab
	idle
	type c
	key Tab
	wait Số trong sổ mật
	idle
	absent Họ tên
	run ! $in_drafts -e Zqlụa -e 'Phạm Thị'
	key F4
	wait +---
	key Enter
	gone +---
	key Tab Tab Tab
	idle
	type 03/TC-2026
	key Tab Tab
	idle
	type Zqhoa thấy
	key Shift-Tab
	idle
	run $in_drafts 'Zqhoa'
	key Tab
	key Ctrl-U
	type Phiếu chi khống
	key F2
	wait Đã lưu đơn tố cáo 1
	run ! cat '$WORK/t'/* 2>/dev/null | grep -aq -e Zqlụa -e Zqhoa
	run cat '$WORK/t'/node.db* | grep -aq 'Phiếu chi khống'
E
# what is typed into the popup of a field is in the draft
fresh_node "$WORK/popup"
ui popup "$WORK/popup" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Enter Enter Enter Enter
	idle
	key F4
	wait +---
	idle
	type so tai
	idle
	hangup
	exit 0
	restart
	wait Bản nháp
	idle
	key F8
	wait [so tai
	idle
	key F4
	wait +---
	idle
	type xyz
	idle
	kill -HUP
	exit 0
	restart
	wait Bản nháp
	idle
	key F8
	wait [taixyz
	idle
E
# The same person at two terminals: what one saves is not what the other goes on with.
fresh_node "$WORK/two"
export CONGVU DRIVE WORK
cat >"$WORK/second" <<'E'
wait Bản nháp
idle
key F8
wait 78/KH-BCĐ
idle
key F2
wait Đã lưu số đến 4
idle
kill -9
exit 265
E
ui two-terminals "$WORK/two" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Down Down Down Down Down Down
	type 78/KH-BCĐ
	key Down
	type 2011
	key Down
	type TB
	key Down Down
	type UBND tỉnh
	key Down
	type Kết luận
	key Up
	idle
	run "$DRIVE" --script "$WORK/second" -- "$CONGVU" ui --dir "$WORK/two" --user vanthu > "$WORK/second.out" || { cat "$WORK/second.out"; false; }
	key Down
	type  của hội nghị
	key Up
	idle
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait Kết luận của hội nghị
	# taken back from what was thrown away, it is one again at once
	key F12
	wait Bỏ hết
	idle
	type 1
	wait Đã bỏ
	idle
	key Ctrl-O
	wait Lấy lại
	idle
	type 1
	wait Kết luận của hội nghị
	idle
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait Kết luận của hội nghị
E
# A dossier's papers come back as they were left, and go on so: ticked, and for the procedure that they were filled for.
echo motcua | "$CONGVU" user add motcua --dir "$WORK/n" --name "Trần Văn Bé" --roles motcua || exit 1
play papers -- "$CONGVU" ui --dir "$WORK/n" --user motcua <<-'E'
	wait Chọn [
	idle
	key F6
	wait Thủ tục
	type LAND-A
	key F3
	wait Đã giữ
	idle
	key F8
	wait [LAND-A
	idle
	absent P04
	key Tab
	wait P04
	key PgDn
	idle
	key Ctrl-A
	wait [Đủ
	idle
	key F3
	wait Đã giữ
	idle
	key F8
	wait [Đủ
	idle
	key Shift-Tab
	idle
	expect [Đủ
	key PgUp
	idle
	expect [Đủ
	key Tab
	idle
	expect [Đủ
	# another procedure is chosen; before it is left, all that is kept is what was there, and the papers follow afterwards
	key Shift-Tab Ctrl-U
	type LAND-B
	idle
	expect [Đủ
	key F3
	wait Đã giữ
	idle
	key F8
	wait [Đủ
	idle
	absent P05
	key Tab
	wait P05
	idle
	absent [Đủ
	# and a save at once is one with the papers of the procedure that stands there
	key Shift-Tab Ctrl-U
	type LAND-A
	key F2
	wait Chưa lưu:
	idle
	absent P05
	key F3
	wait P04
	idle
	absent P05
E
# What was taken out of a form stays out: a default of a new record, a value of one that is corrected.
fresh_node "$WORK/e"
ui emptied "$WORK/e" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Số bản [1
	key PgDn
	idle
	key Up
	idle
	type ghi chú
	key PgUp
	idle
	key F3
	wait Đã giữ
	idle
	key F8
	wait Số bản [1
	key PgDn
	idle
	key Up Shift-Tab Shift-Tab Shift-Tab
	idle
	key Ctrl-U
	wait Số bản [    ]
	key F3
	wait Đã giữ
	idle
	key F8
	wait ghi chú
	idle
	expect Số bản [    ]
	key F12
	wait Bỏ hết
	type 1
	wait Đã bỏ
	type 6
	wait Gõ số
	key Enter
	wait Độ khẩn
	key Ctrl-O
	wait Đính chính
	type 2
	wait : đính chính
	expect Số bản [1
	idle
	key PgDn
	idle
	key Up Up Up
	idle
	key Ctrl-U
	wait Số bản [    ]
	key Down
	idle
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait : đính chính
	idle
	expect Số bản [    ]
E
# A pause is enough: what was typed is on the disk although no field was left.
fresh_node "$WORK/p"
cat >"$WORK/kept" <<'E'
#!/bin/sh
# Until the draft holds the words; how long it takes is not judged here.
i=0
until sqlite3 -readonly "$WORK/p/draft.db" "SELECT body FROM _draft" | grep -q 'chưa rời ô'; do
	i=$((i + 1))
	[ $i -lt 2000 ] || exit 1
done
E
export WORK
ui pause "$WORK/p" <<-E
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	key PgDn
	idle
	key Up
	idle
	type chưa rời ô
	run sh $WORK/kept
	kill -9
	exit 265
	restart
	wait Bản nháp
	idle
	key F8
	wait [chưa rời ô
E
finish
