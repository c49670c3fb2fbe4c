#!/bin/sh
# keys.sh: keystrokes of a whole incoming document, counted from scripts that save real ones (tests/pty/keys.sh). Printed by make bench.
echo "keys of an incoming document, Telex (budget: 32 besides the abstract, 25 with suggestions)"
sh "$(dirname "$0")/../pty/keys.sh" | sed -n 's/^ok - keys: \(.*\) (at most.*/  \1/p; s/^ok - keys: \(twelve.*\)/  \1/p; s/^not ok/  not ok/p'
