#!/bin/bash
# Every shipped screen and every built-in one in the program itself, at three sizes under four TERMs: one golden a screen and size, which
# all four TERMs must equal. screens/USER.keys says what a person opens; `SCREEN NAME` there is the picture all-SIZE-NAME, and the picture
# of a file of screens/ has the file's name. A file without one at some size under some TERM is a failure, and so is a golden that nobody
# looks at. Two TERMs are played here, the others by screens_consoles.sh. Anew: GOLDEN_UPDATE=1 make check TESTS='pty/screens'.
. "$(dirname "$0")/lib.sh"
KEYS=$(dirname "$0")/screens
SIZES="80x24 132x43 40x20" TERMS=${SCREENS_TERMS:-"xterm-256color putty"}
update=${GOLDEN_UPDATE:-}
fresh_node "$WORK/n"
act() { "$CONGVU" act "$@" --dir "$WORK/n" >/dev/null || { echo "not ok - act $*"; exit 1; }; }
for who in tiepdan motcua chuyenvien quantri hotro; do
	echo $who | "$CONGVU" user add $who --dir "$WORK/n" --name "Trần Văn Bé" --roles $who || exit 1
done
act take_in dossier --user motcua procedure_id=LAND-A channel=TT sets=1 "summary=Đổi số căn cước" owner_kind=1 \
	"owner.full_name=Nguyễn Thị Bích Vân" owner.id_number=093178004512 owner.birth_date=14/02/1978 phone=0912000345 "address=Ấp 4, xã Vị Tân" \
	ward=31333 result_mode=1 parts.1.part=P01 parts.1.state=DU parts.2.part=P02 parts.2.state=DU parts.3.part=P03 parts.3.state=DU \
	parts.4.part=P04 parts.4.state=DU
act register petition --user tiepdan has_denunciation=0 source=BUU_CHINH received_date=20/11/2026 written_date=18/11/2026 field_code=DD \
	parties.1.role=NGUOI_KN "parties.1.full_name=Huỳnh Văn Đực" "parties.1.address=ấp 5, xã Vị Thủy" petitioner_count=1 \
	"abstract=Khiếu nại về diện tích đất bị thu hồi khi nâng cấp Quốc lộ 61B không đúng với giấy chứng nhận đã cấp" \
	"respondent_text=Trung tâm Phát triển quỹ đất huyện" "request=Đo đạc lại thửa đất"
act submit incoming 1 --user vanthu submitted_to=lanhdao
act submit incoming 2 --user vanthu submitted_to=lanhdao
act assign incoming 1 --user lanhdao opinion_code=1 "opinion=Chuyển xử lý" lead_user_id=chuyenvien
act accept incoming 1 --user chuyenvien

# look SIZE TERM KEYS [options of congvu ui]
look() {
	size=$1 term=$2 keys=$3
	shift 3
	sed "s/^SCREEN \(.*\)/screen all-$size-\1/" "$KEYS/$keys.keys" >"$WORK/script"
	play "$keys $size $term" --term $term --size $size --script "$WORK/script" -- "$CONGVU" ui --dir "$WORK/c" "$@" >"$WORK/out"
	tee -a "$WORK/log" <"$WORK/out"
}

for size in $SIZES; do
	for term in $TERMS; do
		rm -rf "$WORK/c" && cp -r "$WORK/n" "$WORK/c"
		for user in vanthu tiepdan motcua lanhdao chuyenvien hotro quantri; do
			look $size $term $user --user $user
		done
		look $size $term linear --user vanthu --linear
		look $size $term login
		unset GOLDEN_UPDATE # the other TERMs must equal what the first has written
	done
	[ -z "$update" ] || export GOLDEN_UPDATE=1
done

# seen SIZE TERM NAME: that picture was compared, and equal
seen() { grep -q "^ok - [a-z]* $1 $2: all-$1-$3\( written\)\?\$" "$WORK/log"; }
for f in "$TOP"/screens/*.scr; do
	name=$(basename "$f" .scr)
	for size in $SIZES; do
		missing=
		for term in $TERMS; do
			seen $size $term "$name" || missing="$missing $term"
		done
		[ -z "$missing" ] && echo "ok - $name at $size" || { echo "not ok - $name at $size: no picture under$missing"; failed=1; }
		grep -q ^form "$f" || continue # the first line of the others is the list's, the record's, the office's
		head -1 "$GOLDEN/all-$size-$name.screen" | grep -q "^ $(sed -n 's/^title  *//p' "$f")" && echo "ok - $name at $size is itself" ||
			{ echo "not ok - all-$size-$name is another screen"; failed=1; }
	done
done
for f in "$GOLDEN"/all-*.screen; do
	grep -q ": $(basename "$f" .screen)\( written\)\?\$" "$WORK/log" || { echo "not ok - nobody looks at $(basename "$f")"; failed=1; }
done
finish
