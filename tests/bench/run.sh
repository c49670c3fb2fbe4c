#!/bin/bash
# run.sh: the figures of DESIGN 6, measured on this machine through real programs; not a test. `make bench` builds first.
. "$(dirname "$0")/../e2e/lib.sh"
here=$(dirname "$0")
echo "congvu $(congvu version | cut -d' ' -f2), $(nproc) cores, $(uname -sr), build ${B##*/}"
world
python3 "$here/bench.py" "$W" "$P" || failed=1
echo
python3 "$here/forms.py" "$W/office1" "$W/forms.db" || failed=1
echo
echo "bytes of a new record on the line, without SSH (packed, dictionary; budget: 110 alone, 87 in tens)"
sync_bytes "$W/office1" || failed=1
echo
sh "$here/keys.sh"
echo
echo "memory of a session when the model has 40 more types"
python3 "$here/more_types.py" 40 >"$W/forty.inc"
v=${B##*/}
mkdir -p "$W/build" && cp -a "$B" "$W/build/$v" && rm -rf "$W/build/$v/obj/model" "$W/build/$v/lib/libcongvu_model.a" "$W/build/$v"/bin/*
if make -s -C "$TOP" V="$v" BUILD="$W/build" MODEL_EXTRA="$W/forty.inc" WERROR= all >"$W/forty.log" 2>&1; then
	unworld
	PATH=$W/build/$v/bin:$PATH
	door centre
	door office1
	python3 "$here/bench.py" "$W" "$P" memory || failed=1
else
	echo "  not run: $(tail -1 "$W/forty.log")"
fi
exit $failed
