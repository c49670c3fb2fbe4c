#!/bin/sh
# Unfriendly clients and a false congvu-net, behind a congvud whose app and ui are stand-ins.
exec python3 "${TOP:-.}/tests/e2e/ssh_attack.py" "$@"
