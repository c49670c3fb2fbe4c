# demo.mk: install, bench. Included by the Makefile; `make demo` and the checks are in tests/tests.mk.

MANDIR    ?= $(PREFIX)/share/man
INSTALL   ?= install

# Where data is sought is compiled in: another PREFIX compiles that one file again.
$(B)/gen/datadir: FORCE
	@mkdir -p $(@D)
	@echo '$(DATADIR)' | cmp -s - $@ || echo '$(DATADIR)' > $@
$(B)/obj/platform/where.o: $(B)/gen/datadir

install: all
	$(INSTALL) -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(DATADIR)/model/data $(DESTDIR)$(DATADIR)/cmd $(DESTDIR)$(DATADIR)/screens \
		$(DESTDIR)$(DATADIR)/dist $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(INSTALL) -m 755 $(PROGRAMS:%=$(B)/bin/%) $(DESTDIR)$(PREFIX)/bin/
	$(INSTALL) -m 644 src/model/data/*.tsv $(DESTDIR)$(DATADIR)/model/data/
	$(INSTALL) -m 644 src/cmd/demo.tsv $(DESTDIR)$(DATADIR)/cmd/
	cp -r screens/. $(DESTDIR)$(DATADIR)/screens/
	$(INSTALL) -m 644 src/dist/* $(DESTDIR)$(DATADIR)/dist/
	$(INSTALL) -m 644 src/man/*.1 $(DESTDIR)$(MANDIR)/man1/
	$(B)/bin/congvu completion > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/congvu

# Figures of DESIGN 6, with peers beside them where one is installed.
bench:
	@sh tests/lib/packages.sh
	@$(MAKE) --no-print-directory $(JOBS_FLAG) all tools $(B)/tools/sync_bytes
	@B='$(abspath $(B))' PATH="$(abspath $(B))/bin:$(abspath $(B))/tools:$$PATH" CONGVU_DATADIR='$(CURDIR)' MAKE='$(MAKE)' tests/bench/run.sh

SYNC_BYTES_LIBS := $(foreach l,sync $(DEPS_sync),$(call lib,$(l)))
$(B)/tools/sync_bytes: tests/bench/sync_bytes.c $(SYNC_BYTES_LIBS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(TEST_CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--start-group $(SYNC_BYTES_LIBS) -Wl,--end-group -lsqlite3 -lz $(EXT_all)

# The manual page is written by the program, from its table of commands; tests/e2e/commands.sh compares.
man: $(B)/bin/congvu
	$(B)/bin/congvu help --man > src/man/congvu.1

.PHONY: install bench man FORCE
