#!/bin/sh
# The real windows of PuTTY and xterm on a screen of our own: a document typed in Telex, found in the register and in the picture.
exec python3 "${TOP:-.}/tests/window/typing.py" "$@"
