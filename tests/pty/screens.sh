#!/bin/bash
# Shipped screens in the program itself, at 132x43 and 80x24, under four TERMs: one golden a screen and size, which all four must
# equal. A file of screens/ that no script here opens is a failure. Anew: GOLDEN_UPDATE=1 make check TESTS='pty/screens'.
. "$(dirname "$0")/lib.sh"
update=${GOLDEN_UPDATE:-}
fresh_node "$WORK/n"
for who in tiepdan motcua chuyenvien quantri hotro; do
	echo $who | "$CONGVU" user add $who --dir "$WORK/n" --name "Trần Văn Bé" --roles $who || exit 1
done
"$CONGVU" act take_in dossier --dir "$WORK/n" --user motcua procedure_id=LAND-A channel=TT sets=1 "summary=Đổi số căn cước" owner_kind=1 \
	"owner.full_name=Nguyễn Thị Bích Vân" owner.id_number=093178004512 owner.birth_date=14/02/1978 phone=0912000345 "address=Ấp 4, xã Vị Tân" \
	ward=31333 result_mode=1 parts.1.part=P01 parts.1.state=DU parts.2.part=P02 parts.2.state=DU parts.3.part=P03 parts.3.state=DU \
	parts.4.part=P04 parts.4.state=DU >/dev/null || exit 1

# script USER: key script of what this person opens; `SCREEN NAME` is a picture, `# opens FILE` says whose
script() {
	echo 'wait Giúp
idle
SCREEN menu-'"$1"
	case $1 in
	vanthu) cat <<-'E' ;;
		# opens van-thu
		type 6
		gone Chọn [
		idle
		# opens so-van-ban-den
		SCREEN list-document
		key F7
		idle
		SCREEN find
		key F3
		idle
		key Enter
		idle
		# opens xem-van-ban-den
		SCREEN record-document
		key Ctrl-O
		idle
		SCREEN actions
		type 1
		gone +---
		idle
		# opens trinh-van-ban-den
		SCREEN form-submit
		key F3
		idle
		key Ctrl-O
		idle
		type 2
		gone +---
		idle
		# opens dinh-chinh-van-ban-den
		SCREEN form-correct
		key F3
		idle
		key F3
		idle
		type /
		idle
		SCREEN prompt
		key F3
		idle
		key F3
		idle
		type 9
		gone Chọn [
		idle
		type ke hoach
		wait > V
		idle
		SCREEN hits
		key F3
		idle
		type 7
		gone Chọn [
		idle
		# opens so-don-thu
		SCREEN list-petition
		key F1
		idle
		SCREEN help
		key F3
		idle
		key F3
		idle
		key F6
		idle
		# opens van-ban-den
		SCREEN form-document
		key F4
		idle
		SCREEN popup
		key Esc
		gone +---
		idle
		key PgDn
		idle
		key Up
		idle
		type x
		idle
		key F2
		idle
		SCREEN problems
		key F3
		idle
		key F12
		idle
		SCREEN question
		type 1
		gone Bỏ hết
		idle
	E
	tiepdan) cat <<-'E' ;;
		# opens tiep-dan
		key F6
		idle
		# opens nhan-don
		SCREEN form-petition-asks
		type k
		key Tab
		idle
		SCREEN form-petition
	E
	motcua) cat <<-'E' ;;
		# opens mot-cua
		type 6
		gone Chọn [
		idle
		# opens so-ho-so
		SCREEN list-dossier
		key Enter
		idle
		# opens xem-ho-so
		SCREEN record-dossier
		key F3
		idle
		key F3
		idle
		key F6
		idle
		# opens tiep-nhan-ho-so
		SCREEN form-dossier
	E
	lanhdao) echo '# opens lanh-dao' ;;
	chuyenvien) echo '# opens chuyen-vien' ;;
	hotro) echo '# opens ho-tro' ;;
	quantri) cat <<-'E' ;;
		# opens quan-tri
		type 1
		gone Chọn [
		idle
		# opens so-quan-tri
		SCREEN list-users
	E
	esac
}

USERS="vanthu tiepdan motcua lanhdao chuyenvien hotro quantri"
for user in $USERS; do script $user; done | sed -n 's/^# opens //p' | sort >"$WORK/opened"
for f in "$TOP"/screens/*.scr; do
	name=$(basename "$f" .scr)
	case $name in
	# not yet: they need a petition, and a dossier of another state
	xem-don | phan-loai-don | chuyen-ho-so) continue ;;
	phan-cong-van-ban-den | ket-thuc-van-ban-den) continue ;; # in assign.sh
	esac
	grep -qx -- "$name" "$WORK/opened" && echo "ok - screens: $name is opened" || { echo "not ok - screens: $name is opened by no script"; failed=1; }
done
for size in 80x24 132x43; do
	for term in xterm-256color putty linux vt220; do
		rm -rf "$WORK/c" && cp -r "$WORK/n" "$WORK/c"
		for user in $USERS; do
			script $user | sed "s/^SCREEN \(.*\)/screen all-$size-\1/" >"$WORK/script"
			play "$user $size $term" --term $term --size $size --script "$WORK/script" -- "$CONGVU" ui --dir "$WORK/c" --user $user
		done
		unset GOLDEN_UPDATE # the other TERMs must equal what the first has written
	done
	[ -z "${update:-}" ] || export GOLDEN_UPDATE=1
done
finish
