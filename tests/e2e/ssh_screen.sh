#!/bin/sh
# Terminals over SSH with real clients, behind a congvud whose app and ui are stand-ins.
exec python3 "${TOP:-.}/tests/e2e/ssh_screen.py" "$@"
