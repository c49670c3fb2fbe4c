#!/bin/bash
# source.sh [TREE]: what no compiler says: forbidden calls, left-over notes, paths of one machine, blanks, lengths.
set -u
cd "${1:-$(dirname "$0")/../..}" || exit 1
bad=0

if git rev-parse --is-inside-work-tree >/dev/null 2>&1 && [ -e .git ]; then
	mapfile -t all < <(git ls-files -- src include screens tests Makefile README INSTALL | while read -r f; do [ -f "$f" ] && echo "$f"; done)
else
	mapfile -t all < <(find src include screens tests Makefile README INSTALL -type f 2>/dev/null | sort)
fi
only() { # files of the list that fit a pattern
	printf '%s\n' "${all[@]}" | grep -E "$1"
}
mapfile -t code < <(only '^(src|include)/.*\.[ch]$')
mapfile -t c_files < <(only '\.[ch]$')
mapfile -t scripts < <(only '(\.sh|\.awk|\.py|\.mk|^Makefile)$')
mapfile -t text < <(only '^(src|include|screens)/|\.(sh|awk|c|h|mk)$|^(Makefile|README|INSTALL)$' | grep -vE '/corpus/|^tests/data/|^src/sync/dict/[0-9]+$')

rule() { # NAME REGEX FILE...: no line may fit
	local name=$1 regex=$2 found
	shift 2
	[ $# -gt 0 ] || return 0
	found=$(LC_ALL=C grep -nHIP -- "$regex" "$@")
	if [ -n "$found" ]; then
		echo "not ok $name"
		printf '%s\n' "$found" | head -20
		bad=1
	else
		echo "ok $name"
	fi
}
lines() { # NAME AWK FILE...: the awk program prints what is wrong
	local name=$1 program=$2 found
	shift 2
	[ $# -gt 0 ] || return 0
	found=$(LC_ALL=C awk "$program" "$@")
	if [ -n "$found" ]; then
		echo "not ok $name"
		printf '%s\n' "$found" | head -20
		bad=1
	else
		echo "ok $name"
	fi
}

# The brackets keep these patterns from finding themselves.
rule "no call without a bound" '(?<![A-Za-z0-9_])(v?sprint[f]|strcp[y]|strca[t]|get[s]|alloc[a]|usleep|mktem[p]|tmpna[m])\s*\(' "${code[@]}"
rule "no sleep in a test" '(?<![A-Za-z0-9_.])(uslee[p]|nanoslee[p]|slee[p])\s*\(|^[^#]*(?<![A-Za-z0-9_-])slee[p]\s+[0-9.]' $(only '^tests/')
mapfile -t outside_db < <(only '^(src|include)/.*\.[ch]$' | grep -v '^src/db/')
rule "SQL goes through src/db" 'sqlite3_(exec|[v]?mprintf|snprintf)|sqlite3_[a-z_]+\s*\(' "${outside_db[@]}"
rule "no notes left" '\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b' "${text[@]}"
rule "no path of one machine" '(?<![A-Za-z0-9_.$}])/(wor[k]|roo[t]|far[m]|hom[e]/[a-z]+|tmp/bash_job[s])(/|\b)' "${text[@]}"
# A table's last column may be empty.
rule "no trailing blanks" '[ \t]+$' $(printf '%s\n' "${text[@]}" | grep -v '\.tsv$')
rule "no trailing blanks in tables" ' $' $(only '\.tsv$')
rule "no carriage return" '\r$' "${text[@]}"
rule "indentation is tabs" '^\t* +\t|^  +[^ *]' $(only '^(src|include)/.*\.c$')
# 140 is the aim; rows of a table and a comment behind a declaration may stand out a little.
lines "lines of at most 160 columns, tables of tests 180" '{
	s = $0
	gsub(/\t/, "        ", s)
	gsub(/[\200-\277]/, "", s)
	if (length(s) > (FILENAME ~ /^tests\// ? 180 : 160))
		printf "%s:%d: %d columns\n", FILENAME, FNR, length(s)
}' "${c_files[@]}"
lines "files of at most 700 lines" 'FNR == 701 { print FILENAME ": more than 700 lines" }' "${c_files[@]}" "${scripts[@]}"

missing=$(for f in "${text[@]}"; do [ -s "$f" ] && [ -n "$(tail -c 1 "$f")" ] && echo "$f"; done)
if [ -n "$missing" ]; then
	echo "not ok files end with a newline"
	printf '%s\n' "$missing"
	bad=1
else
	echo "ok files end with a newline"
fi

first=$(for f in "${code[@]}"; do head -c 3 "$f" | grep -q '^/\* ' || echo "$f: the first line says what the file is for"; done)
if [ -n "$first" ]; then
	echo "not ok first lines"
	printf '%s\n' "$first" | head -20
	bad=1
else
	echo "ok first lines"
fi
exit $bad
