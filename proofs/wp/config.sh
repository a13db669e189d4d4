# shellcheck shell=bash disable=SC2034 # the settings are used by the scripts that source this file
# What a proof run consists of: the tools, their options and the generated Why3 configuration.
# Sourced by the other scripts; the only place where a prover option is set.

# Read from the environment; see README.md.
CACHE=${CACHE:-update}                            # update: reuse earlier results; none: prove everything again
JOBS=${JOBS:-$(nproc)}                            # source files proved at the same time
BUILD=${BUILD:-build}
CPPFLAGS=${CPPFLAGS:--I. -I$BUILD/gen}
TIMEOUT=${TIMEOUT:-30}                            # seconds per prover and goal
FIRST_PROVER=lean SECOND_PROVER=cvc4 ROUNDS=(4 2 20) # the same in the rounds before the last, see unit.sh
FLOORS=${FLOORS:-$here/floors.tsv}                 # smallest number of goals per function
CANARIES=${CANARIES:-$here/canaries}              # sources with a known verdict
OUT=$BUILD/proofs

# How Frama-C reads the sources.
FRAMAC_FLAGS=(-c11 -machdep gcc_x86_64 "-cpp-extra-args=$CPPFLAGS")

# What is proved: the contracts, and for every operation the absence of run-time errors, of wrap-around of
# unsigned arithmetic and of narrowing conversions. No pruning: the Qed simplifier is several times faster; no ground
# simplification: it takes up to a fifth of the time and hardly any goal is proved the sooner.
WP_FLAGS=(-wp -wp-rte -warn-unsigned-overflow -warn-unsigned-downcast -warn-signed-downcast
    -wp-no-pruning -wp-no-ground -wp-par 1)

# The smoke pass generates only the goals that must NOT be provable; everything else is deselected, except
# `terminates`, because a function without any selected property would not be smoke tested.
SMOKE_ONLY=-@lemma,-@requires,-@assigns,-@ensures,-@exits,-@assert,-@invariant,-@variant,-@breaks
SMOKE_ONLY+=,-@continues,-@returns,-@complete_behaviors,-@disjoint_behaviors,-@decreases,-@check
SMOKE_FLAGS=(-wp-smoke-tests -wp-smoke-timeout 10 -wp-timeout 10 -wp-no-filter-init "-wp-prop=$SMOKE_ONLY")
SMOKE_PROVERS=z3
# Without models for quantifiers, which find no contradictions but cost nine tenths of the time. Effort: smoke_z3.sh.
SMOKE_Z3="auto_config=false smt.mbqi=false"

# About single bits: these sources need CVC4's search for integer solutions, which costs the others a quarter of their time.
INTEGER_SOURCES=" model/register_read.c model/source_id.c model/cache_index.c model/queue_fetch.c proofs/theorems/theorems.c \
    proofs/theorems/unit_theorems.c proofs/theorems/large_page.c proofs/audit/path.c proofs/audit/reached.c "

wp_cache() { # cache directory -> options
    if [ "$CACHE" = none ]; then
        printf '%s\n' -wp-cache none
    else
        mkdir -p "$1"
        printf '%s\n' -wp-cache update -wp-cache-dir "$1"
    fi
}

# name -> its version, or nothing when it is not installed
tool_version() {
    command -v "$1" >/dev/null 2>&1 || return 0
    case $1 in
    frama-c) frama-c -version 2>/dev/null | head -n 1 ;;
    why3) why3 --version | sed -n 's/.*version //p' ;;
    z3) z3 --version | sed -n 's/Z3 version \([^ ]*\).*/\1/p' ;;
    cvc4) cvc4 --version | sed -n 's/^This is CVC4 version \([^ ]*\).*/\1/p' ;;
    cvc5) cvc5 --version | sed -n 's/^This is cvc5 version \([^ ]*\).*/\1/p' ;;
    *) echo present ;;
    esac
}

# Print the tools and set PROVERS; exit 3 when one that is needed is missing.
find_tools() {
    local tool version missing=''
    mkdir -p "$OUT"
    : >"$OUT/tools.tsv"
    for tool in frama-c why3 cvc4 z3 cvc5 gcc jq flock tsort sha256sum; do
        version=$(tool_version "$tool")
        case $tool in
        frama-c | why3 | cvc4 | z3 | cvc5) printf '%s\t%s\n' "$tool" "${version:-absent}" >>"$OUT/tools.tsv" ;;
        esac
        [ -n "$version" ] || [ "$tool" = cvc5 ] || missing="$missing $tool"
    done
    awk -F '\t' '{ printf "%s%s %s", NR == 1 ? "tools: " : ", ", $1, $2 } END { print "" }' "$OUT/tools.tsv"
    if [ -n "$missing" ]; then
        echo "proofs: not run, missing:$missing" >&2
        echo "Debian and Ubuntu: apt-get install frama-c-base why3 z3 cvc4 cvc5 gcc jq" >&2
        exit 3
    fi
    name_provers
}

name_provers() {
    PROVERS=lean,cvc4,z3
    if command -v cvc5 >/dev/null 2>&1; then PROVERS+=,cvc5; fi
}

# One prover entry of a Why3 configuration: name, program, options, driver; the name of a variant; what calls the program.
why3_prover() {
    printf '[prover]\nname = "%s"\nversion = "%s"\nalternative = "%s"\nshortcut = "%s"\n' "$1" "$(tool_version "$2")" "${5:-}" "${5:-$2}"
    printf 'command = "%s%s %s %%f"\n' "${6:+$6 }" "$(command -v "$2")" "$3"
    printf 'driver = "%s"\n\n' "$4"
}

# A driver as Why3 ships it, without floats, bit vectors and strings: the model has none, and WP reads the whole driver again
# for every goal and every theory that it names for every function. Without the steps that look for inductive predicates, choice
# and literals, which WP does not write either: the goals come out the same.
lean_driver() { # name
    sed -e '/^import "\(smt-libv2-bv\|smt-libv2-floats\|cvc4_bv\|z3_bv\|smtlib-strings\)\.gen"/d' \
        -e '/^transformation "eliminate_\(inductive\|epsilon\|literal\)"/d' \
        -e '/^theory \(string\|ieee_float\)\./,/^end/d' -e '/^theory real\.\(Trigonometry\|Square\)/,/^end/d' "$shipped/$1"
}

# Facts of the libraries that hardly any goal needs: bit operations, addresses as numbers, equal remainders, reals, and those about
# addresses that only repeat a definition for every two or three of them. Without them the first round and the smoke tests read a
# third less, and a goal that does need one is proved in a later round. (Those about conversions must stay: without them the
# absence of overflow is not proved.)
LEAN_PROPS='theory frama_c_wp.cbits.Cbits
  remove allprops
end
theory real.Real
  remove allprops
end
theory frama_c_wp.qed.Qed
  remove prop cdiv_closed_remainder
end
theory frama_c_wp.memory.Memory
  remove prop valid_string
  remove prop valid_rw_rd
  remove prop separated_1
  remove prop separated_sym
  remove prop separated_trans
  remove prop separated_included
  remove prop included_trans
  remove prop eqmem_included
  remove prop eqmem_sym
  remove prop set_init_access
  remove prop table_to_offset_zero
  remove prop table_to_offset_monotonic
  remove prop int_of_addr_bijection
  remove prop addr_of_int_bijection
  remove prop addr_of_null
end'

# Lemmas about quotients, which follow from the axioms that stay: in a smoke test they hide a contradiction behind instances without
# end. With them and the lemmas above one test in seven missed a contradiction of eight steps, without them one in sixty (README.md).
SMOKE_PROPS='theory int.ComputerDivision
  remove prop Rounds_toward_zero
  remove prop Div_1
  remove prop Mod_1
  remove prop Div_inf
  remove prop Mod_inf
  remove prop Div_mult
  remove prop Mod_mult
end
theory frama_c_wp.qed.Qed
  remove prop c_euclidian
  remove prop cmod_remainder
  remove prop cdiv_neutral
  remove prop cdiv_inv
end'

# The longest proofs are started first, so that no processor idles at the end; the others by size.
LONGEST="model/register_write.c model/dma.c model/translate.c proofs/theorems/unit_theorems.c model/unit.c
model/register_read.c proofs/audit/reached.c proofs/theorems/theorems.c model/queue.c model/reset.c model/command.c
harness/audit/enumerate.c harness/audit/exact.c model/queue_fetch.c model/device_tlb.c model/second_stage_walk.c"
in_order() { # source... -> one on each line
    { tr " " "\n" <<<"$LONGEST" | grep -xFf <(printf "%s\n" "$@"); wc -c "$@" | sort -rn | awk '$2 != "total" { print $2 }'; } |
        awk '!seen[$0]++'
}

# The Why3 configuration a source is proved with.
why3_config() { # source
    if [[ $INTEGER_SOURCES == *" $1 "* ]]; then echo "$OUT/why3/integers.conf"; else echo "$OUT/why3/prove.conf"; fi
}

# Why3's own detection does not know CVC5 and takes Z3's "timeout" for a crash, so that configuration and
# drivers are made here, twice for the proofs and once, with limited effort, for the smoke tests.
make_why3_config() {
    local shipped dir kind name search options="-smt2 -T:%t sat.random_seed=42 nlsat.randomize=false smt.random_seed=42 -st"
    shipped=$(why3 --print-datadir)/drivers
    dir=$(mkdir -p "$OUT/why3" && cd "$OUT/why3" && pwd)
    for name in smt-libv2.gen discrimination.gen cvc4_16.gen z3_440.drv; do lean_driver $name >"$dir/$name"; done
    lean_driver cvc4_17.drv >"$dir/cvc4.drv"
    { cat "$dir/cvc4.drv" && printf "\n%s\n" "$LEAN_PROPS"; } >"$dir/cvc4_lean.drv"
    lean_driver z3_471.drv | sed 's/(\*\* Why3 driver.*/&\ntimeout "^timeout$"/' >"$dir/z3.drv"
    { cat "$dir/z3.drv" && printf "\n%s\n" "$LEAN_PROPS" "$SMOKE_PROPS"; } >"$dir/z3_smoke.drv"
    { echo 'timeout "^(:reason-unknown timeout)$"' && sed 's/ALL_SUPPORTED/ALL/' "$dir/cvc4.drv"; } >"$dir/cvc5.drv"
    for kind in prove integers smoke; do
        search=''
        if [ $kind = prove ]; then search=' --no-dio-solver'; fi
        {
            printf '[main]\nmagic = 14\nmemlimit = 2000\nrunning_provers_max = 2\ntimelimit = 10\n\n'
            why3_prover CVC4 cvc4 "--stats --tlimit=%t000 --lang=smt2" "$dir/cvc4.drv"
            why3_prover CVC4 cvc4 "--stats --tlimit=%t000 --lang=smt2$search" "$dir/cvc4_lean.drv" lean
            if [ $kind = smoke ]; then
                why3_prover Z3 z3 "$options $SMOKE_Z3" "$dir/z3_smoke.drv" "" "$here/smoke_z3.sh"
            else
                why3_prover Z3 z3 "$options" "$dir/z3.drv"
            fi
            if command -v cvc5 >/dev/null 2>&1; then
                why3_prover CVC5 cvc5 "--stats --tlimit-per=%t000 --lang=smt2" "$dir/cvc5.drv"
            fi
        } >"$dir/$kind.conf"
    done
}
