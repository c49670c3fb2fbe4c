#!/bin/sh
# headers.sh [TREE]: every public header compiles alone, with the project's warnings, and twice in one file.
set -eu
cd "${1:-$(dirname "$0")/../..}"
cc=${CHECK_CC:-gcc}
flags=${CHECK_CFLAGS:--std=c17 -D_GNU_SOURCE -Wall -Wextra -Wstrict-prototypes -Werror}
bad=0
for h in include/congvu/*.h; do
	name=congvu/$(basename "$h")
	# shellcheck disable=SC2086 # flags are words
	if printf '#include "%s"\n#include "%s"\nextern int nothing;\n' "$name" "$name" | $cc -Iinclude $flags -x c -fsyntax-only -; then
		echo "ok $name alone"
	else
		echo "not ok $name alone"
		bad=1
	fi
done
exit $bad
