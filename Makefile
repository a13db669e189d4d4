# iommu-oracle: README.md says what this is, `make help` lists the goals.

B        := build
GEN      := $(B)/gen
CC       := gcc
CLANG    := clang
CASES    ?= 120000
CACHE    ?= update
JOBS     ?= 4
WARN     := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
INCLUDE  := -I. -I$(GEN)
CFLAGS   := -std=c11 -O2 -g -D_GNU_SOURCE $(WARN) $(INCLUDE)
# For gcc: the model is made of small functions that pass structures by value, and is about four times as fast once
# they are inlined into each other across files. FAST= and INLINE= leave it out, as CC=clang needs it. The objects
# hold machine code too, so that the unit tests link without all this.
FAST     := -flto=auto -ffat-lto-objects
INLINE   := -finline-limit=4000 --param=inline-unit-growth=500 --param=large-function-growth=2000

MODEL    := $(sort $(wildcard model/*.c))
EXAMPLE  := $(sort $(wildcard harness/targets/example/*.c))
HARNESS  := $(sort $(wildcard harness/*/*.c harness/audit/input/*.c) harness/targets/example/unit.c)
TESTS    := $(sort $(wildcard tests/unit/test_*.c))
HEADERS  := $(sort $(wildcard model/*.h include/*.h harness/*/*.h harness/audit/input/*.h harness/targets/example/*.h spec/*.h spec/*.acsl tests/unit/*.h))
SCRIPTS  := $(sort $(wildcard spec/*.sh proofs/wp/*.sh harness/audit/input/*.sh proofs/bmc/*.sh proofs/bmc/*/*.sh tests/*.sh tests/*/*.sh)) .ci/run
PACKAGES := gcc clang libclang-rt-14-dev frama-c-base why3 z3 cvc4 cvc5 qemu-system-x86 libcmocka-dev jq \
            python3-jsonschema libxml2-utils graphviz python3-cffi pkg-config man-db \
            clang-format clang-tidy cppcheck shellcheck llvm-14-dev libz3-dev libcadical-dev boolector parallel
# Not installed by `make deps`, because it is large: with it the page of `make trace` is tested in a real browser.
OPTIONAL := chromium

GENERATED := $(GEN)/vtd_rules.h $(GEN)/rules.acsl $(GEN)/fields.acsl $(GEN)/fields.smt2 $(GEN)/reserved_bits.acsl
TABLES    := $(GEN)/rules_table.c $(GEN)/fields_table.c $(GEN)/registers_table.c
OBJECTS   := $(patsubst %.c,$(B)/gcc/%.o,$(MODEL) $(HARNESS)) $(patsubst $(GEN)/%.c,$(B)/gcc/%.o,$(TABLES))
CLANGED   := $(patsubst %.c,$(B)/clang/%.o,$(MODEL) $(HARNESS) $(sort $(wildcard proofs/theorems/*.c proofs/audit/*.c)))
LIBRARY   := $(filter-out $(B)/gcc/harness/cli/main.o,$(OBJECTS))

.PHONY: install all help deps run test runtime runtime-test mutants fuzz fuzz-soak fuzz-afl deps-fuzz faults prove check-qemu check-qemu-full chaos accuse demo-audit lint sabotage unit bmc bmc-test trace coverage deps-browser clean
.DELETE_ON_ERROR:
.SUFFIXES:

all: $(B)/iommu-oracle $(B)/example-target

help:
	@echo 'make run         the main job: build, prove, judge QEMU, one summary (installs what is missing)'
	@echo 'make test        every test (installs what is missing)'
	@echo 'make             build $(B)/iommu-oracle'
	@echo 'make prove       prove the model; CACHE=none from scratch, FN=name[,name] only these functions'
	@echo 'make check-qemu  judge QEMU; CASES=n requests, JOBS=n processes'
	@echo 'make check-qemu-full  at least 100000 operations in each configuration; build/oracle/check-qemu-full.json'
	@echo 'make demo-audit  audit the memory of a Linux guest that QEMU runs (downloads its kernel); reports in $(B)/audit'
	@echo 'make chaos       an implementation that uses every freedom at random is never accused; build/oracle/chaos.json'
	@echo 'make accuse      each of its mutants is accused, with the right rule; build/oracle/accuse.json'
	@echo 'make unit        unit tests only'
	@echo 'make runtime     random runs of the model with all contracts checked; OPERATIONS=, SEED=; $(B)/runtime/summary.json'
	@echo 'make runtime-test  wrong models and wrong contracts, planted in a copy, are reported by those runs'
	@echo 'make sabotage    every mutation of tests/sabotage/list.tsv, every contradictory contract is noticed'
	@echo 'make mutants     mutate every place of the model mechanically; LAYERS=unit,oracle,bmc,wp; build/mutants/summary.json'
	@echo 'make fuzz        every fuzz target with sanitizers, FUZZ_SECONDS= each; build/fuzz/summary.json. make fuzz-afl: by AFL++'
	@echo 'make fuzz-soak   100,000,000 executions of them; build/fuzz/soak.json'
	@echo 'make faults      dying targets, full disks, signals, no memory; build/faults/table.txt'
	@echo 'make bmc         bounded model checking of properties and mutants; P=name only that property'
	@echo 'make bmc-test    tests of that checker, and the properties marked quick'
	@echo 'make lint        clang-format, clang-tidy, cppcheck, shellcheck'
	@echo 'make trace       clause -> rule -> logic -> code -> proof -> tests, with all results; $(B)/trace/index.html'
	@echo 'make coverage    lines and branches that the tests take; $(B)/coverage/summary.json'
	@echo 'make deps        install the Debian packages: $(PACKAGES)'
	@echo 'make install     the command, the library and its man page; DESTDIR=, PREFIX=$(PREFIX)'
	@echo 'make clean       remove $(B)/'

# Installing is the only step that needs root; it does nothing where everything is there.
deps:
	@proofs/deps.sh $(PACKAGES)

deps-browser:
	@proofs/deps.sh $(OPTIONAL)

$(GEN)/stamp: $(wildcard spec/*.tsv spec/generate*)
	spec/generate.sh $(GEN)
	@touch $@
$(GENERATED) $(TABLES): $(GEN)/stamp ;

$(B)/gcc/%.o: EXTRA = $(FAST)
$(B)/gcc/model/%.o: EXTRA = $(FAST) $(INLINE)
$(B)/gcc/harness/bench/machine.o: EXTRA = $(FAST) -DBENCH_FLAGS='"$(strip $(filter -O% -f% -m%,$(CFLAGS)) $(FAST) $(INLINE))"'
$(B)/gcc/%.o: %.c $(HEADERS) $(GENERATED) Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA) -c $< -o $@
$(B)/gcc/%.o: $(GEN)/%.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(EXTRA) -c $< -o $@
$(B)/clang/%.o: %.c $(HEADERS) $(GENERATED)
	@mkdir -p $(@D)
	$(CLANG) $(CFLAGS) -c $< -o $@

$(B)/iommu-oracle: $(OBJECTS)
	$(CC) $(CFLAGS) $(FAST) $(OBJECTS) -o $@

# Everything but main, for the fuzzers.
$(B)/libharness.a: $(LIBRARY)
	rm -f $@
	ar rcs $@ $^

# What a newcomer copies: the files of the example, the model, and the reading of capability registers.
$(B)/example-target: $(patsubst %.c,$(B)/gcc/%.o,$(EXAMPLE) $(MODEL) $(wildcard harness/oracle/*.c)) $(patsubst $(GEN)/%.c,$(B)/gcc/%.o,$(TABLES))
	$(CC) $(CFLAGS) $(FAST) $^ -o $@

$(B)/test/%: tests/unit/%.c tests/unit/tables.c $(LIBRARY) $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fno-lto $< tests/unit/tables.c $(LIBRARY) -lcmocka -o $@

# The library with a plain C ABI (include/iommu-oracle.h), and installing.
PREFIX   ?= /usr/local
DESTDIR  ?=
SHARED   := $(MODEL) $(wildcard harness/library/*.c harness/oracle/*.c harness/history/*.c harness/session/judge*.c) \
            harness/session/session.c harness/session/words.c harness/check/judge.c harness/trace/line.c \
            harness/trace/operation_text.c harness/targets/example/unit.c
PIC      := $(patsubst %.c,$(B)/pic/%.o,$(SHARED)) $(patsubst $(GEN)/%.c,$(B)/pic/%.o,$(TABLES))

$(B)/pic/%.o: %.c $(HEADERS) $(GENERATED)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fPIC -c $< -o $@
$(B)/pic/%.o: $(GEN)/%.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fPIC -c $< -o $@

$(B)/libiommu-oracle.so: $(PIC) harness/library/exports.map
	$(CC) -shared -Wl,-soname,libiommu-oracle.so.1 -Wl,--no-undefined \
	  -Wl,--version-script=harness/library/exports.map $(PIC) -o $@

install: $(B)/iommu-oracle $(B)/libiommu-oracle.so
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin include lib/pkgconfig share/man/man1)
	install -m 755 $(B)/iommu-oracle $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(B)/libiommu-oracle.so $(DESTDIR)$(PREFIX)/lib/libiommu-oracle.so.1
	ln -sf libiommu-oracle.so.1 $(DESTDIR)$(PREFIX)/lib/libiommu-oracle.so
	install -m 644 include/iommu-oracle.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 man/iommu-oracle.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	sed 's|@PREFIX@|$(PREFIX)|' harness/library/iommu-oracle.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/iommu-oracle.pc

unit: $(patsubst tests/unit/%.c,$(B)/test/%,$(TESTS))
	tests/unit.sh $^

# The contracts that are proved, executed.
runtime: $(GENERATED) $(LIBRARY)
	B=$(B) CC=$(CC) tests/runtime/run.sh $(filter-out $(B)/gcc/model/%,$(LIBRARY))
runtime-test: $(GENERATED) $(LIBRARY)
	B=$(B) CC=$(CC) tests/runtime/selftest.sh $(filter-out $(B)/gcc/model/%,$(LIBRARY))

prove: $(GENERATED)
	CACHE=$(CACHE) FN=$(FN) JOBS=$(JOBS) proofs/wp/prove.sh

chaos: $(B)/iommu-oracle
	@mkdir -p $(B)/oracle
	$(B)/iommu-oracle chaos --json $(B)/oracle/chaos.json

accuse: $(B)/iommu-oracle
	@mkdir -p $(B)/oracle
	$(B)/iommu-oracle accuse --json $(B)/oracle/accuse.json

check-qemu: $(B)/iommu-oracle
	$(B)/iommu-oracle check --target qemu --config all --cases $(CASES) --jobs $(JOBS) --json $(B)/check.json --save $(B)/new-cases

# At least 100,000 operations in each configuration.
check-qemu-full: $(B)/iommu-oracle
	@mkdir -p $(B)/oracle
	$(B)/iommu-oracle check --target qemu --config all --cases 800000 --sessions 12000 --jobs $(JOBS) --json $(B)/oracle/check-qemu-full.json --save $(B)/new-cases

run: deps
	@$(MAKE) --no-print-directory all
	@tests/main_job.sh $(CASES) $(JOBS) $(CACHE)

test: deps
	@$(MAKE) --no-print-directory all $(CLANGED)
	@CACHE=$(CACHE) tests/run.sh

demo-audit: deps
	@$(MAKE) --no-print-directory all
	@tests/demo/audit.sh

sabotage: $(GENERATED)
	tests/sabotage/run.sh
	JOBS=$(JOBS) tests/sabotage/vacuity.sh

# All mutants are many; LAYERS=wp,bmc needs a machine of its own (tests/mutants/README.md).
LAYERS   ?= unit,oracle
mutants: $(B)/iommu-oracle $(B)/example-target
	tests/mutants/run.sh --layers $(LAYERS) --jobs $(JOBS)

# 10^8 executions, most of them of short inputs.
FUZZ_SECONDS ?= 10
fuzz:
	BUILD=$(B) tests/fuzz/run.sh --seconds $(FUZZ_SECONDS) --jobs $(JOBS)
fuzz-soak:
	BUILD=$(B) tests/fuzz/soak.sh $(JOBS)
fuzz-afl: deps-fuzz
	BUILD=$(B) tests/fuzz/run.sh --engine afl --seconds $(FUZZ_SECONDS) --jobs $(JOBS)
deps-fuzz:
	@proofs/deps.sh afl++

faults: $(B)/iommu-oracle $(B)/example-target
	tests/faults/run.sh

trace:
	tests/trace/run.sh

coverage: $(GENERATED)
	tests/trace/coverage.sh

BMC      := $(patsubst proofs/bmc/engine/%.c,$(B)/bmc/%.o,$(wildcard proofs/bmc/engine/*.c))
BMC_LIBS := -L/usr/lib/llvm-14/lib -lLLVM-14 -lz3 -lcadical -lstdc++ -lm
$(B)/bmc/%.o: proofs/bmc/engine/%.c $(wildcard proofs/bmc/engine/*.h)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -isystem /usr/lib/llvm-14/include -c $< -o $@
$(B)/bmc/bmc: $(BMC)
	$(CC) $^ $(BMC_LIBS) -o $@
$(B)/bmc/test_terms: $(filter-out %/main.o,$(BMC))
$(B)/bmc/test_decide: $(filter-out %/main.o %/ask.o,$(BMC)) # it has back ends of its own
$(B)/bmc/test_%: proofs/bmc/engine_tests/test_%.c
	$(CC) $(CFLAGS) -Iproofs/bmc/engine -isystem /usr/lib/llvm-14/include $^ $(BMC_LIBS) -o $@

bmc: $(B)/bmc/bmc $(GENERATED)
	proofs/bmc/run.sh $(addprefix -p ,$(P))
	$(if $(P),,proofs/bmc/replay_kept.sh)

bmc-test: $(B)/bmc/bmc $(B)/bmc/test_terms $(B)/bmc/test_decide $(GENERATED)
	proofs/bmc/engine_tests/run.sh
	proofs/bmc/run.sh -q

lint: $(GENERATED)
	clang-format --dry-run --Werror $(MODEL) $(HARNESS) $(TESTS) $(filter %.h,$(HEADERS)) proofs/theorems/*.[ch] proofs/audit/*.[ch] tests/runtime/*.[ch] tests/runtime/translate/*.[ch]
	clang-tidy --quiet $(MODEL) $(HARNESS) -- -std=c11 -D_GNU_SOURCE $(INCLUDE)
	cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr $(INCLUDE) $(MODEL) $(HARNESS)
	shellcheck $(SCRIPTS)

clean:
	rm -rf $(B)
