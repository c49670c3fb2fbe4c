#!/bin/sh
# Every key of the key table, typed by ssh, plink and dbclient in each one's own dialect.
exec python3 "${TOP:-.}/tests/e2e/ssh_keys.py" "$@"
