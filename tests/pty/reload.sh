#!/bin/sh
# Screen files edited while sessions run; what other people save; a session at which nobody types.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
echo quantri | "$CONGVU" user add quantri --dir "$WORK/n" --name "Lý Văn Thành" --roles quantri || exit 1
export CONGVU WORK TOP
mkdir -p "$WORK/n/screens"
cat > "$WORK/edit" <<'E'
#!/bin/sh
# edit FROM TO NAME: the shipped screen with FROM replaced, put into the node's own folder at once as a whole
sed "s/$1/$2/" "$TOP/screens/$3" > "$WORK/new" && mv "$WORK/new" "$WORK/n/screens/$3"
E
cat > "$WORK/another" <<'E'
#!/bin/sh
# another SYMBOL: somebody else registers a document
"$CONGVU" act register incoming --dir "$WORK/n" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH \
	"symbol=$1" issued_date=20/11/2026 doc_type=QD "issuer=UBND tỉnh Hậu Giang" "abstract=Của người khác" copies=1 > /dev/null
E
ui reload "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Tác giả
	idle
	run sh "$WORK/edit" '17 "Tác giả"' '17 "Nơi gửi"' so-van-ban-den.scr
	key F5
	wait Nơi gửi
	# a form keeps its copy, and with it what stands below
	key F6
	wait Trích yếu
	idle
	run sh "$WORK/edit" 'Trích yếu  ' 'Tóm lược   ' van-ban-den.scr
	key Tab
	idle
	expect Trích yếu
	key F5
	idle
	expect Trích yếu
	key F3
	wait Nơi gửi
	key F5
	idle
	key F6
	wait Tóm lược
	key F3
	wait Nơi gửi
	# a bad file: the good copy stays
	run sh "$WORK/edit" '^column.*' 'xyz' so-van-ban-den.scr
	run echo 'colum x' >> "$WORK/n/screens/so-van-ban-den.scr"
	key F5
	idle
	expect Số, ký hiệu
E
play admin -- "$CONGVU" ui --dir "$WORK/n" --user quantri <<-'E'
	wait Chọn [
	idle
	expect Màn hình sai, còn dùng bản trước: so-van-ban-den.scr:56
	screen admin-badscreen
	run cp "$TOP/screens/so-van-ban-den.scr" "$WORK/n/screens/so-van-ban-den.scr"
	key F5
	gone Màn hình sai
E
# nobody types: two seconds of other people's saves send nothing; the next key shows them
cat > "$WORK/others" <<'E'
#!/bin/sh
end=$(($(date +%s) + 3)) n=0
while [ "$(date +%s)" -lt $end ]; do
	n=$((n + 1))
	sh "$WORK/another" "$n/QĐ-IM" || exit 1
done
E
rm -rf "$WORK/n/screens"
ui idle "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Tác giả
	idle
	absent Của người khác
	mark
	run sh "$WORK/others"
	idle
	exact 0
	key Down
	wait Của người khác
	key F3
	wait Chọn [
	idle
	mark
	run sh "$WORK/another" 1/KH-IM
	idle
	exact 0
	key F5
	idle
	min 1
	bytes 40
E
# a popup or the line of `/` is open while somebody saves: the first key after it shows that
ui popup "$WORK/n" <<-'E'
	wait Chọn [
	idle
	type 6
	wait Tác giả
	idle
	key Ctrl-O
	wait +--
	idle
	run sh "$WORK/another" 301/QĐ-PU
	key Down
	idle
	key F3
	gone +--
	idle
	key Down
	wait 301/QĐ-PU
	key Home
	idle
	type /
	type QĐ
	idle
	run sh "$WORK/another" 302/QĐ-PU
	key Left
	idle
	key Enter
	idle
	key Down
	wait 302/QĐ-PU
E
finish
