#!/bin/bash
# isolation.sh: an office knows the centre by its code alone. Both offices run where neither the centre's folder nor the data files of the
# source tree can be read; what passes between them is bytes of SSH connections.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	ns=(unshare -m)
elif [ "$(id -u)" = 0 ] && ! grep -q shared: /proc/self/mountinfo && unshare -m --propagation unchanged true 2>/dev/null; then
	ns=(unshare -m --propagation unchanged) # in a chroot; nothing is shared, so nothing of it leaves the namespace
elif unshare -rm true 2>/dev/null; then
	ns=(unshare -rm)
else
	ok "isolation is not tested here: no mount namespaces without root"
	exit 0
fi

mkdir "$W/centre" "$W/office1" "$W/office2"
hidden() { # NODE COMMAND...: where the other nodes and the lists of the tree are empty folders
	local n=$1 o
	shift
	local hide=("$TOP/src/model/data" "$W/centre")
	for o in office1 office2; do [ "$o" = "$n" ] || hide+=("$W/$o"); done
	# shellcheck disable=SC2016
	exec "${ns[@]}" bash -c 'n=$1; shift; for ((; n > 0; n--)); do mount -t tmpfs none "$1" || exit 9; shift; done; exec "$@"' _ "${#hide[@]}" "${hide[@]}" "$@"
}
in_office() {
	local n=$1
	shift
	(hidden "$n" congvu "$@" --dir "$W/$n")
}
door_of() {
	(hidden "$1" congvud --dir "$W/$1") >"$W/$1.out" 2>"$W/$1.log" </dev/null &
	door[$1]=$!
	until_ok 15 grep -q '^listening' "$W/$1.out"
}

P=$(free_ports)
k=0
for n in centre office1 office2; do
	printf 'listen = 127.0.0.1:%d\nexempt = loopback\n' $((P + k)) >"$W/$n/congvu.conf"
	k=$((k + (k == 0) + 1))
done
check "the centre loads its lists" at centre init --role centre --code H30 --name "UBND tỉnh Hậu Giang" || exit 1
check "the centre's congvud" door centre || exit 1

names=(x "UBND huyện Vị Thủy" "Chi nhánh Văn phòng đăng ký đất đai Vị Thủy")
codes=(x H30.71 H30.71.1)
for i in 1 2; do
	n=office$i
	code=$(at centre office add --code "${codes[i]}" --name "${names[i]}")
	same "nothing of the centre can be read at $n" "$( (hidden $n find "$W/centre" "$TOP/src/model/data" -type f) | wc -l)" 0
	check "$n is made" in_office $n init --role office
	check "$n joins by the code alone" in_office $n enrol "$code" || exit 1
	congvu init --role office --dir "$W/thief$i" >/dev/null
	refuses "the code of $n is good once" "đã dùng|không nhận" congvu enrol "$code" --dir "$W/thief$i"
	echo vanthu | check "$n has a clerk" in_office $n user add vanthu --name "Nguyễn Thị Mai" --title "Văn thư" --roles vanthu
	check "congvud of $n" door_of $n || exit 1
	same "$n has all codes of the centre" "$(in_office $n list code --json | json_len)" "$(at centre list code --json | json_len)"
done 2>&1

there() { [ "$(at centre list incoming --json | python3 -c 'import json,sys; print(sum(r["abstract"].startswith("Từ cơ quan") for r in json.load(sys.stdin)))')" = 2 ]; }
for i in 1 2; do
	check "a document at office$i" in_office office$i act register incoming --user vanthu secrecy=THUONG urgency=THUONG channel=EMAIL "issuer=Sở Xây dựng" \
		doc_number=1 notation=SXD issued_date=hn doc_type=CV "abstract=Từ cơ quan $i"
done
check "both reach the centre" until_ok 30 there
for i in 1 2; do check "verify at office$i" in_office office$i verify; done
check "verify at the centre" at centre verify
exit $failed
