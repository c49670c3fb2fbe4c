# literals.awk: prints FILE:LINE<tab>CONTENT for every string literal of C files. Comments, characters and #include lines are left out;
# a literal that is continued by another one is printed as two.

FNR == 1 { in_comment = 0 }
/^[ \t]*#[ \t]*include/ { next }
{
	line = $0
	n = length(line)
	for (i = 1; i <= n; i++) {
		two = substr(line, i, 2)
		c = substr(line, i, 1)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				i++
			}
		} else if (two == "/*") {
			in_comment = 1
			i++
		} else if (two == "//") {
			break
		} else if (c == "\"" || c == "'") {
			start = i + 1
			for (i++; i <= n && substr(line, i, 1) != c; i++)
				if (substr(line, i, 1) == "\\")
					i++
			if (c == "\"")
				print FILENAME ":" FNR "\t" substr(line, start, i - start)
		}
	}
}
