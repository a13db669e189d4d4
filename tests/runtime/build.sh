# shellcheck shell=bash
# How a run with checked contracts is built; sourced by run.sh and selftest.sh, from the top of the tree.
# Environment: B (build directory), CC.
B=${B:-build}
CC=${CC:-gcc}
WARN=(-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror)
# Statement expressions and __int128; the original text keeps its own warnings in `make all`.
GENERATED_FLAGS=(-std=gnu11 -O1 -g -Wall -Werror -Wno-unused-variable)

# The translator.
build_translator() {
    local out=$1
    mkdir -p "$out"
    "$CC" -std=c11 -O1 -g -D_GNU_SOURCE "${WARN[@]}" -I. tests/runtime/translate/*.c -o "$out/acsl2c"
}

# The logic of a tree in the order of spec.h, its headers, its sources.
translated_files() {
    printf '%s\n' "$B"/gen/{fields,rules,reserved_bits}.acsl
    sed -n 's|^#include "\(spec/.*\.acsl\)"|\1|p' spec/spec.h
    (cd "$1" && printf '%s\n' model/*.h model/*.c)
}

# translate TREE OUT: instrumented sources of TREE/model in OUT; what did not change keeps its date. A tree has model/,
# spec/ and, if that is not an absolute path, $B/gen/.
translate() {
    local tree=$1 out=$2 file
    local -a files
    mkdir -p "$out/model"
    out=$(cd "$out" && pwd)
    rm -rf "$out/new"
    mkdir -p "$out/new/model"
    mapfile -t files < <(translated_files "$tree")
    (cd "$tree" && "$out/acsl2c" "$out/new" "${files[@]}") || return
    # Headers as the compiler sees them: contracts are comments.
    cat "$tree"/model/*.h | tr '\n' ' ' | sed -E 's#/\*([^*]|\*+[^*/])*\*+/##g' >"$out/new/headers.txt"
    while read -r file; do
        cmp -s "$out/new/$file" "$out/$file" || cp "$out/new/$file" "$out/$file"
    done < <(cd "$out/new" && find . -type f)
    rm -r "$out/new"
}

# compile TREE OUT: those instrumented sources whose object is older than what it is made of.
compile() {
    local tree=$1 out=$2 source object status=0
    for source in "$out"/model/*.c "$out/clauses.c"; do
        object=${source%.c}.o
        if [ ! "$object" -nt "$source" ] || [ ! "$object" -nt "$out/logic.h" ] || [ ! "$object" -nt "$out/headers.txt" ] ||
            [ ! "$object" -nt tests/runtime/runtime.h ]; then
            "$CC" "${GENERATED_FLAGS[@]}" -I"$out" -I"$tree" -I. -I"$B/gen" -c "$source" -o "$object" || status=1
        fi
    done
    for source in tests/runtime/*.c; do
        object=$out/$(basename "$source" .c).o
        [ "$object" -nt "$source" ] && [ "$object" -nt tests/runtime/runtime.h ] && [ "$object" -nt "$out/logic.h" ] && continue
        [ "$source" = tests/runtime/told.c ] && { "$CC" "${GENERATED_FLAGS[@]}" -I"$out" -I"$tree" -I. -I"$B/gen" -c "$source" -o "$object" || status=1; continue; }
        "$CC" -std=c11 -O2 -g -D_GNU_SOURCE "${WARN[@]}" -I. -I"$B/gen" -c "$source" -o "$object" || status=1
    done
    return "$status"
}

# link_run OUT OBJECT...: the objects of the harness, without those of the model.
link_run() {
    local out=$1
    shift
    "$CC" -fno-lto "$out"/*.o "$out"/model/*.o "$@" -o "$out/runtime-contracts"
}
