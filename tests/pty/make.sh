#!/bin/sh
# F6 in a list of values: a small form for what is not in it; saved, the row is chosen in the form below, which has lost nothing: not by F3,
# a resize, a line that drops, a kill -9.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
"$CONGVU" list organization --dir "$WORK/n" >"$WORK/before" || failed=1
export CONGVU WORK
to_issuer() { # from the morning screen to the issuer's code, with a symbol typed
	cat <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key Tab
		idle
		type 12/BQLDA-KT
		key Down Down Down
		idle
	E
}
{
	to_issuer
	cat <<-'E'
		key F4
		wait F6 thêm mới
		idle
		screen make-popup
		type ban quan
		wait không có; F6 thêm mới
		idle
		screen make-none
		key F6
		wait Cơ quan mới
		idle
		screen make-form
		# back without it: the words that were looked for stand where Esc would have left them
		key F3
		wait Độ mật [
		expect 12/BQLDA-KT
		expect [ quan
		key Ctrl-U F4
		wait F6 thêm mới
		type Ban QLDA
		idle
		key F6
		wait Cơ quan mới
		idle
		# nothing is saved without a code
		key F2
		wait > 1  Mã              Chưa nhập
		heard
		key F3
		wait Cơ quan mới
		idle
		type BQLDA
		size 40 20
		idle
		expect [BQLDA
		screen make-40
		size 80 24
		idle
		key F2
		wait Đã lưu
		idle
		screen make-chosen
		expect 12/BQLDA-KT
		# typed on: nothing of the first form is lost
		key Ctrl-U
		type Một việc mới
		key Tab
		idle
		key F2
		wait Chưa lưu:
		heard
		key F3
		wait Độ mật [
		key F12
		wait Bỏ hết
		heard
		type 1
		wait Đã bỏ
	E
} | ui make "$WORK/n"
if [ "$("$CONGVU" list organization --dir "$WORK/n" | grep -c .)" -eq $(($(grep -c . <"$WORK/before") + 1)) ]
then echo "ok - make: one organization more"; else echo "not ok - make: one organization more"; failed=1; fi
# The same name in other letters is offered, not made twice.
{
	to_issuer
	cat <<-'E'
		key F4
		wait F6 thêm mới
		type xx
		idle
		key F6
		wait Cơ quan mới
		idle
		type YYY
		key Shift-Tab
		key Ctrl-U
		type ban qlda
		key F2
		wait Đã có Ban QLDA
		heard
		screen make-same
		type 1
		wait Độ mật [
		idle
		expect [BQLDA  ] [Ban QLDA
		key F12
		wait Bỏ hết
		heard
		type 1
		wait Đã bỏ
	E
} | ui same "$WORK/n"
if "$CONGVU" list organization --dir "$WORK/n" | grep -q YYY
then echo "not ok - make: made twice"; failed=1; else echo "ok - make: not made twice"; fi
# A line that drops in the small form, then a kill: the two drafts are there, one after the other.
{
	printf 'wait Kiểu gõ:\nidle\ntype 3\n'
	to_issuer
	cat <<-'E'
		key F4
		wait F6 thêm mới
		type Ban khac
		idle
		key F6
		wait Cơ quan mới
		idle
		# the first form's draft was written when F6 was pressed: the small form's shall be the later one
		run now=$(date +%s); while [ "$(date +%s)" = "$now" ]; do :; done
		type BK
		idle
		detach
		attach 40 20 linux
		wait Cơ quan mới
		idle
		expect [BK
		detach
		attach 80 24 xterm
		wait Cơ quan mới
		expect [Ban khac
		idle
		key Tab
		idle
		kill -9
		exit 265
		restart
		wait Bản nháp: Cơ quan mới
		idle
		key F8
		wait Mã số thuế [
		expect [Ban khac
		expect [BK
		key F2
		wait Đã lưu
		key F3
		wait Bản nháp: Văn bản đến
		idle
		key F8
		wait Độ mật [
		expect 12/BQLDA-KT
		control END
		exit 0
	E
} | play killed --session -- env -u CONGVU_CLOCK "$CONGVU" ui --dir "$WORK/n" --user vanthu --session
finish
