#!/usr/bin/env bash
# Can the meta-checks fail? Damages a copy of the tree in each way that tests/meta.sh claims to notice, and demands the message that
# names it; changes that are harmless must bring none. usage: meta_selftest.sh, from the top of the tree; ORACLE is the program.
# The last line counts; exit code 0 if every damage was found.
set -uo pipefail
export LC_ALL=C
ORACLE=$(realpath "${ORACLE:-build/iommu-oracle}")
export ORACLE
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED: $1"; }

copy() { # what the meta-checks read
    mkdir "$work/whole"
    cp -a --parents model spec counterexamples proofs/wp proofs/theorems proofs/audit proofs/bmc/properties harness/audit/*.[ch] \
        harness/targets/*.ledger harness/oracle tests/*.sh tests/meta tests/fuzz tests/trace build/gen "$work/whole/"
}

# Proof results as a finished run leaves them, for three sources.
pretend_proved() {
    local source print unit
    # shellcheck disable=SC2016 # text of another script
    sed -i 's|^read -r -a sources <<<.*|read -r -a sources <<<"${SOURCES:-$(echo model/memory.c model/context.c model/rules.c)}"|' proofs/wp/prove.sh
    mkdir -p build/proofs/why3
    echo 'z3 0' >build/proofs/tools.tsv
    touch build/proofs/why3/{prove,integers,smoke}.conf
    while IFS=$'\t' read -r source print; do
        unit=build/proofs/model/$(printf '%s' "${source%.c}" | tr / _)
        mkdir -p "$unit" && echo "$print" >"$unit/proved"
    done < <(tests/trace/stamps.sh --fingerprints)
    echo '{"failures": []}' >build/proofs/summary.json
}

meta() { # subject: the lines of tests/meta.sh in the current directory
    tests/meta.sh "$1" 2>&1
}

# What the undamaged copy says: lines that are there already prove nothing.
baseline() {
    local subject
    for subject in rules traces contracts fuzz proofs; do
        (cd "$work/$([ $subject = proofs ] && echo proved || echo whole)" && meta "$subject") >"$work/$subject.before"
        [ "$(tail -n 1 "$work/$subject.before")" = 'meta: 0 missing' ] ||
            echo "meta_selftest: $subject already complains: $(grep -c "^meta: $subject: .*: " "$work/$subject.before") lines, e.g. $(head -n 1 "$work/$subject.before")"
        sort -o "$work/$subject.before" "$work/$subject.before"
    done
}

try() { # subject, damage: leaves new lines in $work/new and the exit code in code
    rm -rf "$work/case"
    cp -a "$work/$([ "$1" = proofs ] && echo proved || echo whole)" "$work/case"
    if ! (cd "$work/case" && eval "$2"); then
        bad "$1: the damage could not be done: $2"
        return 1
    fi
    (cd "$work/case" && meta "$1") >"$work/after"
    code=$?
    sort "$work/after" | comm -13 "$work/$1.before" - | grep "^meta: $1: .*: " >"$work/new"
    return 0
}

damage() { # subject, message that must be new, damage
    local code
    try "$1" "$3" || return
    if [ "$code" -eq 1 ] && grep -qF "meta: $1: $2" "$work/new"; then ok; else
        bad "$1: expected exit 1 and '$2', got exit $code and: $(head -n 3 "$work/new" | tr '\n' ';') after: $3"
    fi
}

harmless() { # subject, change
    local code
    try "$1" "$2" || return
    if [ -s "$work/new" ]; then bad "$1: complains about a harmless change: $(head -n 1 "$work/new") after: $2"; else ok; fi
}

# A change that changes nothing is not a damage.
edit() { # sed expression, file
    sed -i.before -E "$1" "$2" && ! cmp -s "$2" "$2.before" && rm "$2.before"
}

rules() {
    local t=tests/trace/predicates.tsv e=spec/evidence.tsv
    damage rules 'no predicate in spec/ says it: LSS.2' "edit 's/^LSS.2\t.*/LSS.2\t-/' $t"
    damage rules 'no row in tests/trace/predicates.tsv: LSS.2' "edit '/^LSS.2\t/d' $t"
    damage rules 'no such rule, in tests/trace/predicates.tsv: LSS.9' "edit 's/^LSS.2\t/LSS.9\t/' $t"
    damage rules 'predicate is not defined in spec/*.acsl: holds_lss_2' "edit 's/predicate holds_lss_2/predicate holds_lss_x/' spec/dma.acsl"
    damage rules 'not modelled, yet with predicates: LGN.1.2' "edit 's/^LGN.1.2\t-/LGN.1.2\tbeyond_guest/' $t"
    damage rules 'no place in model/ decides it: INT.25' "edit 's/int_25 =/int_2x =/' model/interrupt.c"
    damage rules 'no place in model/ decides it: PMR' "edit 's/VTD_PMR/VTD_NONE/' model/unit.c"
    damage rules 'no contract of its functions in spec/evidence.tsv names it: PMR' "edit 's/^(condition\tPMR)\t[^\t]*/\1\tvtd_no_effects/' $e"
    damage rules 'no contract of its functions in spec/evidence.tsv names it: LCT.5' "edit 's/ensures lct_5:.*/ensures something: \\\\true;/' model/context.h"
    damage rules 'no unit test in spec/evidence.tsv: RTA.4' "edit 's/^(condition\tRTA.4\t[^\t]*)\t[^\t]*/\1\t-/' $e"
    damage rules 'no row in spec/evidence.tsv: RTA.4' "edit '/^condition\tRTA.4\t/d' $e"
    damage rules 'in no drawing of the trace page: INT.29' "edit 's/INT.29//' tests/trace/page/interrupt.svg"
    damage rules 'iommu-oracle explain rule does not say its condition: INT.22' "edit 's/the interrupt-remapping table entry is not present.*/the entry is not there/' spec/rules.tsv"
    damage rules 'iommu-oracle explain rule does not say its condition: XYZ.1' "printf 'XYZ.1\t00\t7.1.3\tno\t-\ta new rule\n' >>spec/rules.tsv"
    damage rules 'no place in model/ decides it: XYZ.1' "printf 'XYZ.1\t00\t7.1.3\tno\t-\ta new rule\n' >>spec/rules.tsv"
    harmless rules "edit 's/says when it holds/tells when it holds/; s/^# rule\t/# the rule\t/' $t"
}

traces() {
    local one=counterexamples/qemu-ioapic-not-verified.trace
    damage traces 'no test replays it, its name does not end in .trace: counterexamples/notes' 'echo x >counterexamples/notes'
    damage traces 'no test replays it, its name does not end in .choices: counterexamples/bmc/notes' 'echo x >counterexamples/bmc/notes'
    damage traces "no expected verdict, or several: $one" "edit '/^verdict/d' $one"
    damage traces "no expected verdict, or several: $one" "echo 'verdict violation INT.26' >>$one"
    damage traces "its replay does not give its verdict: $one" "edit 's/^verdict .*/verdict violation INT.22/' $one"
    damage traces "its replay does not give its verdict: $one" "edit 's/^mem (0x[0-9a-f]+) .*/mem \1 0x0/' $one"
    damage traces "its replay accepts the opposite verdict: $one" "printf '#!/bin/sh\nexit 0\n' >oracle && chmod +x oracle && edit 's|^ORACLE=.*|ORACLE=./oracle|' tests/meta.sh"
    damage traces 'cannot replay, build it: ' "edit 's|^ORACLE=.*|ORACLE=./nothing|' tests/meta.sh"
    damage traces 'not the trace of exactly one ledger entry: counterexamples/again.trace' "cp $one counterexamples/again.trace"
    damage traces 'trace of a ledger entry is missing: qemu-ioapic-not-verified.trace' "rm $one"
    damage traces 'does not replay counterexamples/*.trace: tests/run.sh' "edit 's|^for trace in counterexamples/\*.trace; do|for trace in counterexamples/qemu-i*.trace; do|' tests/run.sh"
}

contracts() {
    local f=proofs/wp/floors.tsv
    damage contracts 'function has no contract: vtd_memory_has' "edit 's|/\*@|/*|' model/memory.h"
    damage contracts 'function has no contract: quiet_helper' "printf '\nstatic int quiet_helper(int x)\n{\n    return x;\n}\n' >>model/memory.c"
    damage contracts 'function has no floor in proofs/wp/floors.tsv: quiet_helper' "printf '\n/*@ assigns \\\\nothing; */\nstatic int quiet_helper(int x)\n{\n    return x;\n}\n' >>model/memory.c"
    damage contracts 'function has no floor in proofs/wp/floors.tsv: vtd_memory_has' "edit '/^vtd_memory_has\t/d' $f"
    damage contracts 'floor for a function that is not there: vtd_forgotten' "printf 'vtd_forgotten\t5\n' >>$f"
    damage contracts 'floor is not a positive number: vtd_memory_has	0' "edit 's/^(vtd_memory_has\t).*/\10/' $f"
    damage contracts 'more than one floor: vtd_memory_has' "printf 'vtd_memory_has\t11\n' >>$f"
    damage contracts 'axiom or admit: spec/memory.acsl' "printf '/*@ axiomatic A { axiom a: \\\\true; } */\n' >>spec/memory.acsl"
    damage contracts 'axiom or admit: model/memory.h' "edit 's/requires /admit requires /' model/memory.h"
    damage contracts 'axiom or admit: proofs/theorems/theorems.h' "printf '/*@ admit lemma l: \\\\true; */\n' >>proofs/theorems/theorems.h"
    damage contracts 'axiom or admit: model/memory.c' "printf '//@ admit lemma l: \\\\true;\n' >>model/memory.c"
    damage contracts 'loop without variant: model/second_stage_walk.c' "edit 's/loop variant/loop hint/' model/second_stage_walk.c"
    damage contracts 'loop without variant: model/memory.c' "printf '\nvoid spin(void)\n{\n    for (;;)\n        ;\n}\n' >>model/memory.c"
    damage contracts 'loop without variant: model/memory.c' "printf '\nvoid spin(int x)\n{\n    do {\n        x++;\n    } while (x);\n}\n' >>model/memory.c"
    damage contracts 'a file of model/ is not proved: model/dma.c' "edit 's|echo model/\*.c |echo model/[a-c]*.c model/[e-z]*.c |' proofs/wp/prove.sh"
    damage contracts 'no list of sources: proofs/wp/prove.sh' "edit 's/^read -r -a sources/read -ra sources/' proofs/wp/prove.sh"
    harmless contracts "printf '/* We admit that this axiom is a word; while (true) it is a comment. */\n' >>model/memory.c"
    harmless contracts "printf '/*@ axiomatic A { logic integer a(integer x); } */\n' >>spec/memory.acsl"
}

fuzz() {
    damage fuzz 'fuzz target is not run: unit' "edit '/^unit +tests/d' tests/fuzz/run.sh"
    damage fuzz 'fuzz target is not there: session' "rm tests/fuzz/fuzz_session.c"
    damage fuzz 'fuzz target has no seeds: exec' "rm -r tests/fuzz/exec"
}

proofs() {
    damage proofs 'proof result is older than its source, or made with other tools or settings: model/context.c' "printf '/* more */\n' >>model/context.c"
    damage proofs 'proof result is older than its source, or made with other tools or settings: model/context.c' "printf '/* more */\n' >>model/context.h"
    damage proofs 'proof result is older than its source, or made with other tools or settings: model/rules.c' "printf '# more\n' >>proofs/wp/config.sh"
    damage proofs 'proof result is older than its source, or made with other tools or settings: model/rules.c' "printf 'z3 1\n' >build/proofs/tools.tsv"
    damage proofs 'proof result is older than its source, or made with other tools or settings: model/memory.c' "printf '0\n' >build/proofs/model/model_memory/proved"
    damage proofs 'summary.json says that all is proved, but there is no result of: model/memory.c' 'rm build/proofs/model/model_memory/proved'
    damage proofs 'summary.json says that all is proved, but there is no result of: model/memory.c' 'rm -r build/proofs/model/model_memory'
    damage proofs 'summary.json is older than a result: ' 'touch -d "1 hour ago" build/proofs/summary.json'
    damage proofs 'cannot compare: tests/trace/stamps.sh' "edit 's/^fingerprint\(\)/fingerprint_of()/' proofs/wp/unit.sh"
    harmless proofs 'touch model/context.c'
    harmless proofs 'rm -r build/proofs'
}

copy
cp -a "$work/whole" "$work/proved"
(cd "$work/proved" && pretend_proved)
baseline
rules
traces
contracts
fuzz
proofs
(cd "$top" && tests/meta.sh nothing) >"$work/after" 2>&1
if [ $? -eq 2 ] && grep -q 'no subject nothing: expected one of contracts fuzz proofs rules traces' "$work/after"; then ok; else bad 'an unknown subject is refused'; fi
echo "meta-checks: $passed damages found or harmless changes let pass, $failed not"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
