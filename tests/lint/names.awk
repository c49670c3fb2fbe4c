# names.awk: finds words of the model (first file, from tests/lib/model_names) in the string literals of other rooms (second file, from
# literals.awk). Words exempt are in tests/lint/names.allow (read with -v allow=FILE).
#
# A literal is wrong when it is such a word, or a path of words (owner.full_name), or SQL in which such a word stands.

function look(word) {
	if (word in name && !((word, "*") in exempt) && !((word, room) in exempt)) {
		printf "%s: \"%s\" is a %s\n", where, word, name[word]
		wrong = 1
	}
}

BEGIN {
	FS = "\t"
	while ((getline line < allow) > 0) {
		if (line ~ /^#/ || line == "")
			continue
		split(line, field, /[ \t]+/)
		if (field[3] == "") {
			printf "%s: %s has no reason\n", allow, field[1]
			wrong = 1
		}
		n = split(field[2], rooms, ",")
		for (i = 1; i <= n; i++)
			exempt[field[1], rooms[i]] = 1
	}
}

FNR == NR { name[$1] = $2; next }

{
	where = $1
	n = split($1, part, "/")
	room = part[n - 1] == "congvu" ? part[n] : part[n - 1] # src/ROOM/x.c or include/congvu/ROOM.h
	sub(/\.h:.*/, "", room)
	if ($2 ~ /^(base|platform|loop|wire|db|store|app|ime|screen|ui|door|net|sync|cmd)\./)
		next # the id of a message of that room
	if ($2 ~ /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$/) {
		n = split($2, word, ".")
		for (i = 1; i <= n; i++)
			look(word[i])
	} else if ($2 ~ /(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|ORDER BY|VALUES|CREATE) /) {
		n = split($2, word, /[^a-z0-9_]+/)
		for (i = 1; i <= n; i++)
			look(word[i])
	}
}

END { exit wrong }
