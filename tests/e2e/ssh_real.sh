#!/bin/sh
# The real programs with real clients: login, bytes a letter, take-over.
exec python3 "${TOP:-.}/tests/e2e/ssh_real.py" "$@"
