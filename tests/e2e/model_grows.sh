#!/bin/bash
# model_grows.sh: the centre is upgraded first. A centre whose model has a further field, type, verb and another flow (tests/data/model_extra.inc)
# applies an office's events to the same rows; then the office gets the rows too, and a record of the new type, with the new field, travels.
# No line under src/ is touched.
. "$(dirname "$0")/lib.sh"
extra=$TOP/tests/data/model_extra.inc
[ -f "$extra" ] || {
	not_ok "tests/data/model_extra.inc"
	exit 1
}

# Only the model is compiled again: the other rooms are told nothing of it.
grow() {
	local v=${B##*/} dir=$W/build
	mkdir -p "$dir" && cp -a "$B" "$dir/$v" || return 1
	rm -rf "$dir/$v/obj/model" "$dir/$v"/lib/libcongvu_model.a "$dir/$v"/bin/* "$dir/$v/check"
	make -s -C "$TOP" V="$v" BUILD="$dir" MODEL_EXTRA="$extra" WERROR="${WERROR-}" all && new=$dir/$v/bin
}
check "the tree with more rows compiles" grow || exit 1

world --bare
unworld
old_path=$PATH
start() { PATH=$1:$old_path door "$2"; }
check "the grown centre starts" start "$new" centre
# Written while the line is down; meanwhile the centre's lists change under the codes in use.
for i in 1 2 3; do register office1 "Bản cũ $i" >/dev/null || not_ok "a record at the office"; done
for code in EMAIL BUU_CHINH; do
	check "another name for $code at the centre" "$new/congvu" act change code --dir "$W/centre" --user quantri list=CHANNEL code=$code "label=Tên khác $code"
done
check "the office of before starts" start "$B/bin" office1
check "the centre takes what the office of before says" until_ok 30 all_sent office1
# The grown one has a further column; the rest must be equal.
python3 - "$W" "$new/congvu" "$B/bin/congvu" <<'PY' && ok "to the same rows" || not_ok "to the same rows"
import json, subprocess, sys
w, new, old = sys.argv[1:]
def rows(program, node, type):
    return {r["id"]: r for r in json.loads(subprocess.run([program, "export", type, "--format", "json", "--dir", f"{w}/{node}"], capture_output=True, text=True).stdout)}
owner = next(iter(rows(old, "office1", "incoming").values()))["owner_office_id"]
for type in ("incoming", "number_entry", "deadline"):
    there, here = rows(new, "centre", type), rows(old, "office1", type)
    there = {i: r for i, r in there.items() if r["owner_office_id"] == owner}
    assert len(here) == 3 and there.keys() == here.keys(), (type, len(here), len(there))
    for i, r in here.items():
        for k, v in r.items():
            assert there[i][k] == v, (type, k, v, there[i][k])
PY

undoor office1
check "the office is upgraded" start "$new" office1
PATH=$new:$old_path
. "$TOP/tests/data/model_extra.sh"
check "its record with the new field is saved" extra_field
check "a record of the new type is saved" extra_type
check "both reach the centre" until_ok 30 all_sent office1
same "the new field is there" "$(at centre list incoming --json --where "$EXTRA_FIELD=$EXTRA_VALUE" | json_len)" 1
same "the new type is there" "$(at centre list "$EXTRA_TYPE" --json | json_len)" 1
mkdir -p "$W/office1/screens" && cp "$TOP/tests/data/model-extra.scr" "$W/office1/screens/"
check "a screen of rows for it is right" congvu screen check "$W/office1/screens/model-extra.scr"

# A list that changes at the centre is offered at the office without a restart.
echo quantri | at centre user add quantri --name "Đặng Quốc Huy" --title x --roles quantri 2>/dev/null
label() { at office1 list code --json --where list=FIELD --where code=DL | grep -q "Du lịch mới"; }
check "a new code at the centre" at centre act change code --user quantri list=FIELD code=DL "label=Du lịch mới"
check "is at the office" until_ok 30 label
check "and may be used there" register office1 "Lĩnh vực mới" field_code=DL
for n in centre office1; do check "verify at $n" at $n verify; done
exit $failed
