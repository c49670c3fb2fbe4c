# messages.awk: src/model/data/messages.tsv -> the rows that src/model links in.
# A line: id, tab, long text, and perhaps tab, short text; # starts a comment line. The rows come out sorted by id (byte order), so that
# they can be searched by halves. A wrong line ends it with its number.

function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

function quoted(s) {
	gsub(/\\/, "\\\\\\\\", s) # the replacement is read twice
	gsub(/"/, "\\\"", s)
	gsub(/\?/, "\\?", s) # no trigraphs
	return "\"" s "\""
}

BEGIN { FS = "\t" }

{ sub(/\r$/, "") }
/^#/ || /^$/ { next }
NF < 2 || NF > 3 { fail("an id, a text and perhaps a short text, parted by tabs") }
$1 !~ /^[A-Za-z][A-Za-z0-9_.-]*$/ { fail("not an id: " $1) }
$2 == "" { fail("no text for " $1) }
$1 in text { fail($1 " stands here twice") }
{
	id[++n] = $1
	text[$1] = $2
	brief[$1] = $3
}

END {
	if (failed)
		exit 1
	for (i = 2; i <= n; i++) {
		key = id[i]
		for (k = i - 1; k > 0 && id[k] > key; k--)
			id[k + 1] = id[k]
		id[k + 1] = key
	}
	print "/* made from src/model/data/messages.tsv by tests/lint/messages.awk */"
	print "#include \"model_internal.h\""
	print ""
	# Places in one struct instead of pointers: pointers are written at each start, and make the table private memory of every session.
	print "static const struct words {"
	print "\tchar none[1];"
	for (i = 1; i <= n; i++)
		printf "\tchar i%d[sizeof(%s)], t%d[sizeof(%s)], s%d[sizeof(%s)];\n", i, quoted(id[i]), i, quoted(text[id[i]]), i, quoted(brief[id[i]])
	print "} words = {"
	print "\t\"\","
	for (i = 1; i <= n; i++)
		printf "\t%s, %s, %s,\n", quoted(id[i]), quoted(text[id[i]]), quoted(brief[id[i]])
	print "};"
	print ""
	print "#define AT(member) offsetof(struct words, member)"
	print "const struct model_message_row model_message_rows[] = {"
	for (i = 1; i <= n; i++)
		printf "\t{ AT(i%d), AT(t%d), AT(s%d) },\n", i, i, i
	if (n == 0)
		print "\t{ 0, 0, 0 },"
	print "};"
	print "const char *model_message_at(uint32_t at)"
	print "{"
	print "\treturn (const char *)&words + at;"
	print "}"
	printf "const size_t model_message_count = %d;\n", n
}
