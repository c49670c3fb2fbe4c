#!/bin/sh
# How many keys an incoming document costs: its text in Telex, one key a field, one to save. The numbers are printed; make bench shows
# them too (tests/bench/keys.sh).
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
keys=$WORK/keys

# keys FILE: keystrokes of a script; letters of `type`, names of `key`
count() {
	awk '$1 == "type" { n += length(substr($0, index($0, " ") + 1)) } $1 == "key" { n += NF - 1 } END { print n + 0 }' "$1"
}

# record NAME LIMIT: the script stands in $keys, the keys of the abstract do not count
record() {
	all=$(count "$keys")
	text=$(grep -A1 '^# abstract' "$keys" | tail -1 | cut -d' ' -f2-)
	n=$((all - $(printf %s "$text" | wc -m)))
	if [ "$n" -le "$2" ]; then
		echo "ok - keys: $1: $n keys besides the abstract, $all in all (at most $2)"
	else
		echo "not ok - keys: $1: $n keys besides the abstract, at most $2"
		failed=1
	fi
}

# The first of its kind and an issuer that is on no list: a letter (no abbreviation of a type) is known by its notation, the name is typed.
cat >"$keys" <<'E'
key F6
wait Trích yếu
idle
key Enter
type 41/BQLDA-KH
key Enter
type 2011
key Enter Enter
type Ban QLDA
key Enter
# abstract
type Veef vieejc xacs nhaajn hoof sow trong ngayf maats dduwowngf truyeenf
idle
expect [41/BQLDA-KH
expect [20/11/2026]
expect Công văn
expect [Ban QLDA
expect Về việc xác nhận hồ sơ trong ngày mất đường truyền
key F2
wait Đã lưu số đến
idle
E
{ printf 'wait Chọn [\nidle\nkey F6\nwait Trích yếu\nkey Ctrl-T\nwait Đã bật\nkey F3\nwait Chọn [\nidle\n'; cat "$keys"; } | ui keys "$WORK/n"
record "an issuer on no list, never seen before" 30

# The first of its kind from a body that is on the list: its symbol says type and issuer, Enter takes them.
cat >"$keys" <<'E'
key F6
wait Trích yếu
idle
key Enter
type 2718/STNMT-QLDDDD
key Enter
type 2011
key Enter Enter
# abstract
type Veef vieejc xacs nhaajn hoof sow trong ngayf maats dduwowngf truyeenf
idle
expect [2718/STNMT-QLĐĐ
expect Công văn
expect [STNMT  ] [Sở Tài nguyên và Môi trường tỉnh
key F2
wait Đã lưu số đến
idle
E
{ printf 'wait Chọn [\nidle\n'; cat "$keys"; } | ui keys "$WORK/n"
record "a listed issuer, never seen before" 27

# The same issuer again: type and issuer are suggested, Enter takes them. The habit of the session before is kept: Telex is on.
cat >"$keys" <<'E'
key F6
wait Trích yếu
idle
key Enter
type 126/QDD-UBND
key Enter
type 2111
key Enter Enter Enter
# abstract
type Pheee duyeetj keets quar kieemr tra
idle
expect [126/QĐ-UBND
expect Quyết định
expect [UBND tỉnh Hậu Giang
key F2
wait Đã lưu số đến
idle
E
{ printf 'wait Chọn [\nidle\n'; cat "$keys"; } | ui keys "$WORK/n"
record "a known issuer, suggested" 23

# Twelve fields are filled: secrecy, urgency, day, channel, notation, its day, type, issuer, abstract, signer, his title, note.
cat >"$keys" <<'E'
key F6
wait Trích yếu
idle
key Enter
type 89/BC-STNMT
key Enter
type 2011
key Enter Enter
# abstract
type Baos caos bieens ddoongj ddaast ddai quys ba
key Enter
type Traanf Vawn Hair
key Enter
type Giams ddoocs
key Enter Enter Enter Enter
type Cos kefm banr ddoof
idle
expect Báo cáo biến động đất đai quý ba
expect [Trần Văn Hải
expect [Giám đốc
expect Có kèm bản đồ
key F2
wait Đã lưu số đến
idle
E
{ printf 'wait Chọn [\nidle\n'; cat "$keys"; } | ui keys "$WORK/n"
typed=$(awk '$1 == "type" { n += length(substr($0, index($0, " ") + 1)) } END { print n }' "$keys")
others=$(($(count "$keys") - typed))
# its text, one key a field (those passed over cost none), F6 and one to save
if [ "$others" -le 13 ]; then
	echo "ok - keys: twelve fields: $typed of text and $others others"
else
	echo "not ok - keys: twelve fields: $others keys besides the text, at most 13"
	failed=1
fi

# The name that came with the code is passed over forward, is there for who goes back or down, and is a field again once it is another.
ui keys "$WORK/n" <<'E'
wait Chọn [
idle
key F6
wait Trích yếu
idle
key Enter
type 77/SXD-QLN
key Enter
type 2011
key Enter
idle
cursor 6 17
key Tab
idle
cursor 7 14
key Shift-Tab
idle
cursor 6 50
expect [SXD    ] [Sở Xây dựng tỉnh Hậu Giang
key Up Up Down Down
idle
cursor 6 50
type  x
key Shift-Tab Tab
idle
cursor 6 52
key Ctrl-Z
idle
key Ctrl-Z
idle
key Shift-Tab Tab
idle
cursor 7 14
E

# A suggestion is for the symbol that made it: another symbol, and it goes; what a person typed stays.
ui keys "$WORK/n" <<'E'
wait Chọn [
idle
key F6
wait Trích yếu
idle
key Enter
type 77/SXD-QLN
key Enter
idle
expect [SXD    ] [Sở Xây dựng tỉnh Hậu Giang
key Shift-Tab Ctrl-U
type 7/TTr-VP
key Enter
idle
expect Tờ trình
expect [       ] [                                                      ]
key Enter Tab
type Phofng VHTT
key Shift-Tab Shift-Tab Shift-Tab Shift-Tab
key Ctrl-U
type 78/SXD-QLN
key Enter
idle
expect [       ] [Phòng VHTT
E
finish
