#!/bin/sh
# A list of three thousand rows: every page is read by key, the last as fast as the first, in memory that does not grow; late rows.
. "$(dirname "$0")/lib.sh"
fresh_node "$WORK/n"
# The rows are put beside the log: nothing is checked against it here, and three thousand registrations would take minutes.
cat > "$WORK/fill.py" <<'E'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
names = [c[1] for c in db.execute("pragma table_info(incoming)")]
first = db.execute("select max(id), max(arrival_number) from incoming").fetchone()
new = {"id": "%d+n" % first[0], "arrival_number": "%d+n" % first[1]}
db.execute("with recursive c(n) as (select 1 union all select n+1 from c where n<3000) insert into incoming(%s) select %s from incoming, c where id=%d"
           % (",".join(names), ",".join(new.get(n, n) for n in names), first[0]))
db.commit()
E
python3 "$WORK/fill.py" "$WORK/n/node.db" || failed=1
cat > "$WORK/held" <<'E'
#!/bin/sh
# held NAME: writes the private memory (kB) of the ui on this folder to NAME
for p in /proc/[0-9]*; do
	cat "$p/cmdline" 2>/dev/null | tr '\0' ' ' | grep -q "ui --dir $WORK/n " || continue
	case $(readlink "$p/exe") in */congvu) awk '/^RssAnon/ { print $2 }' "$p/status" > "$WORK/$1" ;; esac
done
E
cat > "$WORK/flat" <<'E'
#!/bin/sh
a=$(cat "$WORK/first") b=$(cat "$WORK/last")
[ "$a" -gt 0 ] && [ "$b" -le $((a + 400)) ] || { echo "# $a kB, then $b kB"; exit 1; }
E
sanitized && echo 'exit 0' > "$WORK/flat"
export WORK
{
	printf 'wait Chọn [\nidle\ntype 6\nwait còn 2.985\nidle\nkey PgDn\nidle\nkey PgDn\nidle\nexpect còn 2.949\nrun sh %s first\n' "$WORK/held"
	i=0
	while [ $i -lt 120 ]; do
		i=$((i + 1))
		printf 'key PgDn\nidle\n'
	done
	printf 'expect còn 789\nrun sh %s last\nrun sh %s\n' "$WORK/held" "$WORK/flat"
	printf 'key PgUp\nidle\nexpect còn 807\nkey End\nidle\nabsent còn\nexpect 125/QĐ-UBND\nkey PgUp\nidle\nexpect còn 18\n'
	printf 'type 1500\nkey Enter\nidle\nline 2 > 1500\nexpect còn 1.482\nkey Ctrl-O\nwait 4  Xếp theo cột\ntype 4\nwait Như lúc đầu\nidle\ntype 1\ngone Như lúc đầu\nidle\nline 2 1\n'
	printf 'key PgDn\nidle\nexpect còn 2.967\nmark\nkey Down\nidle\nbytes 8\n'
} > "$WORK/script"
ui long "$WORK/n" --script "$WORK/script"
# six days later everything is late: the morning says for how long
CONGVU_CLOCK=2026-11-30T02:14:00Z
ui late "$WORK/n" <<-'E'
	wait Chọn [
	idle
	expect quá hạn
	screen morning-late
E
finish
