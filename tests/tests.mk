# tests.mk: what `make check`, `make check-full` and `make demo` do. Included by the Makefile.
#   make check TESTS='unit/base_* lint/*'   only some       make check V=asan   with another build

# Nothing is compiled before the packages are there, hence the second make.
JOBS_FLAG = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
check:
	@sh tests/lib/packages.sh
	@$(MAKE) --no-print-directory $(JOBS_FLAG) check-build
	@$(MAKE) --no-print-directory check-run

check-build: all unit tools fuzz

# Only runs what is built already: for work on one room.
check-run:
	@$(CHECK_ENV) tests/run.sh $(TESTS)

# The longer one: the same with sanitizers, every script told to be thorough, and everything once through the other compiler.
check-full: check
	@$(MAKE) --no-print-directory $(JOBS_FLAG) V=asan check-build
	@if sh tests/lib/packages.sh tests/lib/packages-full.list; then windows=window; else \
		windows=; echo 'SKIPPED: tests/window, the real windows of PuTTY and xterm: their packages are not there' >&2; fi; \
	$(CHECK_ENV_asan) CHECK_FULL=1 CHECK_TIMEOUT=1800 CHECK_KINDS="$$windows e2e fault pty unit fuzz" tests/run.sh $(TESTS)
	@$(MAKE) --no-print-directory $(JOBS_FLAG) CC=clang BUILD=$(BUILD)/clang all unit fuzz
	@B=$(BUILD)/clang/$(V) CHECK_KINDS='unit fuzz' tests/run.sh $(TESTS)

CHECK_ENV = B='$(B)' V='$(V)' CHECK_CC='$(CC)' CHECK_CFLAGS='-std=c17 -D_GNU_SOURCE $(WARN) $(WARN_$(FAMILY)) -Werror'
CHECK_ENV_asan = $(subst $(B),$(BUILD)/asan,$(subst V='$(V)',V='asan',$(CHECK_ENV))) ASAN_OPTIONS=abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1

demo:
	@sh tests/lib/packages.sh
	@$(MAKE) --no-print-directory $(JOBS_FLAG) all tools
	@if [ -t 0 ]; then exec $(B)/bin/congvu demo; else B='$(abspath $(B))' PATH="$(abspath $(B))/bin:$(abspath $(B))/tools:$$PATH" exec tests/e2e/day.sh; fi

# ---- tools for tests: tests/lib/NAME.c -> $(B)/tools/NAME; rooms and libraries by TOOL_ROOMS_NAME and TOOL_EXT_NAME ----
TOOL_EXT_ptydrive := -lvterm
TOOL_EXT_ptyrandom := -lvterm
TOOL_EXT_sshenv := -lssh
TOOL_ROOMS_legacy := ime base
TOOL_ROOMS_model_names := model base
TOOL_ROOMS_store_crash := store db wire platform model base
TOOL_ROOMS_store_bench := store db wire platform model base
TOOL_ROOMS_store_hand := store db wire platform model base
TOOL_ROOMS_door_stub := door loop wire platform base
TOOLS := $(patsubst tests/lib/%.c,%,$(sort $(wildcard tests/lib/*.c)))
define TOOL_RULE
$(B)/tools/$(1): tests/lib/$(1).c $(foreach l,$(TOOL_ROOMS_$(1)),$(call lib,$(l)))
	@mkdir -p $$(@D)
	$(CC) $(CPPFLAGS) $(TEST_CFLAGS) -Itests/lib -MMD -MP $(LDFLAGS) -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
		$(foreach l,$(TOOL_ROOMS_$(1)),$(EXT_$(l))) $(if $(TOOL_ROOMS_$(1)),$(EXT_all)) $(TOOL_EXT_$(1))
endef
TEST_CFLAGS = $(filter-out -Wconversion -Warith-conversion,$(CFLAGS))
$(foreach t,$(TOOLS),$(eval $(call TOOL_RULE,$(t))))
tools: $(TOOLS:%=$(B)/tools/%)

# ---- fuzz targets: tests/fuzz/<room>_<what>.c with LLVMFuzzerTestOneInput; here linked with a main that replays and mutates a corpus,
# `make fuzz-libfuzzer` (clang) links the same files with libFuzzer (a target's own store stands before the real one) ----
FUZZ := $(filter-out main,$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
fuzz_libs = $(call room_of,$(1)) $(DEPS_$(call room_of,$(1)))
define FUZZ_RULE
$(B)/fuzz/$(1): tests/fuzz/$(1).c tests/fuzz/main.c $(foreach l,$(call fuzz_libs,$(1)),$(call lib,$(l)))
	@mkdir -p $$(@D)
	$(CC) $(CPPFLAGS) $(TEST_CFLAGS) $(LDFLAGS) -o $$@ $$(filter %.c,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group \
		$(foreach l,$(call fuzz_libs,$(1)),$(EXT_$(l))) $(EXT_all)
$(B)/libfuzzer/$(1): tests/fuzz/$(1).c $(foreach l,$(call fuzz_libs,$(1)),$(call srcs,$(l)) $(patsubst %,$(B)/gen/%.c,$(GEN_$(l))))
	@mkdir -p $$(@D)
	clang $(CPPFLAGS) -std=c17 -g -O1 -fsanitize=fuzzer,address,undefined -Wl,-z,muldefs -Isrc/model -o $$@ $$(filter %.c,$$^) \
		$(foreach l,$(call fuzz_libs,$(1)),$(EXT_$(l))) $(EXT_all)
endef
$(foreach f,$(FUZZ),$(eval $(call FUZZ_RULE,$(f))))
fuzz: $(FUZZ:%=$(B)/fuzz/%)
fuzz-libfuzzer: $(FUZZ:%=$(B)/libfuzzer/%)

.PHONY: check check-build check-run check-full demo tools fuzz fuzz-libfuzzer
