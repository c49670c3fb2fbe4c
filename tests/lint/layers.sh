#!/bin/sh
# layers.sh [TREE]: who includes whom, by the table tests/lint/layers; and the one room for each foreign library.
set -eu
cd "${1:-$(dirname "$0")/../..}"
# shellcheck disable=SC2046 # our file names have no blanks
LC_ALL=C awk -f tests/lint/layers.awk tests/lint/layers $(find src include -name '*.[ch]' | sort)
echo "ok who includes whom"
