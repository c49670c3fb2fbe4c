#!/bin/sh
# packages.sh: installs the Debian packages of packages.list that are missing. Silent and quick (one dpkg-query) when all are there.
set -eu
here=$(dirname "$0")
wanted=$(sed 's/#.*//' "${1:-$here/packages.list}" | tr -s ' \n' ' ')

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "This is no Debian system: make sure yourself that there is: $wanted" >&2
	exit 0
fi

# shellcheck disable=SC2086 # the words of the list are meant to be split
have=$(dpkg-query -W -f='${Package}=${db:Status-Status}\n' $wanted 2>/dev/null | sed -n 's/=installed$//p' || true)
missing=
for p in $wanted; do
	case "
$have
" in
	*"
$p
"*) ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	echo "These Debian packages are missing; as root, run:" >&2
	echo "    apt-get update && apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi

echo "Installing Debian packages:$missing" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $as_root apt-get update -qq &&
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "This did not work:  apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi
