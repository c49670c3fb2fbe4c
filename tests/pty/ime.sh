#!/bin/sh
# Telex in a form: what one key costs on the line, going on with a word, taking its marks back, and what the person's own machine composes.
. "$(dirname "$0")/lib.sh"
for term in xterm-256color putty linux vt220; do
	fresh_node "$WORK/$term"
	ui "ime bytes $term" "$WORK/$term" --term $term <<-'E'
		wait Chọn [
		idle
		key F6
		wait Trích yếu
		idle
		key PgDn Shift-Tab
		idle
		key Ctrl-T
		wait Đã bật gõ Telex
		idle
		# the message goes with the next key, the name of the method comes
		type V
		idle
		expect Telex
		type i
		idle
		type e
		idle
		# a letter in the place of the last: one step back, the letter
		mark
		type e
		idle
		bytes 3
		type t
		idle
		# a tone two letters back: BS BS, the letter, the last one again or over it
		mark
		type j
		idle
		expect [Việt
		bytes 6
		type  Nam dduwowngf
		idle
		expect [Việt Nam đường
		# the way from a text to a date and back costs no name of the method
		key Tab
		idle
		mark
		key Shift-Tab
		idle
		bytes 8
	E
done
fresh_node "$WORK/n"
ui ime "$WORK/n" <<-'E'
	wait Chọn [
	idle
	key F6
	wait Trích yếu
	idle
	key PgDn Shift-Tab
	idle
	key Ctrl-T
	wait Đã bật
	type toanf
	idle
	expect [toàn
	# one letter as it is seen
	key Backspace
	idle
	expect [tòa
	type n
	idle
	expect [toàn
	# the keys as they were typed; then the step before
	key Ctrl-Z
	idle
	expect [toafn
	type s
	idle
	expect [toafns
	key Ctrl-U
	# back behind a word: its next key goes on with it
	type nguyeen van
	key Home
	raw \e[1;5C
	key Left
	type x
	idle
	expect [nguyễn van
	key End
	type w
	idle
	expect [nguyễn văn
	# an erased blank brings back behind the word too
	key Ctrl-U
	raw thuy\x20
	key Backspace
	type s
	idle
	expect [thúy
	key Ctrl-U
	# a pasted word is nobody's: keys behind it are themselves
	paste ban
	type s
	idle
	expect [bans
	key Ctrl-U
	# UniKey on the person's machine: the letter, then Backspaces and composed ones
	type a
	key Backspace
	type ás
	idle
	expect [ás
	key Backspace Backspace
	type as
	idle
	expect [as
	key Ctrl-U
	type viee
	idle
	key Ctrl-U
	type vie
	key Backspace
	type êt
	key Backspace Backspace
	type ệt
	idle
	expect [việt
	key Ctrl-U
	# the same in one burst, as a fast hand or a slow line brings it: Backspaces and letters keep their order
	raw Thu\x7fưo\x7fơ\x7fởng Vie\x7fêt\x7f\x7fệt Na\x7fam
	idle
	expect [Thưởng Việt Nam
	key Ctrl-U
	# letters and marks one by one, as macOS sends them: in one burst, each alone, and erased
	raw Vie\xcc\xa3\xcc\x82t Nam
	idle
	expect [Việt Nam
	key Ctrl-U
	raw Tie
	idle
	raw \xcc\x82
	idle
	expect [Tiê
	raw \xcc\x81
	idle
	expect [Tiế
	type ng
	idle
	expect [Tiếng
	key Backspace Backspace Backspace
	raw e\xcc\x82\xcc\x81ng
	idle
	expect [Tiếng
	key Ctrl-U
	# undone: nothing of the unit stays behind
	type ban
	key Ctrl-Z
	type af
	idle
	expect [à
	key Ctrl-U
	key Ctrl-T
	wait Đã tắt gõ Telex
	type vieetj
	idle
	expect [vieetj
	expect tắt
	key Ctrl-U
	# with ours off: UniKey in a burst and key by key, NFD, NFC of phones
	raw Thu\x7fưo\x7fơ\x7fởng Vie\x7fêt\x7f\x7fệt Na\x7fam
	idle
	expect [Thưởng Việt Nam
	key Ctrl-U
	type Vie
	key Backspace
	type ê
	type t
	key Backspace Backspace
	type ệt
	idle
	expect [Việt
	key Ctrl-U
	raw Vie\xcc\xa3\xcc\x82t u\xcc\x9b\xcc\x81ng
	idle
	expect [Việt ứng
	key Ctrl-U
	slow Ủy ban nhân dân tỉnh Đắk Lắk
	idle
	expect [Ủy ban nhân dân tỉnh Đắk Lắk
	key Ctrl-U
	key Ctrl-T
	# a notation: only dd makes a letter, no tones
	key PgUp
	idle
	key Home
	key Down Down Down Down Down Down Down
	idle
	type 125/QDD-UBNDs
	idle
	expect Số, ký hiệu [125/QĐ-UBNDs
	key Backspace
	# capitals behind the slash, letter by letter; each costs itself
	key Ctrl-U
	type 34/
	idle
	mark
	type q
	idle
	exact 1
	expect ký hiệu [34/Q
	type dd-ubnd
	idle
	expect ký hiệu [34/QĐ-UBND
	key Left Left Backspace
	type b
	idle
	expect ký hiệu [34/QĐ-UBND
	key Ctrl-U
	type 34/TTr-ubnd
	idle
	expect ký hiệu [34/TTr-UBND
	# the last run as it was typed
	key Ctrl-Z
	idle
	expect ký hiệu [34/TTr-ubnd
	# without our method, and composed by the person's own machine
	key Ctrl-U
	key Ctrl-T
	wait Đã tắt
	type 7/qd
	key Backspace
	type đ-hd
	key Backspace
	type đnd
	idle
	expect ký hiệu [7/QĐ-HĐND
E
finish
