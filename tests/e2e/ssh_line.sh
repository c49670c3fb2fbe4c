#!/bin/sh
# The line between nodes: congvu-net --dial against congvud, with an echo in the place of sync-serve.
exec python3 "${TOP:-.}/tests/e2e/ssh_line.py" "$@"
