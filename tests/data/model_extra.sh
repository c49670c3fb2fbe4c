# model_extra.sh: what model_grows.sh does with the rows of model_extra.inc.
EXTRA_FIELD=shelf_mark
EXTRA_VALUE="Kệ A-7"
EXTRA_TYPE=guest_visit
extra_field() {
	local line
	line=$(register office1 "Bản lên kệ") && at office1 act shelve incoming "${line%%$'\t'*}" --user vanthu "$EXTRA_FIELD=$EXTRA_VALUE"
}
extra_type() { at office1 act announce "$EXTRA_TYPE" --user vanthu "guest=Đoàn kiểm tra tỉnh" visit_day=hn party_size=5; }
