#!/usr/bin/env bash
# What mutants are run against: build/mutants/base/ gets the model as a shared library, which a mutated file loaded first
# takes the place of, unit tests that use it, the example target, and the assembly of each unchanged file.
# Prints nothing; does nothing when it is there already. Tests that need more than BASE_SECONDS processor time are left out.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
# Processor time of the children of a process, in ticks.
used() { awk '{ print $16 + $17 }' "/proc/$1/stat"; }
base=$mutants_out/base
limit=${BASE_SECONDS:-1}
core=$({ { cat model/*.c tests/unit/tables.c tests/unit/*.h harness/*/*.[ch] harness/targets/example/*.[ch] harness/audit/input/*.[ch]
    headers; } | without_comments
    cat "$mutants_dir/base.sh" "$mutants_dir/common.sh"; gcc -dumpfullversion; echo "$limit"; } | hash_of)
made=$({ echo "$core"; cat tests/unit/test_*.c; } | hash_of)
[[ $(cat "$base/made" 2>/dev/null) != "$made" ]] || exit 0
rm -rf "$base"
mkdir -p "$base/test" "$base/asm"
[[ -f $mutants_build/gcc/harness/cli/main.o ]] || fail 3 "$mutants_build is not built: make all"
for file in model/*.c; do
    assembly "$file" >"$base/asm/$(basename "$file" .c).s" || fail 3 "$file does not compile"
done
gcc -shared -o "$base/libmodel.so" "$base"/asm/*.s || fail 3 "the model does not link"
for file in harness/*/*.c harness/audit/input/*.c harness/targets/example/unit.c "$mutants_build"/gen/*_table.c; do
    [[ $file == harness/cli/main.c ]] || echo "$mutants_build/gcc/${file#"$mutants_build"/gen/}"
done |
    sed "s|c\$|o|" | xargs ar rcs "$base/libharness.a" || fail 3 "no archive of the harness"
link=(-fno-lto -L"$base" -lharness -lmodel "-Wl,-rpath,$(realpath "$base")")
cp "$mutants_build/iommu-oracle" "$base/" || fail 3 "$mutants_build/iommu-oracle is not built: make all"
gcc -o "$base/example-target" "$mutants_build"/gcc/harness/targets/example/{main,lines,unit}.o "${link[@]}" ||
    fail 3 "the example target does not link"
gcc -std=c11 -w -D_GNU_SOURCE -I. "-I$mutants_build/gen" -c -o "$base/tables.o" tests/unit/tables.c || fail 3 "tests do not compile"
for file in tests/unit/test_*.c; do
    name=$(basename "$file" .c)
    gcc -std=c11 -w -D_GNU_SOURCE -I. "-I$mutants_build/gen" -o "$base/test/$name" "$file" "$base/tables.o" "${link[@]}" -lcmocka ||
        fail 3 "$file does not compile"
    me=$BASHPID
    start=$(used "$me")
    if ! { (ulimit -t "$limit"; exec timeout 600 "$base/test/$name" >"$base/log" 2>&1); } 2>/dev/null; then
        grep -q 'FAILED' "$base/log" && fail 3 "$name fails without any mutant: $(grep FAILED "$base/log" | head -n 1)"
        rm "$base/test/$name" # needs too long
        continue
    fi
    # Those that do not call the model say nothing about it.
    nm -u "$base/test/$name" | grep -q ' U vtd_' || { rm "$base/test/$name"; continue; }
    echo "$(($(used "$me") - start)) $name"
done | sort -n >"$base/tests"
[[ ${PIPESTATUS[0]} -eq 0 && -s $base/tests ]] || fail 3 "no unit test can be run on mutants"
echo "$core" >"$base/core" # without the tests
echo "$made" >"$base/made"
