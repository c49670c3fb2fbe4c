#!/bin/bash
# secret.sh: what the state keeps secret, brought by act and import: only what the paper book of secret papers may say comes in, and no file of
# the node holds a word of the rest.
. "$(dirname "$0")/lib.sh"
export CONGVU_CLOCK=2026-04-22T02:00:00Z
check "a centre" at c init --role centre --code H30.71 --name "UBND huyện Vị Thủy" || exit 1
for who in vanthu tiepdan lanhdao; do echo $who | at c user add $who --name "Trần Thị Ngọc Diễm" --roles $who; done

act() { at c act "$@" --user vanthu; }
secret_paper=(secrecy=MAT "issuer=Công an tỉnh" secret_book_ref=07/SM-2026)
nowhere() { # WORD: in no file of the folder
	! grep -raq -e "$1" "$W/c"
}

# ---- act
refuses "register says which way is right" '^congvu: secrecy: M09 .*"Vào sổ mật"' register c "Zqxa lực lượng" secrecy=MAT
for word in "abstract=Zqxb lực lượng" symbol=12/Zqxc-CAT note=Zqxd opinion=Zqxe field_code=DD file_code=Zqxf "signer=Zqxg" doc_number=9 copies=1 \
	channel=EMAIL urgency=THUONG submitted_to=lanhdao; do
	refuses "act refuses ${word%%=*}" "^congvu: ${word%%=*}: M10 " act register_secret incoming "${secret_paper[@]}" "$word"
done
refuses "and a reason" "^congvu: reason: M10 " act register_secret incoming "${secret_paper[@]}" --reason "Zqxh lực lượng"
refuses "and words in place of the number" "secret_book_ref: A267 " act register_secret incoming secrecy=MAT issuer=x "secret_book_ref=12 Zqxi"
refuses "and an answer that nobody asked for helps nothing" "abstract: M10 " act register_secret incoming "${secret_paper[@]}" abstract=Zqxj \
	--answer "M10:abstract=1:Zqxk"
refuses "there is nothing to attach to" "attachments: A14 " act register_secret incoming "${secret_paper[@]}" attachments=Zqxl
same "nothing came in" "$(count c list incoming)" 0
line=$(act register_secret incoming "${secret_paper[@]}" --answer "M10:abstract=1:Zqxk")
id=${line%%$'\t'*}
same "the record has no number" "${line#*$'\t'}" ""
same "and says what it says" "$(at c show incoming "$id" --json | python3 -c 'import json,sys; r=json.load(sys.stdin)
print(sorted(k for k in r if k in "abstract symbol doc_number arrival_number secrecy issuer secret_book_ref arrival_date reason due_date".split() and r[k] not in (None, "")))')" \
	"['arrival_date', 'issuer', 'secrecy', 'secret_book_ref']"
for verb in submit correct assign file_only register; do
	refuses "$verb cannot follow" "A265|M11" act $verb incoming "$id" abstract=Zqxm submitted_to=lanhdao --reason Zqxn
done
refuses "nor undo" "A266" act undo incoming "$id" --reason Zqxo
refuses "an ordinary one is not made secret" "secrecy: A261 " sh -c "id=\$(congvu act register incoming --dir '$W/c' --user vanthu secrecy=THUONG \
	urgency=THUONG channel=EMAIL issuer=x symbol=1/a issued_date=hn doc_type=CV abstract=y | cut -f1); \
	congvu act correct incoming \$id --dir '$W/c' --user vanthu secrecy=MAT --reason z"

# ---- import
cat >"$W/mixed.csv" <<'CSV'
secrecy,urgency,channel,issuer,doc_number,notation,issued_date,doc_type,abstract
THUONG,THUONG,EMAIL,Sở Y tế,1,SYT,2026-04-20,CV,Một việc thường
MAT,THUONG,EMAIL,Công an tỉnh,2,Zqya,2026-04-20,CV,Zqyb lực lượng
CSV
at c import incoming "$W/mixed.csv" --user vanthu >"$W/report" 2>"$W/err"
same "a secret row among others is refused" "$(cat "$W/err")" "congvu: Đã nhập 1, có sẵn từ trước 0, bị từ chối 1."
check "by line and message" grep -qE '^dòng 3: .*\(M09\)$' "$W/report"
at c import incoming "$W/mixed.csv" --user vanthu --verb register_secret >"$W/report" 2>"$W/err"
same "none by the other verb either" "$(cat "$W/err")" "congvu: Đã nhập 0, có sẵn từ trước 0, bị từ chối 2."
check "its text least of all" grep -qE '^dòng 3: Trích yếu nội dung: .*\(M10\)$' "$W/report"
cat >"$W/secret.csv" <<'CSV'
secrecy,arrival_date,issuer,secret_book_ref
TOI_MAT,2026-04-20,Công an tỉnh,08/SM-2026
MAT,2026-04-21,Bộ Chỉ huy quân sự tỉnh,Zqyc lực lượng
CSV
at c import incoming "$W/secret.csv" --user vanthu --verb register_secret >"$W/report" 2>"$W/err"
same "old numbers of the paper book come in" "$(cat "$W/err")" "congvu: Đã nhập 1, có sẵn từ trước 0, bị từ chối 1."
check "what is no number does not" grep -qE '^dòng 3: .*\(A267\)$' "$W/report"

# ---- denunciations
denounce() { at c act register_denunciation petition has_denunciation=1 source=TRUC_TIEP "abstract=${1:-Phiếu chi khống}" respondent_text="Kế toán trường" \
	parties.1.secret_book_ref=03/TC-2026 "${@:2}" --user tiepdan; }
refuses "register says which way is right" '^congvu: has_denunciation: M47 .*"Vào sổ đơn tố cáo"' at c act register petition has_denunciation=1 \
	source=TRUC_TIEP abstract=Zqza parties.1.full_name=Zqzb --user tiepdan
for word in parties.1.full_name=Zqzc parties.1.person.full_name=Zqzd parties.1.address=Zqze parties.1.phone=0912345678 \
	parties.1.id_number=093178004512 parties.1.alias=Zqzf parties.1.role=NGUOI_KN parties.1.person=1 parties.2.full_name=Zqzg \
	parties.2.secret_book_ref=04/TC note=Zqzh request=Zqzi papers=Zqzj; do
	refuses "act refuses ${word%%=*}" "^congvu: ${word%%=*}: A268 " denounce "" "$word"
done
refuses "and a reason" "^congvu: reason: A268 " denounce "" --reason Zqzk
refuses "and a text that may tell who it is" "^congvu:   --answer M48:abstract=1:REASON" denounce "Tôi tên Zqzl, 093178004512"
refuses "asked for what it is" '^congvu: abstract: M48 "Tôi tên, 093178004512" ' denounce "Tôi tên Zqzl, 093178004512"
same "nothing came in" "$(count c list petition)" 0
same "without a name it comes in, with its number" "$(denounce | cut -f2)" 1
check "and one whose telltale is of another" denounce "Địa chỉ trụ sở bị cho thuê" --answer "M48:abstract=1:của trường"
same "as classified, with the clock of the law" "$(at c show petition 1 --json | python3 -c 'import json,sys; r=json.load(sys.stdin); print(r["state"], r["kind"])')" \
	"classified TC"
same "nobody was made a person" "$(count c list person)" 0
cat >"$W/denounced.csv" <<'CSV'
has_denunciation,source,received_date,abstract,respondent_text,parties.1.secret_book_ref,parties.1.full_name
1,BUU_CHINH,2026-04-20,Một việc,Ông kế toán,05/TC-2026,
1,BUU_CHINH,2026-04-20,Việc khác,Ông kế toán,06/TC-2026,Zqzm
1,BUU_CHINH,2026-04-20,Tôi là Zqzn,Ông kế toán,07/TC-2026,
CSV
at c import petition "$W/denounced.csv" --user tiepdan >"$W/report" 2>"$W/err"
same "import as any petition: none" "$(grep -c '(M47)' "$W/report") $(count c list petition)" "3 2"
at c import petition "$W/denounced.csv" --user tiepdan --verb register_denunciation >"$W/report" 2>"$W/err"
same "by its own verb: what has no name" "$(cat "$W/err")" "congvu: Đã nhập 1, có sẵn từ trước 0, bị từ chối 2."
check "a name is refused by line and message" grep -qE '^dòng 3: .*\(A268\)$' "$W/report"
check "a telltale too" grep -qE '^dòng 4: .*\(M48\)$' "$W/report"
for word in phieu "ke toan" 03/TC-2026; do same "no search finds $word" "$(count c list petition --find "$word")" 0; done

# ---- nobody finds more than that it is there
same "two of them are in the list" "$(at c list incoming | grep -c 'Mật, số 0[78]/SM-2026 trong sổ mật')" 2
for word in "cong an" 07/SM-2026 sm mat; do same "no search finds $word" "$(count c list incoming --find "$word")" 0; done
for word in Zqx Zqy Zqz; do check "no file holds $word" nowhere $word; done
check "verify" at c verify
exit $failed
