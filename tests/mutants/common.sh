# shellcheck shell=bash disable=SC2034 # used by those who source this
# Shared by the scripts here, which all run in the top directory of the project: where things are, lists, changed files.
mutants_dir=tests/mutants
mutants_out=${MUTANTS_OUT:-build/mutants}
mutants_build=${MUTANTS_BUILD:-build}
mutants_flags=(-std=c11 -O2 -w -fPIC -D_GNU_SOURCE)

fail() { # exit code, message
    echo "${0##*/}: $2" >&2
    exit "$1"
}

hash_of() { sha256sum | cut -c1-16; }

# Everything that a file of the model includes.
headers() { cat model/*.h spec/*.h spec/*.acsl "$mutants_build"/gen/*.h "$mutants_build"/gen/*.acsl; }

# C text without comments, and so without annotations: all that the compiler sees.
without_comments() { gcc -w -fpreprocessed -dD -E -P -x c -; }

# Mutants of one file: list_file model/NAME.c; kept until the file or this list's makers change.
list_file() {
    local name list made
    name=$(basename "$1" .c)
    list=$mutants_out/list/$name.tsv
    made=$({ cat "$1" "$mutants_dir/nodes.jq" "$mutants_dir/mutate.awk"; headers; } | hash_of)
    if [[ ! -f $list || $(cat "$list.made" 2>/dev/null) != "$made" ]]; then
        mkdir -p "$mutants_out/list"
        clang -std=c11 -I. "-I$mutants_build/gen" -Xclang -ast-dump=json -fsyntax-only "$1" |
            jq -r -f "$mutants_dir/nodes.jq" | awk -v file="$1" -v source="$1" -f "$mutants_dir/mutate.awk" >"$list.part.$$" ||
            fail 3 "$1: no list of mutants"
        [[ -z $(cut -f 1 "$list.part.$$" | sort | uniq -d) ]] || fail 3 "$1: two mutants with the same id"
        mv "$list.part.$$" "$list" && echo "$made" >"$list.made"
    fi
    cat "$list"
}

# The line of a mutant.
mutant_line() { list_file "model/${1%%.*}.c" | awk -F '\t' -v id="$1" '$1 == id { print; found = 1 } END { exit !found }'; }

# The text of a file with the bytes from BEGIN to END replaced: changed FILE BEGIN END REPLACEMENT (escaped as in the list)
changed() {
    PUT=$4 awk -v from="$2" -v upto="$3" 'BEGIN { RS = "\001"; put = ENVIRON["PUT"]; out = ""
            for (i = 1; i <= length(put); i++) {
                c = substr(put, i, 1)
                if (c == "\\") { c = substr(put, ++i, 1); if (c == "n") c = "\n"; if (c == "t") c = "\t" }
                out = out c
            } }
        { printf "%s%s%s", substr($0, 1, from), out, substr($0, upto + 1) }' "$1"
}

# Assembly of a C file that stands for FILE, without its name: assembly PATH FILE
assembly() {
    gcc "${mutants_flags[@]}" -I. "-I$mutants_build/gen" -x c -S -o - "$1" 2>&1 | grep -v '^[[:space:]]*\.\(file\|ident\)'
    return "${PIPESTATUS[0]}"
}
