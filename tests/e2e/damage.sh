#!/bin/bash
# damage.sh: a database of a newer program, a folder that cannot be written, a damaged screen, a full disk: a reason in plain words, exit 1,
# and nothing half-done.
. "$(dirname "$0")/lib.sh"

check "a centre" at centre init --role centre --code H30 --name "UBND tỉnh Hậu Giang" || exit 1
echo vanthu | check "a clerk" at centre user add vanthu --name "Trần Thị Ngọc Diễm" --title "Văn thư" --roles vanthu
check "a record" register centre "Bản đầu"
digest() { at "$1" export incoming --format json | sha256sum; }
before=$(digest centre)

cp -a "$W/centre" "$W/newer"
sqlite3 "$W/newer/node.db" 'PRAGMA user_version=9999' >/dev/null
for words in "list incoming" "verify" "status"; do
	# shellcheck disable=SC2086
	refuses "made by a newer program: $words" "mới hơn" at newer $words
done
refuses "made by a newer program: act" "mới hơn" register newer "Không được"
same "and it was not touched" "$(sqlite3 "$W/newer/node.db" 'PRAGMA user_version; SELECT count(*) FROM incoming' | tr '\n' ' ')" "9999 1 "

cp -a "$W/centre" "$W/broken"
printf 'not a database, not at all, but long enough to be taken for one %01000d' 0 >"$W/broken/node.db"
rm -f "$W/broken"/node.db-*
refuses "a damaged database" "." at broken list incoming

# root without the capability to overrule permissions is an ordinary owner; no mount is needed, so this works in a chroot too
chmod -R a-w "$W/centre"
if [ "$(id -u)" = 0 ]; then
	read_only() { setpriv --bounding-set=-dac_override --inh-caps=-dac_override "$@"; }
else
	read_only() { "$@"; }
fi
export -f register at
export W
refuses "a folder that cannot be written: act" "chỉ cho đọc|quyền" read_only bash -c 'register centre "Không được"'
check "a folder that cannot be written: verify still reads" read_only congvu verify --dir "$W/centre"
chmod -R u+w "$W/centre"
same "nothing was done" "$(digest centre)" "$before"

cp -a "$W/centre" "$W/nokey"
rm "$W/nokey/nodekey"
refuses "without its key, act: not the advice to init" "nodekey" register nokey "Không được"
refuses "without its key, verify" "nodekey" at nokey verify

if [ "$(id -u)" = 0 ]; then
	cp -a "$W/centre" "$W/theirs"
	chmod 755 "$W"
	refuses "somebody else: no right, and not the advice to init" "quyền" setpriv --reuid=65534 --clear-groups congvu list incoming --dir "$W/theirs"
fi

# Started without standard descriptors: what is said must not end in a file that took their place.
cp -a "$W/centre" "$W/closed"
register closed "Không nói được" <&- >&- 2>&-
check "without stdin, stdout and stderr: the node is whole" at closed verify
same "and its locks are empty" "$(stat -c %s "$W/closed/run/write.lock")" 0

# A ceiling on the size of files is a reason like a full disk, not the end by a signal.
cp -a "$W/centre" "$W/limit"
limited() { (ulimit -f 16 && register limit "$1"); }
refuses "a file at its limit" "CHƯA lưu" limited "Quá giới hạn"
check "and nothing half-done" at limit verify

mkdir "$W/centre/screens"
screen=$(find "$TOP/screens" -name '*.scr' | head -1)
if [ -n "$screen" ]; then
	sed 's/^\(field\|column\|list\) .*/\1 ????/' "$screen" >"$W/centre/screens/bad.scr"
	congvu screen check "$W/centre/screens/bad.scr" 2>"$W/err"
	same "a damaged screen: exit 1" $? 1
	check "said by file, line and column" grep -qE 'bad\.scr:[0-9]+:[0-9]+: ' "$W/err"
	check "the installed ones are all right" congvu screen check "$TOP"/screens/*.scr
fi

# A full disk: a small file system when root, else a ceiling on the size of files.
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	size=$(($(du -sk "$W/centre" | cut -f1) + 600))
	cat >"$W/full.sh" <<-'SH'
		mkdir "$W/small" && mount -t tmpfs -o size="$1"k none "$W/small" && cp -a "$W/centre" "$W/small/node" || exit 9
		n=0
		while [ $n -lt 3000 ] && congvu act register incoming --dir "$W/small/node" --user vanthu secrecy=THUONG urgency=THUONG channel=EMAIL issuer=SXD \
			doc_number=$n notation=SXD issued_date=hn doc_type=CV "abstract=Đầy đĩa $n" >>"$W/full.out" 2>"$W/full.err"; do
			n=$((n + 1))
			head -c 20000 /dev/zero >>"$W/small/filler" 2>/dev/null
		done
		echo "$n"
		rm -f "$W/small/filler"
		congvu act register incoming --dir "$W/small/node" --user vanthu secrecy=THUONG urgency=THUONG channel=EMAIL issuer=SXD \
			doc_number=again notation=SXD issued_date=hn doc_type=CV "abstract=Lại được" >"$W/after.out" 2>&1
		congvu export incoming --format json --dir "$W/small/node" >"$W/full.json"
		congvu verify --dir "$W/small/node" >"$W/full.verify" 2>&1
	SH
	saved=$(unshare -m bash "$W/full.sh" "$size")
else
	cp -a "$W/centre" "$W/small"
	saved=$(
		trap '' XFSZ
		ulimit -f $(($(stat -c %s "$W/small/node.db") / 1024 + 40))
		n=0
		while [ $n -lt 500 ] && register small "Đầy đĩa $n" >>"$W/full.out" 2>"$W/full.err"; do n=$((n + 1)); done
		echo $n
	)
	register small "Lại được" >"$W/after.out" 2>&1
	at small export incoming --format json >"$W/full.json"
	at small verify >"$W/full.verify" 2>&1
fi
check "a full disk is said so: not saved" grep -qE 'hết chỗ|đầy' "$W/full.err"
check "with room again, work goes on" grep -qE '^[0-9]+	' "$W/after.out"
same "what was answered is there, what was refused is not" "$(json_len <"$W/full.json")" $((1 + saved + 1))
same "the numbers are dense" "$(python3 -c 'import json,sys; n=sorted(r["arrival_number"] for r in json.load(sys.stdin)); print(n == list(range(1, len(n) + 1)))' <"$W/full.json")" True
check "verify has nothing to say" grep -q 'Không thấy sai khác' "$W/full.verify"
exit $failed
