#!/bin/bash
# list_open.sh: a list row that changes at the centre is offered by F4 in a session that is open at the office, in the same form, without a
# restart; and it can be saved.
. "$(dirname "$0")/lib.sh"

world --bare
unworld
check "the centre's congvud" door centre || exit 1
check "the office's congvud" door office1 || exit 1

# What happens at the centre while the session is open, until the row is at the office.
cat >"$W/change" <<'SH'
W=$1
congvu act change code --dir "$W/centre" --user quantri list=CHANNEL code=DRONE "label=Máy bay giao thư" >"$W/changed" 2>&1 || exit 1
for ((i = 0; i < 600; i++)); do
	congvu list code --dir "$W/office1" --json --where list=CHANNEL --where code=DRONE | grep -q "Máy bay" && exit 0
	read -rt 0.05 <> <(:)
done
exit 1
SH
cat >"$W/keys" <<KEYS
wait assword:
type vanthu
key Enter
wait Kiểu gõ:
type 3
wait Chọn [
key F6
wait Trích yếu
key Down Down Down
key F4
wait Thư điện tử
absent Máy bay
key Esc
gone +--
run bash $W/change $W
key F4
wait Máy bay giao thư
key Esc
gone +--
type máy bay
key Tab
wait [Máy bay giao
key F3
wait Đã giữ
key F3
wait F3 lần nữa
key F3
exit 0
KEYS
ptydrive --size 80x24 --timeout 25 --name "F4 at the office" --script "$W/keys" -- ssh -F none -p $((P + 2)) -o "UserKnownHostsFile=$W/known" \
	-o StrictHostKeyChecking=no -o LogLevel=ERROR -o PubkeyAuthentication=no vanthu@127.0.0.1 || failed=1
same "it was one session" "$(grep -c 'session start' "$W/office1.log")" 1
exit $failed
