#!/bin/bash
# commands.sh: help, the manual page and completion say what the table says; exit statuses; JSON that a parser takes; quiet under | head.
. "$(dirname "$0")/lib.sh"

check "the manual page is the one that the table makes (make man)" diff "$TOP/src/man/congvu.1" <(congvu help --man)
check "mandoc finds nothing wrong in it" sh -c "! mandoc -T lint -W warning '$TOP/src/man/congvu.1' | grep ."
congvu help | sed -n 's/^  \([a-z][a-z-]*\( [a-z]\+\)\?\) .*/\1/p' >"$W/verbs"
while read -r verb; do
	# shellcheck disable=SC2086
	congvu help $verb >"$W/out" 2>&1 && grep -q '^congvu' "$W/out" || not_ok "help $verb"
done <"$W/verbs"
ok "help knows its $(wc -l <"$W/verbs") commands"
check "completion is a script that bash takes" bash -n <(congvu completion)

status() { # WANTED COMMAND...
	local want=$1
	shift
	"$@" >/dev/null 2>"$W/err"
	same "exit $want: ${*//$W/D}" $? "$want"
}
status 2 congvu
status 2 congvu nothing
status 2 congvu list
status 2 env -u CONGVU_DIR congvu list incoming
status 2 congvu list incoming --dir "$W/none" --nothing
status 1 congvu list incoming --dir "$W/none"
status 2 congvu list nothing --dir "$W/none"
status 0 congvu version
refuses "a folder without a node says what to do" "congvu init|không có|chưa" congvu status --dir "$W/none"

mkdir "$W/alone"
check "an office before its enrolment" at alone init --role office
refuses "is told to enrol: list" "congvu enrol" at alone list incoming
refuses "is told to enrol: user list" "congvu enrol" at alone user list
refuses "is told to enrol: act" "congvu enrol" at alone act register incoming --user vanthu
refuses "a code that is none" "office add" at alone enrol xyz

check "a centre" at centre init --role centre --code H30 --name "UBND tỉnh Hậu Giang" || exit 1
refuses "a second init is refused" "." at centre init --role centre --code H30 --name "UBND tỉnh Hậu Giang"
add() { printf '%s\n' "${2-$1}" | at centre user add "$1" --name "Trần Thị Ngọc Diễm" --title "Văn thư" --roles "${3-vanthu}"; }
check "a user" add vanthu
check "another" add lanhdao lanhdao lanhdao
refuses "a user twice" "." add vanthu
refuses "an unknown role" "." add x x kingofall
refuses "no password" "." add y ""
check "passwd" sh -c "echo khac | congvu user passwd vanthu --dir '$W/centre'"
check "role" at centre user role vanthu vanthu,tiepdan
check "lock" at centre user lock vanthu
check "unlock" at centre user lock vanthu --undo
same "user list" "$(at centre user list --json | python3 -c 'import json,sys; print(sorted(u["login"] for u in json.load(sys.stdin) if u["login"]))')" "['lanhdao', 'vanthu']"

refuses "a form with nothing in it: all that is missing, at once" "M01" at centre act register incoming --user vanthu --role vanthu
same "and it is several things" "$(($(grep -c M01 "$W/err") > 4))" 1
# Each bad field by its name, in act as in a form, and nothing is done.
bad() { # FIELD MESSAGE [FIELD=VALUE]: the message is at that field
	refuses "a bad $1 is named" "^congvu: $1: $2 " register centre "Bản thử" --role vanthu "$3"
}
bad issued_date M03 issued_date=31/02/2026
bad pages A09 pages=12x
bad note M02 "note=$(printf 'x%.0s' {1..5000})"
bad abstract M01 abstract=
bad channel M06 channel=KHONG
same "and nothing was saved" "$(count centre list incoming)" 0
refuses "an unknown field is named" "abstrakt" at centre act register incoming --user vanthu --role vanthu abstrakt=x
line=$(register centre 'Văn bản có "ngoặc", \ và	tab' --role vanthu)
id=${line%%$'\t'*}
same "act prints id and number" "${line#*$'\t'}" 1
same "list --json: one array, keys as strings" "$(at centre list incoming --json | python3 -c 'import json,sys
r = json.load(sys.stdin)
print(len(r), type(r[0]["id"]).__name__, r[0]["arrival_number"])')" "1 str 1"
same "text comes back as it went in" "$(at centre show incoming 1 --json | field abstract)" 'Văn bản có "ngoặc", \ và tab'
same "show takes id, number, number/year" "$(for what in "$id" 1 "1/$(date +%Y)"; do at centre show incoming "$what" --json | field id; done | sort -u)" "$id"
refuses "a number that is not there" "." at centre show incoming 999
same "show has the history" "$(at centre show incoming 1 --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["history"][0]["verb"])')" register
same "--where finds" "$(count centre list incoming --where arrival_number=1)" 1
same "--where keeps out" "$(count centre list incoming --where arrival_number=2)" 0
same "--where as in a search form" "$(count centre list incoming --where 'arrival_number==1' --where 'arrival_number=>=1' --where 'abstract=<>')" 1
same "and keeps out" "$(count centre list incoming --where 'arrival_number=<>1')" 0
refuses "and names the field" "Ngày đến" at centre list incoming --where 'arrival_date=>31/02/2026'
refuses "a number once given stays" "M17" at centre act undo incoming 1 --user vanthu --role vanthu --reason thử
same "the event says that its actor was taken at his word" "$(at centre show incoming 1 --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["history"][0]["flags"] & 4)')" 4
check "submit" at centre act submit incoming 1 --user vanthu --role vanthu submitted_to=lanhdao
refuses "undo asks why" "M32" at centre act undo incoming 1 --user vanthu --role vanthu
check "undo" at centre act undo incoming 1 --user vanthu --role vanthu --reason "trình nhầm"
same "it is as before" "$(at centre show incoming 1 --json | field state)" registered
same "the history tells both" "$(at centre show incoming 1 --json | python3 -c 'import json,sys; print([h["verb"] for h in json.load(sys.stdin)["history"]])')" "['register', 'submit', 'undo']"
same "--find without marks" "$(count centre list incoming --find "van ban co")" 1
same "export csv: a header and one row" "$(at centre export incoming | python3 -c 'import csv,sys; print(len(list(csv.reader(sys.stdin))))')" 2
same "export json" "$(at centre export incoming --format json | json_len)" 1
same "deadline: Friday to Monday" "$(at centre deadline IN_SUBMIT 2026-03-06 | head -1)" 2026-03-09
same "deadline with a pause" "$(at centre deadline KN_1 2026-03-02 --pause 2026-03-12..2026-03-27 | head -1)" 2026-04-16
same "deadline in hours" "$(at centre deadline IN_SUBMIT_HT 2026-03-06T16:30 | head -1)" 2026-03-09T07:30
same "the day after an added holiday" "$(at centre act change calendar_day --user lanhdao day=09/03/2026 kind=OFF name=Thử source=thử >/dev/null 2>&1
at centre deadline IN_SUBMIT 2026-03-06 | head -1)" 2026-03-09
check "the administrator" add quantri quantri quantri
check "adds a holiday" at centre act change calendar_day --user quantri day=09/03/2026 kind=OFF name=Thử source=thử
same "and the rule counts it" "$(at centre deadline IN_SUBMIT 2026-03-06 | head -1)" 2026-03-10
same "status --json" "$(at centre status --json | field centre)" True
check "verify" at centre verify
same "quiet under | head" "$( (set -o pipefail; at centre list code --json 2>&1 | head -c 10 >/dev/null); at centre list code 2>&1 >/dev/full | grep -c stdout)" 1
err=$(at centre list code 2>&1 >/dev/null | head -1)
same "nothing on stderr when all is well" "$err" ""
same "ime is a filter" "$(printf 'tieengs\nvieejt\n' | congvu ime | tr '\n' ' ')" "tiếng việt "
same "ime, vni" "$(printf 'tie61ng\n' | congvu ime --method vni)" "tiếng"
tcvn3='C\351ng h\337a x\267 h\351i ch\361 ngh\334a\n'
# shellcheck disable=SC2059 # the format is the bytes
{
	same "ime --from tcvn3" "$(printf "$tcvn3" | congvu ime --from tcvn3)" "Cộng hòa xã hội chủ nghĩa"
	same "ime --from tcvn3 --capitals" "$(printf "$tcvn3" | congvu ime --from tcvn3 --capitals)" "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"
	same "ime --from auto finds that out" "$(printf "$tcvn3" | congvu ime --from auto)" "Cộng hòa xã hội chủ nghĩa"
}
same "ime --from vni" "$(printf 'Coäng hoøa\n' | iconv -t LATIN1 | congvu ime --from vni)" "Cộng hòa"
same "ime --from viqr" "$(printf 'Co^.ng ho`a\\.\n' | congvu ime --from viqr)" "Cộng hòa."
same "ime --from auto repairs UTF-8 that was read as Latin" "$(echo 'Viá»‡t Nam' | congvu ime --from auto)" "Việt Nam"
same "ime --from utf8 composes" "$(printf 'Vie\314\243\314\202t\n' | congvu ime --from utf8)" "Việt"
printf 'a\nb\370\nc\377\n' | congvu ime --from vni >"$W/out" 2>"$W/err"
same "bytes that cannot be: exit 1" $? 1
same "both lines are named" "$(grep -c 'Dòng [23], byte thứ 2' "$W/err")" 2
same "and nothing is written" "$(wc -c <"$W/out")" 0
refuses "a text that fits nothing" "--from" sh -c "printf '\377\376\n' | congvu ime --from auto"
status 2 congvu ime --from nothing
status 2 congvu ime --capitals
exit $failed
