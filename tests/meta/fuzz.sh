# shellcheck shell=bash # sourced by tests/meta.sh
# Every fuzz target is in the table of tests/fuzz/run.sh, and has seeds in the tree.

check_fuzz() {
    local table made dirs
    table=$(sed -n "/^targets() {/,/^}/p" tests/fuzz/run.sh | awk '$2 ~ /^tests\/fuzz\// { print $1 }' | sort)
    made=$(basename -a tests/fuzz/fuzz_*.c | sed 's/^fuzz_\(.*\)\.c$/\1/' | sort)
    bad 'fuzz target is not run' < <(comm -23 <(echo "$made") <(echo "$table"))
    bad 'fuzz target is not there' < <(comm -13 <(echo "$made") <(echo "$table"))
    dirs=$(while read -r name; do [ -n "$(find "tests/fuzz/$name" -type f 2>/dev/null | head -n 1)" ] || echo "$name"; done <<<"$table")
    bad 'fuzz target has no seeds' < <([ -z "$dirs" ] || echo "$dirs")
    note "fuzz: $(echo "$table" | wc -l) targets, $(find tests/fuzz -mindepth 2 -type f | wc -l) seeds"
}
