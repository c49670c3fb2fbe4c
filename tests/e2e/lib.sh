# lib.sh: what the tests of the whole system share. Sourced; every script that does so ends only what it started, by its pid.
#
#   world [OPTION]...   a centre and two offices below $W by `congvu demo --serve` (options of demo), waits for `ready`; sets P (centre's port)
#   door NODE ...       starts congvud for a folder; pid in ${door[NODE]}        undoor NODE   ends it
#   until_ok SECONDS COMMAND ...   runs it again and again until it succeeds: waiting for something to see, never for time
#   ok TEXT / not_ok TEXT / check TEXT COMMAND ...   one case
set -u
TOP=${TOP:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
B=${B:-$TOP/build/release}
export PATH="$B/bin:$B/tools:$PATH" CONGVU_DATADIR="${CONGVU_DATADIR:-$TOP}" LC_ALL=C.UTF-8 TZ=UTC
W=$(mktemp -d "${TMPDIR:-/tmp}/w.XXXXXX") || exit 1
exec {tick}<> <(:)
failed=0
world_pid=
declare -A door=()

ok() { echo "ok - $*"; }
not_ok() {
	echo "not ok - $*"
	failed=1
}
check() {
	local what=$1
	shift
	if "$@" >"$W/out" 2>&1; then
		ok "$what"
	else
		not_ok "$what"
		sed 's/^/# /' "$W/out" | tail -20
		return 1
	fi
}
same() { # WHAT GOT WANTED
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1: got '$2', wanted '$3'"
	fi
}
refuses() { # WHAT REGEX COMMAND...: exit 1 and a reason on stderr
	local what=$1 regex=$2 status
	shift 2
	"$@" >"$W/out" 2>"$W/err"
	status=$?
	if [ $status -eq 1 ] && grep -qE -- "$regex" "$W/err"; then
		ok "$what"
	else
		not_ok "$what: exit $status, $(tr '\n' ' ' <"$W/err")"
	fi
}

until_ok() {
	local end=$((SECONDS + $1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		read -rt 0.05 -u "$tick" || :
	done
}

gone() { ! kill -0 "$1" 2>/dev/null; }

# End a process that this script started, and wait for it.
stop() {
	[ -n "${1:-}" ] || return 0
	kill "$1" 2>/dev/null
	until_ok 15 gone "$1" || kill -9 "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	return 0
}

free_ports() { # a port P with P, P+1, P+2 and P+3 free
	python3 -c '
import random, socket
while True:
    p = random.randrange(20000, 59000)
    try:
        held = []
        for k in range(4):
            s = socket.socket(); s.bind(("127.0.0.1", p + k)); held.append(s)
        print(p); break
    except OSError:
        pass'
}

world() {
	P=$(free_ports)
	congvu demo --serve --dir "$W" --port "$P" "$@" >"$W/demo.out" 2>"$W/demo.err" </dev/null &
	world_pid=$!
	until_ok 110 world_said || :
	if ! grep -q '^ready$' "$W/demo.out"; then
		not_ok "a centre and two offices stand"
		tail -20 "$W/demo.err" | sed 's/^/# /'
		exit 1
	fi
	ok "a centre and two offices stand"
}
world_said() { grep -q '^ready$' "$W/demo.out" || gone "$world_pid"; }
unworld() {
	stop "$world_pid"
	world_pid=
}

door() { # NODE: congvud for $W/NODE, ready when it says so
	local n=$1
	congvud --dir "$W/$n" >"$W/$n.out" 2>>"$W/$n.log" </dev/null &
	door[$n]=$!
	until_ok 15 grep -q '^listening' "$W/$n.out"
}
undoor() {
	stop "${door[$1]:-}"
	unset "door[$1]"
}

at() { # NODE COMMAND...: congvu on a node
	local n=$1
	shift
	congvu "$@" --dir "$W/$n"
}
json_len() { python3 -c 'import json,sys; print(len(json.load(sys.stdin)))'; }
count() { at "$@" --json | json_len; }
field() { python3 -c 'import json,sys; r=json.load(sys.stdin); r=r[0] if isinstance(r,list) else r; print(r.get(sys.argv[1],""))' "$1"; }
unsent() { at "$1" status --json | field unsent; }
all_sent() { [ "$(unsent "$1")" = 0 ]; }
# A document, and a short one: register NODE ABSTRACT [FIELD=VALUE]...
register() {
	local n=$1 abstract=$2
	shift 2
	at "$n" act register incoming --user vanthu secrecy=THUONG urgency=THUONG channel=EMAIL "issuer=Sở Xây dựng" "doc_number=${RANDOM}${RANDOM}" \
		notation=SXD issued_date=hn doc_type=CV "abstract=$abstract" "$@"
}

bye() {
	local n
	for n in "${!door[@]}"; do stop "${door[$n]}"; done
	unworld
	for n in "${others[@]:-}"; do stop "$n"; done
	rm -rf "$W"
}
others=()
trap bye EXIT
trap 'exit 1' INT TERM
