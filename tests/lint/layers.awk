# layers.awk: checks the #include lines of src/ and include/ against the table (first file) tests/lint/layers.

function bad(why) {
	printf "%s:%d: %s: %s\n", FILENAME, FNR, why, $0
	wrong = 1
}

# table: "room: headers"
FNR == NR {
	if ($0 ~ /^#/ || NF == 0)
		next
	room = $1
	sub(/:$/, "", room)
	known[room] = 1
	for (i = 2; i <= NF; i++)
		may[room, $i] = 1
	next
}

FNR == 1 {
	n = split(FILENAME, part, "/")
	public = part[n - 2] == "include"
	room = public ? part[n] : part[n - 1]
	sub(/\.h$/, "", room)
	file = part[n]
	included = 0
	if (!(room in known))
		printf "%s: the room %s is not in tests/lint/layers\n", FILENAME, room
	if (!(room in known))
		wrong = 1
}

/^[ \t]*#[ \t]*include/ {
	what = $0
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "", what)
	quoted = what ~ /^"/
	sub(/^["<]/, "", what)
	sub(/[">].*/, "", what)
	included++

	if (what ~ /^congvu\//) {
		other = what
		sub(/^congvu\//, "", other)
		sub(/\.h$/, "", other)
		strict = room == "net" || room == "wire" || room == "base"
		if (other == "base" || (other == "model" && !strict) || (other == room && !public))
			next
		if (public)
			bad("a public header includes base.h and model.h only")
		else if (!((room, other) in may) && !((room, "*") in may))
			bad(room " may not include " other)
		next
	}
	if (quoted && (what ~ /\// || what == ""))
		bad("private headers are of the same folder")
	if (what ~ /^sqlite3/ && room != "db")
		bad("only src/db knows SQLite")
	if (what ~ /^(n?curses|ncursesw\/|term|panel|menu|form)(\.h)?/ && what !~ /^termio/ && room != "ui")
		bad("only src/ui knows curses")
	if (what ~ /^libssh/ && room != "net")
		bad("only src/net knows libssh")
	if (what ~ /^(zlib|zconf)\.h/ && room != "sync")
		bad("only src/sync knows zlib")
}

END { exit wrong }
