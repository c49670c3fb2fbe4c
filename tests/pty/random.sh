#!/bin/sh
# Random keys for two sessions at once (ptyrandom.c): RANDOM_SECONDS, default 25, with CHECK_FULL 1750 (a test may take 1800 there);
# RANDOM_SEED, default 1; RANDOM_OUT, where the keys of a session that failed are left.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
for who in tiepdan motcua; do
	echo $who | "$CONGVU" user add $who --dir "$WORK/n" --name "Trần Văn Bé" --roles $who || exit 1
done
echo vanthu | "$CONGVU" user add vanthu2 --dir "$WORK/n" --name "Lê Thị Tư" --roles vanthu || exit 1
[ -n "${CHECK_FULL:-}" ] && seconds=1750 || seconds=25
export ASAN_OPTIONS="${ASAN_OPTIONS:-abort_on_error=1}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
# A session holds 8 MB.
sanitized && memory=0 || memory=16000
# What a sanitizer says must not be lost on the screen.
cat >"$WORK/ui" <<E
#!/bin/sh
exec "$CONGVU" "\$@" 2>>"$WORK/stderr"
E
chmod +x "$WORK/ui"
# Ctrl-O and L may come at random: the session goes on line by line, and the next one begins as its checks expect it.
export CONGVU_LINEAR=0
"$B/tools/ptyrandom" --dir "$WORK/n" --seconds "${RANDOM_SECONDS:-$seconds}" --seed "${RANDOM_SEED:-1}" --out "${RANDOM_OUT:-$WORK}" \
	--memory $memory --timeout 60 -- "$WORK/ui" || {
	failed=1
	for f in "$WORK"/session-*.script; do
		[ -f "$f" ] && { echo "# $f"; tail -n 60 "$f"; }
	done
}
if grep -q 'runtime error:\|Sanitizer' "$WORK/stderr"; then
	echo "not ok - random: a sanitizer reports"
	grep -A 60 'runtime error:\|Sanitizer' "$WORK/stderr"
	failed=1
fi
if "$CONGVU" verify --dir "$WORK/n" >"$WORK/verify" 2>&1; then
	echo "ok - random: the node verifies"
else
	echo "not ok - random: verify"
	cat "$WORK/verify"
	failed=1
fi
finish
