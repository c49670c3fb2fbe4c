#!/bin/sh
# Typing blind on a slow line: what stands behind a save that is taken lands in order, once; what stands behind one that is refused, or
# behind a question, is thrown away, told, and answers nothing; pastes and sequences that are cut by it leave the keyboard whole.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
db=$WORK/n/node.db
# The keys of one document, from the first field of its form, without F2. Arrows reach every field, answered or not.
document() { # SYMBOL ABSTRACT
	printf '\\e[B\\e[B\\e[B\\e[B\\e[B\\e[B%s\\e[B2011\\e[BQD\\e[B\\e[BUBND tỉnh Hậu Giang\\e[B%s' "$1" "$2"
}
on_phone() { # the same in the order of the narrow picture
	printf '\\e[B\\e[B%s\\e[B2011\\e[BQD\\e[B\\e[BUBND tỉnh Hậu Giang\\e[B%s' "$1" "$2"
}
down='\e[B\e[B\e[B\e[B\e[B\e[B'
throw='key F12
wait Bỏ hết
idle
type 1
wait Đã bỏ.
idle'
new='key F6
wait Trích yếu
idle'
saved() { # N ABSTRACT...: so many documents, these the last of them
	n=$1
	shift
	printf "run test \"\$(sqlite3 -readonly '%s' \"SELECT count(*) FROM incoming\")\" = %s\n" "$db" "$n"
	for s in "$@"; do
		printf "run \"\$CONGVU\" list incoming --dir '%s' --user vanthu | grep -q '%s'\n" "$WORK/n" "$s"
	done
}
export CONGVU
cat >"$WORK/script" <<E
	wait Chọn [
	idle
	$new
	# the second F2 does nothing, the text behind it is the next record's
	raw $(document 200/QĐ-UBND Một)\\eOQ\\eOQ${down}201/QĐ
	wait [201/QĐ
	idle
	# the message of the save went with them before anybody saw it: the number stands above
	line 0 (vừa lưu 4)
	$(saved 4 Một)
	$throw
	$new
	# two whole records and the beginning of a third in one burst
	raw $(document 202/QĐ-UBND Hai)\\eOQ$(document 203/QĐ-UBND Ba)\\eOQ${down}204/QĐ
	wait [204/QĐ
	idle
	line 0 (vừa lưu 6)
	$(saved 6 Hai Ba)
	$throw
	# the next form is another one
	$new
	absent vừa lưu
	key F3
	wait Chọn [
	idle
	# across screens: a list, back, a form by its digit, back, a new form, its text
	raw 6
	wait Gõ số
	raw \\eOR8\\eOR\\e[17~${down}77/AB
	wait [77/AB
	idle
	# a save that is refused: all that stands behind it goes, the list of what is wrong is not answered
	mark
	raw \\eOQ1\\r2\\eOQ\\e[B\\r3ghi đè
	wait Chưa lưu
	wait Đã bỏ 13 phím gõ trước
	idle
	sent \\x07
	absent ghi đè
	key F3
	wait [77/AB
	idle
	# a paste that begins behind it and ends after it is no text, and what is typed then is
	raw \\eOQ\\e[200~một
	wait Chưa lưu
	raw hai\\e[201~
	idle
	expect Chưa lưu
	expect Đã bỏ 1 phím gõ trước
	key F3
	wait [77/AB
	type C
	wait [77/ABC
	idle
	# more than one read of it
	raw \\eOQ\\e[200~$(printf 'dán %03000d' 7)
	raw $(printf 'dán %03000d' 7)
	raw $(printf 'dán %03000d' 7)\\e[201~
	wait Chưa lưu
	idle
	key F3
	wait [77/ABC
	type D
	wait [77/ABCD
	idle
	# a sequence that is cut there
	raw \\eOQ\\e
	wait Chưa lưu
	idle
	raw OQ
	idle
	absent Còn chỗ
	expect Chưa lưu
	key F3
	wait [77/ABCD
	idle
	# a question
	raw \\e[24~1\\r
	wait Bỏ hết
	wait Đã bỏ 2 phím gõ trước
	idle
	expect [77/ABCD
	type 2
	gone Bỏ hết
	idle
	expect [77/ABCD
	# an Esc typed ahead takes nothing of the answer with it, nor of what is typed on
	raw \\e[24~\\e
	wait Bỏ hết
	raw 2
	gone Bỏ hết
	idle
	expect [77/ABCD
	$throw
	$new
	# a scanner ends what it types with Enter: past the last field it is a question, which the rest does not answer
	key PgDn Up
	idle
	raw 093178004512\\r\\r1\\r1\\r
	wait Lưu?
	wait Đã bỏ 4 phím
	idle
	$(saved 6)
E
ui ahead "$WORK/n" --script "$WORK/script"
# On a phone the number stands first: what is cut there is the form's name.
rm -rf "$WORK/n"
fresh_node "$WORK/n"
ui phone "$WORK/n" --size 40x20 <<E
	wait Chọn [
	idle
	key F6
	wait Độ mật
	idle
	raw $(on_phone 200/QĐ-UBND Một)\\eOQ\\e[B\\e[B201/QĐ
	wait 201/QĐ
	idle
	line 0 Vừa lưu 4. Văn bản đến
E
# Slow line (the paint is not answered): the same holds while nothing is drawn. What is refused meanwhile is told when it can be seen.
rm -rf "$WORK/n"
fresh_node "$WORK/n"
play held --session -- "$CONGVU" ui --dir "$WORK/n" --user vanthu --session <<-E
	wait Kiểu gõ:
	idle
	type 3
	wait Chọn [
	idle
	$new
	credit hold
	raw $(document 300/QĐ-UBND Một)
	idle
	raw \\eOQ
	idle
	raw \\eOQ$(document 301/QĐ-UBND Hai)
	idle
	raw \\eOQ${down}302/QĐ
	idle
	$(saved 5 Một Hai)
	raw \\eOQ
	idle
	raw 1\\r\\eOQ
	idle
	raw abc
	credit go
	wait Chưa lưu
	idle
	absent abc
	key F3
	wait [302/QĐ
	idle
	$throw
E
# What is thrown away is told when it is, not with a later paint: the screen is the same for who takes the session up elsewhere.
play told --session -- "$CONGVU" ui --dir "$WORK/n" --user lanhdao --session <<-E
	wait Kiểu gõ:
	idle
	type 3
	wait Chọn [
	idle
	raw \\eOR\\e[200~một
	wait F3 lần nữa
	idle
	raw hai\\e[201~
	idle
	expect F3 lần nữa để thoát. (Đã bỏ 1 phím gõ trước.)
	same $WORK/told
	attach 80 24
	idle
	same $WORK/told
	# and in the same read
	key F5
	idle
	absent F3 lần nữa
	raw \\eORab
	idle
	expect F3 lần nữa để thoát. (Đã bỏ 2 phím gõ trước.)
E
# Five thousand keys: in one go, in pieces of any size, and one by one they make the same records and the same screen.
cat >"$WORK/typing.py" <<'E'
import random, sys
out, how = sys.argv[1], sys.argv[2]
r = random.Random(20261123)
down, f2 = "\\e[B", "\\eOQ"
keys = []
def text(s):
    keys.extend(s)
def fumble():
    for _ in range(r.randrange(8)):
        keys.append(r.choice(["\\x7f", "a", "ệ", " ", "\\e[D", "\\e[C", "\\x1a", "\\x19", "w", "s", "\\e[1;5D", "\\e[H", "\\e[F", "\\e[200~dán\\r\\n2\\e[201~"]))
def date():
    text(r.choice(["2011", "15/11/2026", "hn"]))
while len(keys) < 5000:
    keys.extend([down] * 6)
    text("%d/TB-%s" % (len(keys), r.choice(["UBND", "STNMT-QLDDDD", "VP"])))
    fumble_at = r.randrange(3)
    keys.append(down); date()
    keys.append(down); text("TB")
    keys.extend([down, down]); text("Sowr Taif nguyeen")
    if fumble_at:
        fumble()
    keys.append(down); text("Thoong baos soos %d veef vieejc chuyeenr ddooir" % len(keys)); fumble()
    keys.append(f2)
    if r.randrange(4) == 0:
        keys.append(f2)
keys.append(down)
with open(out, "w") as f:
    f.write("wait Chọn [\nidle\nkey F6\nwait Trích yếu\nidle\nkey Ctrl-T\nwait Đã bật\nidle\n")
    at = 0
    while at < len(keys):
        n = {"slow": 1, "once": 300}.get(how) or r.choice([1, 2, 7, 40, 200])
        f.write("raw " + "".join(keys[at:at + n]) + "\n")
        if how == "slow" or how == "pieces" and r.randrange(3) == 0:
            f.write("idle\n")
        at += n
    f.write("idle\nsame %s\nkey F3\nkey F3\nwait lần nữa\nkey F3\nexit 0\n" % sys.argv[3])
E
CONGVU_CLOCK==2026-11-23T02:14:00Z
rm -rf "$WORK/start"
PTY_NODE='' make_node "$WORK/start" || failed=1
for how in slow once pieces; do
	cp -r "$WORK/start" "$WORK/$how"
	python3 "$WORK/typing.py" "$WORK/script" $how "$WORK/screen"
	ui "five thousand keys: $how" "$WORK/$how" --timeout 60 --script "$WORK/script"
	sqlite3 -readonly "$WORK/$how/node.db" .dump | grep -v '^INSERT INTO _saved ' >"$WORK/dump.$how"
	if [ "$(grep -c '^INSERT INTO incoming ' "$WORK/dump.$how")" -gt 30 ] && cmp "$WORK/dump.slow" "$WORK/dump.$how"; then
		echo "ok - ahead: $how: the same records as typed slowly"
	else
		echo "not ok - ahead: $how: not the same records"
		diff "$WORK/dump.slow" "$WORK/dump.$how" | head -20 | cut -c1-300
		failed=1
	fi
done
# the last F3 leaves: what stands behind it goes with the session
rm -rf "$WORK/n"
fresh_node "$WORK/n"
ui gone "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F3
	wait F3 lần nữa
	idle
	raw \eOR6a\e[200~b\e[201~\eOQ
	exit 0
E
finish
