#!/bin/bash
# import.sh: files in every old encoding give the same records; refused rows are named; whatever is killed when, each row is in once.
. "$(dirname "$0")/lib.sh"
# A day soon behind those of the rows: older papers would be asked about.
export CONGVU_CLOCK=2026-03-02T02:00:00Z
make_rows() { python3 "$TOP/tests/e2e/import.py" "$1"; }
node() { # NAME: a centre with a clerk
	at "$1" init --role centre --code H30 --name "UBND tỉnh Hậu Giang" && echo vanthu | at "$1" user add vanthu --name "Trần Thị Ngọc Diễm" --roles vanthu
}
put() { # NODE FILE [OPTION]...
	local n=$1 file=$2
	shift 2
	at "$n" import incoming "$file" --user vanthu "$@"
}
texts() { # what was typed, of every row in order of its number
	at "$1" export incoming --format json | python3 -c 'import json,sys
for r in sorted(json.load(sys.stdin), key=lambda r: r["arrival_number"]):
    print(r["arrival_number"], r["issuer"], r["doc_number"], r["notation"], r["issued_date"], r["doc_type"], repr(r["abstract"]))'
}
total() { at "$1" export incoming --format json | json_len; }

check "a centre" node c || exit 1
make_rows 320 >"$W/utf8.csv"
check "320 rows of UTF-8" put c "$W/utf8.csv"
same "are there" "$(total c)" 320
texts c >"$W/want"
same "with their words" "$(grep -c 'thị trấn Một Ngàn' "$W/want")" 53
same "the same file again: none" "$(put c "$W/utf8.csv" 2>&1)" "congvu: Đã nhập 0, có sẵn từ trước 320, bị từ chối 0."
check "verify is clean" at c verify

# The letters of the old encodings come from the encoder; tests/unit/ime_legacy.c holds that against glibc's tables.
for cs in tcvn3 vni viscii viqr cp1258; do
	check "$cs: a centre" node $cs || continue
	"$B/tools/legacy" "$cs" <"$W/utf8.csv" >"$W/$cs.csv" || not_ok "$cs: encoded"
	check "$cs: 320 rows" put $cs "$W/$cs.csv" --from $cs
	texts $cs >"$W/got"
	check "$cs: the same records as from UTF-8" diff "$W/want" "$W/got"
	check "$cs: is guessed" put $cs "$W/$cs.csv" --from auto
	same "$cs: and nothing came twice" "$(total $cs)" 320
done

# Rows that are refused, mended, and run again.
check "another centre" node r
{
	head -1 "$W/utf8.csv"
	echo 'THUONG,THUONG,EMAIL,Sở Y tế,1,SYT,2026-01-05,CV,Một'
	echo 'THUONG,THUONG,EMAIL,Sở Y tế,2,SYT,31/02/2026,CV,Hai'
	echo 'THUONG,THUONG,KHONG,Sở Y tế,3,SYT,2026-01-05,CV,Ba'
	echo 'THUONG,THUONG,EMAIL,Sở Y tế,4,SYT,2026-01-05,CV,"Bốn'
	echo '=1+1",thừa'
	echo 'THUONG,THUONG,EMAIL,Sở Y tế,1,SYT,2026-01-05,CV,Một'
	echo "THUONG,THUONG,EMAIL,Sở Y tế,6,SYT,2026-01-05,CV,'=HYPERLINK(1)"
} >"$W/bad.csv"
put r "$W/bad.csv" --dry-run >"$W/dry" 2>&1
same "a dry run writes nothing" "$(total r)" 0
put r "$W/bad.csv" >"$W/report" 2>"$W/err"
same "some refused: exit 1" $? 1
same "two came in" "$(total r)" 2
same "the lines, as an editor counts them" "$(grep -o '^dòng [0-9]*' "$W/report" | sort -u | tr '\n' ' ')" "dòng 3 dòng 4 dòng 5 dòng 7 "
check "a wrong date by field and message" grep -qE '^dòng 3: .*31/02/2026.*\(M03\)$' "$W/report"
check "the question of a double, with its answers" grep -q -- '--answer duplicate=2' "$W/report"
check "a guard before a formula is taken away" sh -c "congvu list incoming --json --dir '$W/r' | grep -qF '\"=HYPERLINK(1)\"'"
check "and put back by export" sh -c "congvu export incoming --dir '$W/r' | grep -qF \"'=HYPERLINK(1)\""
same "--json is JSON" "$(put r "$W/bad.csv" --json 2>/dev/null | python3 -c 'import json,sys; r=json.load(sys.stdin); print(r["before"], r["rows_refused"], sorted({p["line"] for p in r["problems"]}))')" "2 4 [3, 4, 5, 7]"
sed -i 's/31.02.2026/05\/01\/2026/; s/KHONG/EMAIL/; s/,thừa//' "$W/bad.csv"
put r "$W/bad.csv" --answer "duplicate=3:hai bản như nhau" >"$W/out" 2>"$W/err"
same "mended: only those come in, the two equal rows too" "$(cat "$W/err")" "congvu: Đã nhập 4, có sẵn từ trước 2, bị từ chối 0."
check "verify is clean" at r verify
check "export can be read by another node" node o
at r export incoming >"$W/exported.csv"
check "as new records" put o "$W/exported.csv" --answer "duplicate=3:chép"
same "all of them" "$(total o)" 6

# Files that are none.
refuses "a folder" "thư mục" put r "$W"
refuses "no file" "Không mở được" put r "$W/none.csv"
: >"$W/empty.csv"
refuses "an empty file" "rỗng" put r "$W/empty.csv"
printf 'abstract\nmột\0hai\n' >"$W/nul.csv"
refuses "a NUL, by line" "Dòng 2: có byte 0" put r "$W/nul.csv"
printf 'abstract\n"mở\nkhông đóng\n' >"$W/quote.csv"
refuses "an open quote, by line" "Dòng 2: mở ngoặc kép" put r "$W/quote.csv"
printf 'abstrct\nx\n' >"$W/column.csv"
refuses "a wrong column, with the nearest" 'Có phải "abstract"' put r "$W/column.csv"
printf 'abstract\nx\x81y\n' >"$W/bytes.csv"
put r "$W/bytes.csv" >"$W/report" 2>/dev/null
check "a byte that is no letter, by line" grep -q '^dòng 2: .*0x81' "$W/report"
printf 'abstract\nkh\xb5ng\n' >"$W/unsure.csv"
refuses "auto that is not sure" "Không đoán chắc" put r "$W/unsure.csv" --from auto

# kill -9 at any moment.
check "a centre to be killed on" node k
SEED=${SEED:-$RANDOM}
echo "# SEED=$SEED"
RANDOM=$SEED
rounds=0
for _ in {1..200}; do
	put k "$W/utf8.csv" >/dev/null 2>&1 &
	pid=$!
	read -rt "0.$((RANDOM % 25 + 10))" -u "$tick" || :
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null && break
	rounds=$((rounds + 1))
done
check "after $rounds kills the rest" put k "$W/utf8.csv"
same "no row twice, none lost" "$(total k)" 320
texts k >"$W/got"
check "the same records as without kills" diff "$W/want" "$W/got"
check "verify is clean" at k verify

# A disk that is full.
check "a centre with a small disk" node f
(
	ulimit -f 700
	put f "$W/utf8.csv"
) >"$W/out" 2>"$W/err"
same "a full disk: exit 1" $? 1
check "is told where it stands, and what to do" grep -q "Dừng ở dòng .* Chạy lại" "$W/err"
check "the rest, when there is room" put f "$W/utf8.csv"
same "no row twice, none lost" "$(total f)" 320
check "verify is clean" at f verify

# Speed.
check "a centre for a large file" node s
make_rows 3000 >"$W/large.csv"
from=$(date +%s%N)
check "3000 rows" put s "$W/large.csv"
echo "# $((3000 * 1000000000 / ($(date +%s%N) - from))) rows/s"
from=$(date +%s%N)
check "and again: passed over" put s "$W/large.csv"
echo "# $((3000 * 1000000000 / ($(date +%s%N) - from))) rows/s that are in already"
exit $failed
