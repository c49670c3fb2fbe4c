#!/bin/sh
# screens.sh under the other two TERMs, at the same time: the same golden screens.
SCREENS_TERMS="linux vt220" exec "$(dirname "$0")/screens.sh"
