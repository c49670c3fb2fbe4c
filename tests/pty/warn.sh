#!/bin/sh
# Warnings of a save: listed with what must be mended, gone on against with a reason by keys; the event keeps it, history and scripts show it.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
# register's refusal names the answer that a script gives
"$CONGVU" act register incoming --dir "$WORK/n" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH \
	symbol=9/UBND issued_date=20/11/2025 doc_type=CV "issuer=UBND tỉnh Hậu Giang" abstract=Xưa copies=1 2> "$WORK/said"
case $?:$(cat "$WORK/said") in
*"--answer A48:issued_date=1:REASON"*) echo "ok - a script is told how to answer a warning" ;;
*) echo "not ok - a script is told how to answer a warning"; sed 's/^/# /' "$WORK/said"; failed=1 ;;
esac
if "$CONGVU" act register incoming --dir "$WORK/n" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH \
	symbol=9/UBND issued_date=20/11/2025 doc_type=CV "issuer=UBND tỉnh Hậu Giang" abstract=Xưa copies=1 \
	"--answer=A48:issued_date=1:bản gửi lại của năm trước" >/dev/null
then echo "ok - act --answer goes on"; else echo "not ok - act --answer goes on"; failed=1; fi
case $("$CONGVU" show incoming 4 --json --dir "$WORK/n") in
*'"history":'*'"reason":"bản gửi lại của năm trước"'*) echo "ok - show --json has the reason in the history" ;;
*) echo "not ok - show --json has the reason in the history"; failed=1 ;;
esac
ui warn "$WORK/n" <<'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key Tab
	idle
	type 77/UBND-NC
	key Tab
	idle
	type 20/11/2025
	key Tab
	idle
	key Tab
	idle
	type UBND tỉnh Hậu Giang
	key Tab
	idle
	type Một việc cũ
	idle
	key Tab Tab Tab Tab Tab
	idle
	type 1/11/2026
	idle
	key F2
	wait Chưa lưu
	idle
	screen warn-listed
	# unanswered: not saved, and it says what is left
	key F2
	wait Còn chỗ
	idle
	type 1
	wait Lý do [
	idle
	type bưu điện giao muộn
	key Enter
	gone Lý do [
	idle
	type 1
	wait Lý do [
	idle
	# Esc: no reason, no answer
	key Esc
	gone Lý do [
	idle
	type 1
	wait Lý do [
	idle
	type nơi gửi ghi vậy
	key Enter
	wait Đã chọn đủ
	idle
	screen warn-answered
	# the value is changed behind the answer: it is asked about anew
	key Enter
	wait Hạn nơi gửi [
	idle
	key Ctrl-U
	type 2/11/2026
	idle
	key F2
	wait Chưa lưu
	idle
	screen warn-again
	key F2
	wait Còn chỗ
	idle
	key Down
	idle
	type 1
	wait Lý do [
	idle
	type đúng như văn bản
	key Enter
	wait Đã chọn đủ
	idle
	key F2
	wait Đã lưu số đến 5
	idle
	key F3
	wait Chọn [
	idle
	type 6
	wait Gõ số
	idle
	key Enter
	wait Ctrl-R
	idle
	expect bưu điện giao muộn; đúng như văn bản
E
finish
