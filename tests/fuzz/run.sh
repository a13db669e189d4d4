#!/usr/bin/env bash
# Fuzz parsers, protocol, register interface, queue and judge, with address, undefined-behaviour and leak sanitizers:
#   run.sh [--seconds N | --executions N] [--longest BYTES] [--engine libfuzzer|afl] [--jobs N] [--keep] [TARGET...]
# --seconds: for each target (10); --executions: in all, each target its share; --longest: no input is longer; --keep: go on with
# the corpus of earlier runs, else only the seeds of tests/ are there; --compile: nothing else. Environment: SEED (1).
# Writes build/fuzz/ENGINE/summary.json (for several targets also build/fuzz/summary.json); each target's log lies beside it.
# Exit code: 0 no finding, 1 a finding (its input is in build/fuzz/ENGINE), 2 bad usage, 3 a tool is missing, something does not
# compile, or interrupted.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
here=tests/fuzz

# Name, seeds, share of --executions in 100,000 (the quicker the more), longest input, further flags of the linker.
targets() {
    cat <<'END'
claims  tests/fuzz/claims                 56000 3000
trace   tests/fuzz/trace,counterexamples  35000 4000
input   tests/fuzz/input                  4500  3000
exec    tests/fuzz/exec                   3900  6000 -Wl,--wrap=waitpid,--wrap=kill
unit    tests/fuzz/unit                   400   1200
session tests/fuzz/session                100   1200
state   tests/fuzz/state                  90    6000
tables  tests/fuzz/tables                 10    3000
END
}

fail() { # exit code, message
    echo "fuzz: $2" >&2
    exit "$1"
}

seconds=10 executions=0 most=1000000 engine=libfuzzer jobs=2 keep=false only_compile=false
while [[ ${1:-} == --* ]]; do
    case $1 in
    --seconds) seconds=${2:-}; shift ;;
    --executions) executions=${2:-}; shift ;;
    --longest) most=${2:-}; shift ;;
    --engine) engine=${2:-}; shift ;;
    --jobs) jobs=${2:-}; shift ;;
    --keep) keep=true ;;
    --compile) only_compile=true ;;
    *) fail 2 "unknown option $1: see the head of run.sh" ;;
    esac
    shift
done
[[ $seconds =~ ^[1-9][0-9]*$ && $executions =~ ^[0-9]+$ && $most =~ ^[1-9][0-9]*$ && $jobs =~ ^[1-9][0-9]*$ ]] ||
    fail 2 "--seconds, --executions, --longest and --jobs need numbers"
[[ $engine =~ ^(libfuzzer|afl)$ ]] || fail 2 "--engine: expected libfuzzer or afl"
[[ $engine == libfuzzer || $executions -eq 0 ]] || fail 2 "--executions is for libfuzzer: afl counts seconds"
[[ $# -gt 0 ]] || mapfile -t all < <(targets | awk '{ print $1 }')
for name in "${@:-${all[@]}}"; do
    targets | grep -q "^$name " || fail 2 "$name: no such target: $(targets | awk '{ printf "%s ", $1 }')"
    [[ $# -eq 0 ]] || all+=("$name")
done
out=$build/fuzz/$engine
mkdir -p "$out"

sanitize=-fsanitize=address,undefined
case $engine in
libfuzzer)
    compiler=clang
    objects=$sanitize,fuzzer-no-link
    ;;
afl)
    compiler=afl-clang-fast
    objects=$sanitize
    export AFL_QUIET=1
    ;;
esac
command -v "$compiler" >/dev/null || fail 3 "not run, $compiler is not installed: make deps-fuzz"
flags="-std=c11 -D_GNU_SOURCE -O2 -g -fno-sanitize-recover=undefined -I. -I$out/gen"
make -s -j "$jobs" "$out/libharness.a" B="$out" CC="$compiler" FAST= INLINE= CFLAGS="$flags $objects" >"$out/compile.log" 2>&1 ||
    { tail -n 20 "$out/compile.log"; fail 3 "the harness does not compile"; }

compile() { # name, flags of the linker
    # shellcheck disable=SC2086 # flags
    $compiler $flags $sanitize,fuzzer "$here/fuzz_$1.c" "$out/libharness.a" ${2:-} -o "$out/fuzz_$1" >>"$out/compile.log" 2>&1
}

if [[ $only_compile == true ]]; then
    for name in "${all[@]}"; do
        read -r _ _ _ _ linker < <(targets | grep "^$name ")
        compile "$name" "$linker" || { tail -n 20 "$out/compile.log"; fail 3 "fuzz_$name does not compile"; }
    done
    exit 0
fi

# One line for the summary: name, executions, seconds, findings, size of the corpus, features or edges reached.
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >"$out/$1.row"; }

with_libfuzzer() { # name, seeds..., limit
    local name=$1 seeds=$2 share=$3 longest=$4 limit corpus=$out/corpus-$1 code started=$SECONDS
    if [[ $executions -gt 0 ]]; then limit=-runs=$((executions * share / 100000)); else limit=-max_total_time=$seconds; fi
    [[ $keep == true ]] || rm -rf "$corpus"
    mkdir -p "$corpus"
    # shellcheck disable=SC2086 # a list
    ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 "$out/fuzz_$name" "$limit" -seed="${SEED:-1}" -max_len="$longest" -timeout=20 -rss_limit_mb=4000 -print_final_stats=1 \
        -verbosity=1 -artifact_prefix="$out/$name-" "$corpus" ${seeds//,/ } >"$out/$name.log" 2>&1
    code=$?
    row "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$name.log" | tail -n 1)" "$((SECONDS - started))" \
        "$((code != 0))" "$(find "$corpus" -type f | wc -l)" "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$out/$name.log" | tail -n 1)"
    # Only the end of a long log is of use.
    tail -n 2000 "$out/$name.log" >"$out/$name.log.part" && mv "$out/$name.log.part" "$out/$name.log"
}

with_afl() {
    local name=$1 seeds=$2 longest=$4 code stats=$out/afl-$1/default/fuzzer_stats started=$SECONDS dir
    [[ $keep == true ]] || rm -rf "$out/afl-$name"
    rm -rf "$out/seeds-$name" && mkdir -p "$out/seeds-$name"
    for dir in ${seeds//,/ }; do find "$dir" -maxdepth 1 -type f -exec cp -t "$out/seeds-$name" {} +; done
    AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1 AFL_NO_AFFINITY=1 AFL_IGNORE_SEED_PROBLEMS=1 \
        afl-fuzz -V "$seconds" -G "$longest" -t 20000 -i "$out/seeds-$name" -o "$out/afl-$name" -- "$out/fuzz_$name" >"$out/$name.log" 2>&1
    code=$?
    stat() { sed -n "s/^$1 *: *//p" "$stats" 2>/dev/null; }
    [[ $code -eq 0 && -s $stats ]] || echo "afl-fuzz ended with exit code $code" >>"$out/$name.log"
    row "$name" "$(stat execs_done)" "$((SECONDS - started))" "$(($(stat saved_crashes) + $(stat saved_hangs) + (code != 0)))" \
        "$(stat corpus_count)" "$(stat edges_found)"
}

one() { # name
    local name seeds share longest linker
    read -r name seeds share longest linker < <(targets | grep "^$1 ")
    rm -f "$out/$name.row"
    [[ $longest -le $most ]] || longest=$most
    if ! compile "$name" "$linker"; then
        echo "fuzz_$name does not compile, see $out/compile.log" >"$out/$name.log"
        row "$name" 0 0 1 0 0
        return
    fi
    "with_$engine" "$name" "$seeds" "$share" "$longest"
}

# Ctrl-C reaches no job in the background by itself.
trap 'echo "fuzz: interrupted" >&2; trap "" TERM; kill -TERM 0; exit 3' INT
# So many at a time.
running=0
for name in "${all[@]}"; do
    one "$name" &
    running=$((running + 1))
    if [[ $running -ge $jobs ]]; then
        wait -n
        running=$((running - 1))
    fi
done
wait
summary=$out/summary$([[ ${#all[@]} -gt 1 ]] || echo ".${all[0]}").json # one target alone leaves the summary of all as it is
for name in "${all[@]}"; do cat "$out/$name.row"; done |
    jq -R -n --arg engine "$engine" --arg compiler "$($compiler --version 2>/dev/null | head -n 1)" '[inputs | split("\t")
        | {target: .[0], executions: (.[1] | tonumber? // 0), seconds: (.[2] | tonumber), findings: (.[3] | tonumber), corpus: (.[4] | tonumber? // 0), reached: (.[5] | tonumber? // 0)}]
    | {engine: $engine, compiler: $compiler, executions: (map(.executions) | add), findings: (map(.findings) | add), targets: .}' \
    >"$summary.part" && mv "$summary.part" "$summary" || exit 3
[[ ${#all[@]} -eq 1 ]] || cp "$summary" "$build/fuzz/summary.json"
jq -r '.targets[] | "fuzz_\(.target): \(.executions) executions in \(.seconds) s, \(.reached) edges, \(.findings) findings"' "$summary"
for name in "${all[@]}"; do
    jq -e --arg n "$name" '.targets[] | select(.target == $n) | .findings == 0 and .executions > 0' "$summary" >/dev/null ||
        { echo "FAILED: fuzz_$name, see $out/$name.log and $out/$name-*"; tail -n 30 "$out/$name.log"; }
done
jq -r '"fuzz: \(.executions) executions by \(.engine), \(.findings) findings"' "$summary"
jq -e '.findings == 0 and (.targets | all(.executions > 0))' "$summary" >/dev/null
