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

# Figures of DESIGN 6, each with its budget, and peers beside them: under three minutes. bench-full: with a million documents, five more.
BENCH_TOOLS := $(B)/tools/sync_bytes $(B)/tools/clerks $(B)/tools/peer_form
bench bench-full:
	@sh tests/lib/packages.sh
	@$(MAKE) --no-print-directory $(JOBS_FLAG) all tools $(BENCH_TOOLS)
	@B='$(abspath $(B))' PATH="$(abspath $(B))/bin:$(abspath $(B))/tools:$$PATH" CONGVU_DATADIR='$(CURDIR)' MAKE='$(MAKE)' \
		BENCH_FULL='$(filter %-full,$@)' tests/bench/run.sh

BENCH_LIBS := $(foreach l,sync $(DEPS_sync),$(call lib,$(l)))
$(B)/tools/sync_bytes $(B)/tools/clerks: $(B)/tools/%: tests/bench/%.c tests/bench/docs.h $(BENCH_LIBS)
	@mkdir -p $(@D)
	$(call say,BENCH $*)
	$(Q)$(CC) $(CPPFLAGS) $(TEST_CFLAGS) $(LDFLAGS) -o $@ $< -Wl,--start-group $(BENCH_LIBS) -Wl,--end-group -lsqlite3 -lz $(EXT_all)
$(B)/tools/peer_form: tests/bench/peer_form.c
	@mkdir -p $(@D)
	$(call say,BENCH peer_form)
	$(Q)$(CC) $(CPPFLAGS) $(TEST_CFLAGS) $(LDFLAGS) -o $@ $< -lformw -lncursesw -ltinfo -lsqlite3

# The manual page is written by the program, from its table of commands; tests/e2e/commands.sh compares.
man: $(B)/bin/congvu
	$(B)/bin/congvu help --man > src/man/congvu.1

.PHONY: install bench bench-full man FORCE
