# lib.sh: what every tests/pty/*.sh sources: a sample centre with two users and three documents, and `play`.
# Run by tests/run.sh (make check TESTS='pty/*'), or by hand: B=build/release sh tests/pty/form.sh. KEEP=1 leaves the folder.
# A script prints ptydrive's `ok`/`not ok` lines and exits non-zero when one was not ok. GOLDEN_UPDATE=1 writes the golden screens anew.
set -u
: "${TOP:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${B:=$TOP/build/release}"
CONGVU=$B/bin/congvu
DRIVE=$B/tools/ptydrive
GOLDEN=$TOP/tests/data/pty
export CONGVU_DATADIR="$TOP"
export CONGVU_CLOCK=2026-11-23T02:14:00Z LC_ALL=C.UTF-8
unset CONGVU_DIR CONGVU_UI_ATTACH COLUMNS LINES
WORK=$(mktemp -d "${TMPDIR:-/tmp}/congvu-pty.XXXXXX")
[ -n "${KEEP:-}" ] || trap 'rm -rf "$WORK"' EXIT
failed=0

# The same node for every script: made once a run (PTY_NODE), copied for each.
make_node() {
	dir=$1
	"$CONGVU" init --role centre --dir "$dir" --code H30.71 --name "UBND huyện Vị Thủy" >/dev/null &&
	echo vanthu | "$CONGVU" user add vanthu --dir "$dir" --name "Nguyễn Thị Mai" --title "Văn thư" --roles vanthu &&
	echo lanhdao | "$CONGVU" user add lanhdao --dir "$dir" --name "Phạm Quốc Anh" --title "Phó Chủ tịch" --roles lanhdao &&
	add_document "$dir" "125/QĐ-UBND" QD "Phê duyệt kế hoạch chuyển đổi số" >/dev/null &&
	add_document "$dir" "88/STNMT-QLĐĐ" BC "Báo cáo biến động đất đai" >/dev/null &&
	add_document "$dir" "12/TB-VP" TB "Kết luận của đồng chí Phó Chủ tịch" >/dev/null
}

# add_document DIR SYMBOL TYPE ABSTRACT
add_document() {
	"$CONGVU" act register incoming --dir "$1" --user vanthu secrecy=THUONG urgency=THUONG arrival_date=23/11/2026 channel=BUU_CHINH \
		"symbol=$2" issued_date=20/11/2026 "doc_type=$3" "issuer=UBND tỉnh Hậu Giang" "abstract=$4" copies=1
}

fresh_node() {
	if [ -n "${PTY_NODE:-}" ] && [ -d "$PTY_NODE" ]; then
		cp -r "$PTY_NODE" "$1"
	else
		make_node "$1"
	fi || { echo "not ok - the sample node cannot be made"; exit 1; }
}

# play NAME [ptydrive options] -- COMMAND...   the script comes on stdin
play() {
	name=$1
	shift
	"$DRIVE" --golden "$GOLDEN" --name "$name" "$@" || failed=1
}

ui() { # ui NAME DIR [ptydrive options]
	uname=$1 udir=$2
	shift 2
	play "$uname" "$@" -- "$CONGVU" ui --dir "$udir" --user vanthu
}

# Its own memory and what it keeps of freed pieces are not the program's.
sanitized() { grep -q __asan_init "$CONGVU"; }

finish() { exit $failed; }
