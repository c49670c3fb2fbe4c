#!/bin/bash
# selftest.sh: the lints find what they are for: an error is planted in a copy of the tree, and the lint must name it and fail.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# FILE TEXT LINT WANT: appends a line to FILE of a fresh copy; LINT must fail and its output fit WANT
plant() {
	local file=$1 line=$2 lint=$3 want=$4 out
	rm -rf "$work/tree"
	mkdir -p "$work/tree/tests"
	cp -r "$top/src" "$top/include" "$work/tree/"
	cp -r "$top/tests/lint" "$work/tree/tests/"
	mkdir -p "$(dirname "$work/tree/$file")"
	[ -e "$work/tree/$file" ] || printf '/* %s: planted */\n' "$(basename "$file")" >"$work/tree/$file"
	printf '%b' "$line" >>"$work/tree/$file"
	if out=$("$top/tests/lint/$lint.sh" "$work/tree" 2>&1); then
		echo "not ok $lint lets through in $file: $line"
		bad=1
	elif ! grep -qE -- "$want" <<<"$out"; then
		echo "not ok $lint does not name what was planted in $file: $line"
		printf '%s\n' "$out" | head -5
		bad=1
	else
		echo "ok $lint finds what was planted in $file"
	fi
}

plant src/ui/planted.c '#include "congvu/store.h"\n' layers 'planted.*ui may not include store'
plant src/net/planted.c '#include "congvu/model.h"\n' layers 'planted.*net may not include model'
plant src/base/planted.c '#include "congvu/platform.h"\n' layers 'planted.*base may not include platform'
plant src/app/planted.c '# include <sqlite3.h>\n' layers 'planted.*only src/db'
plant src/screen/planted.c '#include <curses.h>\n' layers 'planted.*only src/ui'
plant src/door/planted.c '#include <libssh/server.h>\n' layers 'planted.*only src/net'
plant src/wire/planted.c '#include <zlib.h>\n' layers 'planted.*only src/sync'
plant src/app/planted.c '#include "../store/store_internal.h"\n' layers 'planted.*same folder'
plant include/congvu/app.h '#include "congvu/store.h"\n' layers 'app.h.*public header'
plant src/cellar/planted.c '\n' layers 'room cellar'

plant include/congvu/planted.h 'size_t planted(void);\n' headers 'not ok congvu/planted.h'
plant include/congvu/planted.h 'int planted();\n' headers 'not ok congvu/planted.h'

plant src/base/planted.c '	spr''intf(a, b);\n' source 'not ok no call without a bound'
plant src/base/planted.c 'x = str''cpy (a, b);\n' source 'not ok no call without a bound'
plant tests/unit/planted.c '	sl''eep(1);\n' source 'not ok no sleep'
plant tests/pty/planted.sh 'sl''eep 0.3\n' source 'not ok no sleep'
plant src/app/planted.c 'x = sqlite3_''mprintf("a");\n' source 'not ok SQL goes'
plant src/app/planted.c '/* TO''DO later */\n' source 'not ok no notes'
plant tests/pty/planted.sh 'cd /ro''ot/x\n' source 'not ok no path'
plant src/app/planted.c 'int x; \n' source 'not ok no trailing'
plant src/app/planted.c '    int x;\n' source 'not ok indentation'
plant src/app/planted.c '  \tint x;\n' source 'not ok indentation'
plant src/app/planted.c "/* $(printf '%0160d' 1) */\n" source 'planted.*columns'
plant src/app/planted.c "$(printf 'x;\\n%.0s' $(seq 700))" source 'planted.*700 lines'
plant src/app/planted.c 'int x;' source 'planted.c'
plant src/app/planted.c '\r\n' source 'not ok no carriage'

field=$(model_names | awk -F '\t' '$2 == "field of incoming" { print $1; exit }')
verb=$(model_names | awk -F '\t' '$2 ~ /^verb of petition/ { v = $1 } END { print v }')
plant src/app/planted.c "x = f(\"$field\");\n" names "planted.c:2: \"$field\""
plant src/ui/planted.c "x = f(\"owner.$field\"); /* \"a\" */\n" names "planted.c:2: \"$field\""
plant src/store/planted.c "x = f(\"SELECT id, $field FROM t\");\n" names "planted.c:2: \"$field\""
plant src/cmd/planted.c "x = f('\"', \"a\\\\\\\\\", \"$verb\");\n" names "planted.c:2: \"$verb\""

echo 'int main(void) { return 0; }' >"$work/weak.c"
if ${CHECK_CC:-gcc} -no-pie -fno-stack-protector -Wl,-z,norelro,-z,lazy,-z,execstack -o "$work/weak" "$work/weak.c" 2>/dev/null &&
	! out=$("$top/tests/lint/hardening.sh" "$work/weak") && [ "$(grep -c '^not ok' <<<"$out")" -ge 6 ]; then
	echo "ok hardening finds a soft program"
else
	echo "not ok hardening lets a soft program through"
	bad=1
fi
exit $bad
