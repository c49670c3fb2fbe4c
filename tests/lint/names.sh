#!/bin/sh
# names.sh [TREE]: no room but model writes down the name of a state, a verb or a business field: a new row must be enough for a new field.
# The names come from the tables themselves: tests/lib/model_names, built by `make tools`.
set -eu
cd "${1:-$(dirname "$0")/../..}"
words=$(mktemp)
literals=$(mktemp)
trap 'rm -f "$words" "$literals"' EXIT
model_names >"$words"
[ "$(wc -l <"$words")" -gt 100 ] || { echo "not ok model_names printed next to nothing"; exit 1; }
# shellcheck disable=SC2046 # our file names have no blanks
LC_ALL=C awk -f tests/lint/literals.awk $(find src include -name '*.[ch]' ! -path 'src/model/*' | sort) >"$literals"
LC_ALL=C awk -v allow=tests/lint/names.allow -f tests/lint/names.awk "$words" "$literals"
echo "ok no name of the model outside src/model"
