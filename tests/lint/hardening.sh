#!/bin/bash
# hardening.sh [PROGRAM]...: what the linker was told has come true. Without arguments the three programs of B (release builds only).
set -u
bad=0
if [ $# -eq 0 ]; then
	if [ "${V:-release}" != release ]; then
		echo "ok hardening is for release builds"
		exit 0
	fi
	set -- "${B:?}"/bin/congvu "$B"/bin/congvud "$B"/bin/congvu-net
fi
need() { # NAME TEXT REGEX
	if grep -qE -- "$3" <<<"$2"; then
		echo "ok $program: $1"
	else
		echo "not ok $program: $1"
		bad=1
	fi
}
refuse() {
	if grep -qE -- "$3" <<<"$2"; then
		echo "not ok $program: $1"
		bad=1
	else
		echo "ok $program: $1"
	fi
}
for f in "$@"; do
	program=$(basename "$f")
	header=$(readelf -hW "$f") && dynamic=$(readelf -dW "$f") && segments=$(readelf -lW "$f") && symbols=$(readelf --dyn-syms -W "$f") || {
		echo "not ok $program: cannot be read"
		bad=1
		continue
	}
	need "position independent" "$header" 'Type: +DYN'
	need "PIE" "$dynamic" 'FLAGS_1.*\bPIE\b'
	need "BIND_NOW" "$dynamic" 'BIND_NOW|FLAGS_1.*\bNOW\b'
	need "RELRO" "$segments" 'GNU_RELRO'
	need "the stack is not executable" "$segments" 'GNU_STACK.* RW  '
	refuse "no segment is writable and executable" "$segments" 'LOAD.* RWE '
	refuse "no library path of the build" "$dynamic" 'R(UN)?PATH'
	need "stack protector" "$symbols" '__stack_chk_fail'
	need "fortified calls" "$symbols" '_chk(@|$)'
done
exit $bad
