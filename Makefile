# congvu: one GNU Makefile. `make` builds the release programs, `make check` tests, `make demo` shows; see README.
#   V=release|debug|asan|cov  which build (objects in build/$(V))     BUILD=DIR  another place for everything that is built
#   CC=gcc|clang              WERROR=1 (default in a checkout)        PREFIX= DESTDIR= for install
V       ?= release
BUILD   ?= build
B       := $(BUILD)/$(V)
PREFIX  ?= /usr/local
DATADIR ?= $(PREFIX)/share/congvu
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
AR      ?= ar
WERROR  ?= $(if $(wildcard .git),1,)
VERSION := 0.1

ROOMS    := base platform loop wire db model store app ime screen ui door net sync cmd
PROGRAMS := congvu congvud congvu-net

# Which rooms' libraries a room needs at link time (closure of the include table tests/lint/layers).
DEPS_base     :=
DEPS_platform := base
DEPS_loop     := platform base
DEPS_wire     := base
DEPS_db       := platform base
DEPS_model    := base
DEPS_store    := db wire platform model base
DEPS_app      := $(DEPS_store) store
DEPS_ime      := base
DEPS_screen   := model base
DEPS_ui       := $(DEPS_app) app screen ime loop
DEPS_door     := $(DEPS_app) app loop
DEPS_net      := platform loop wire base
DEPS_sync     := $(DEPS_store) store loop
DEPS_cmd      := $(DEPS_ui) ui sync

# What each program links; the linker takes archives in this order.
LIBS_congvu     := cmd ui sync screen app ime store db loop wire model platform base
LIBS_congvud    := door app store db loop wire model platform base
LIBS_congvu-net := net loop wire platform base
EXT_congvu      := -lncursesw -ltinfo -lsqlite3 -lz
EXT_congvud     := -lsqlite3
EXT_congvu-net  := -lssh
EXT_all         := -lsodium -lutf8proc
EXT_db := -lsqlite3
EXT_net := -lssh
EXT_sync := -lz
EXT_ui := -lncursesw -ltinfo

# Not -Wnull-dereference: gcc 12 fires at every inlined lookup that may return NULL, also where the index is known to be good.
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wold-style-definition -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
	-Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough -Wcast-qual -Wswitch-enum -Wconversion -Wdouble-promotion
WARN_gcc   := -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wformat-truncation=2 -Wformat-overflow=2 -Wstringop-overflow=4 \
	-Warith-conversion -Wcast-align=strict
WARN_clang := -Wmissing-variable-declarations
WARN_TEST_gcc := -Wno-format-truncation
HARDEN     := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fPIE
HARDEN_gcc := -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr
LDHARDEN   := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
FAMILY     := $(if $(findstring clang,$(CC)),clang,gcc)

OPT_release := -O2 -D_FORTIFY_SOURCE=3 $(HARDEN) $(HARDEN_$(FAMILY))
OPT_debug   := -O0 -g3
OPT_asan    := -O1 -g3 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_cov     := -O0 -g3 --coverage
LDOPT_release := $(LDHARDEN)
LDOPT_asan  := -fsanitize=address,undefined
LDOPT_cov   := --coverage

# Rows that a test adds to the model without touching src/ (tests/e2e/rows-only): MODEL_EXTRA=file.inc
MODEL_DEFS := $(if $(MODEL_EXTRA),-DMODEL_EXTRA='"$(abspath $(MODEL_EXTRA))"')

# Programs built for work find screens and data in this checkout wherever BUILD is; a release must not know where it was built.
TREE_DEFS := $(if $(filter-out release,$(V)),-DCONGVU_TREE='"$(CURDIR)"')
TEST_TREE := $(if $(TREE_DEFS),,-DCONGVU_TREE='"$(CURDIR)"') # a test always may

CPPFLAGS += -Iinclude -D_GNU_SOURCE -DCONGVU_VERSION='"$(VERSION)"' -DCONGVU_DATADIR='"$(DATADIR)"' $(MODEL_DEFS) $(TREE_DEFS)
CFLAGS   += -std=c17 -g $(OPT_$(V)) $(WARN) $(WARN_$(FAMILY)) $(if $(WERROR),-Werror) -ffile-prefix-map=$(CURDIR)=. -UNDEBUG
LDFLAGS  += $(LDOPT_$(V))

srcs = $(sort $(wildcard src/$(1)/*.c))
objs = $(patsubst src/%.c,$(B)/obj/%.o,$(call srcs,$(1))) $(patsubst %,$(B)/obj/$(1)/%.o,$(GEN_$(1)))
lib  = $(B)/lib/libcongvu_$(1).a

# Short lines by default; VERBOSE=1 shows the commands.
Q   := $(if $(VERBOSE),,@)
say = $(if $(VERBOSE),,@echo '  $(1)')

all: $(PROGRAMS:%=$(B)/bin/%)

# ---- generated: tables made from data files (never C syntax invented, only rows) ---------------------------------
GEN_model := messages_gen
$(B)/gen/messages_gen.c: src/model/data/messages.tsv tests/lint/messages.awk
	@mkdir -p $(@D)
	awk -f tests/lint/messages.awk $< > $@.tmp && mv $@.tmp $@
$(B)/obj/model/messages_gen.o: $(B)/gen/messages_gen.c
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CPPFLAGS) -Isrc/model $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

define ROOM_RULE
$(call lib,$(1)): $(call objs,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$(Q)$(AR) rcsD $$@ $$^
lib-$(1): $(call lib,$(1))
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM_RULE,$(r))))

define PROGRAM_RULE
$(B)/bin/$(1): $(B)/obj/main/$(1).o $(foreach l,$(LIBS_$(1)),$(call lib,$(l)))
	@mkdir -p $$(@D)
	$$(call say,LINK $(1))
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $$@ $$< -Wl,--start-group $(foreach l,$(LIBS_$(1)),$(call lib,$(l))) -Wl,--end-group $(EXT_$(1)) $(EXT_all)
endef
$(foreach p,$(PROGRAMS),$(eval $(call PROGRAM_RULE,$(p))))

# ---- tests: tests/unit/<room>_<what>.c links that room and what it needs, and UNIT_LD_<room>_<what> ----------------
UNIT_LD_loop_nomem := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc
UNIT := $(patsubst tests/unit/%.c,%,$(sort $(wildcard tests/unit/*.c)))
room_of = $(firstword $(subst _, ,$(1)))
define UNIT_RULE
$(B)/unit/$(1): tests/unit/$(1).c $(foreach l,$(call room_of,$(1)) $(DEPS_$(call room_of,$(1))),$(call lib,$(l)))
	@mkdir -p $$(@D)
	$$(call say,TEST $(1))
	$(Q)$(CC) $(CPPFLAGS) $(filter-out -Wconversion -Warith-conversion -Wformat-truncation=2,$(CFLAGS)) $(WARN_TEST_$(FAMILY)) $(TEST_TREE) -Itests/lib -MMD -MP $(LDFLAGS) -o $$@ $$< \
		-Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $(foreach l,$(call room_of,$(1)) $(DEPS_$(call room_of,$(1))),$(EXT_$(l))) $(EXT_all) \
		-lcmocka $(UNIT_LD_$(1))
endef
$(foreach u,$(UNIT),$(eval $(call UNIT_RULE,$(u))))
unit: $(UNIT:%=$(B)/unit/%)
unit-%:
	@$(MAKE) --no-print-directory $(patsubst %,$(B)/unit/%,$(filter $*_%,$(UNIT)))
	@for t in $(filter $*_%,$(UNIT)); do $(B)/unit/$$t || exit 1; done

-include $(shell find $(B) -name '*.d' 2>/dev/null)
-include tests/tests.mk
-include src/cmd/demo.mk

clean:
	rm -rf $(BUILD)

.PHONY: all clean unit $(ROOMS:%=lib-%)
