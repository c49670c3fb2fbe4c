#!/bin/bash
# ssh_sizes.sh: every terminal and size through a real SSH client: the program can be used, a window too small says so, and nobody crashes.
. "$(dirname "$0")/lib.sh"

P=$(free_ports)
mkdir "$W/centre"
printf 'listen = 127.0.0.1:%d\nexempt = loopback\nnet_user =\n' "$P" >"$W/centre/congvu.conf"
check "a centre" at centre init --role centre --code H30 --name "UBND tỉnh Hậu Giang" || exit 1
echo vanthu | check "a clerk" at centre user add vanthu --name "Nguyễn Thị Mai" --title "Văn thư" --roles vanthu
check "a document" register centre "Để xem" doc_number=77
check "its congvud" door centre || exit 1

# play TERM SIZE: logs in by password; the script's rest comes on stdin
play() {
	{
		printf 'wait assword:\ntype vanthu\nkey Enter\n'
		cat
	} >"$W/keys"
	ptydrive --term "$1" --size "$2" --timeout 6 --name "$1 $2" --script "$W/keys" -- ssh -F none -p "$P" -o "UserKnownHostsFile=$W/known" \
		-o StrictHostKeyChecking=no -o LogLevel=ERROR -o PubkeyAuthentication=no vanthu@127.0.0.1 || failed=1
}
leave='wait Chọn [
key F3
wait lần nữa
key F3
exit 0'
used="wait FIRST
type 6
wait 77/
size 20 5
wait Cửa sổ
key Down
size 1 1
size SIZE
wait 77/
key F3
gone 77/
key F6
wait bản đến: v
key F4
wait +-
key Esc
gone +-
size 20 5
wait Ctrl-O Lệnh  F3
size SIZE
wait bản đến: v
key F3
gone bản đến: v
key F3
wait lần nữa
key F3
exit 0"

play xterm-256color 20x5 <<X1
wait Cửa sổ
size 80 24
wait Kiểu gõ:
type 3
$leave
X1
for how in "xterm-256color 80 24" "putty 132 43" "linux 40 20" "vt220 30 10" "no-such-terminal 80 24" "no-such-terminal 40 20"; do
	read -r term cols rows <<<"$how"
	first=F6
	[ "$cols" -gt 30 ] || first=Ctrl-O # there F3's word leaves no room
	keys=${used/FIRST/$first}
	play "$term" "${cols}x$rows" <<<"${keys//SIZE/$cols $rows}"
done
same "no session ended otherwise than by its user" "$(grep 'session end' "$W/centre.log" | grep -vc 'status=0')" 0
same "and there were so many" "$(grep -c 'session end' "$W/centre.log")" 7
exit $failed
