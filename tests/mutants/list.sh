#!/usr/bin/env bash
# Every mutant of the model, one line each: id, file, line, function, kind, begin, end, original text, replacement.
#   list.sh [--sample N] [FILE|ID...]     a sample is the same for the same mutants, spread over all files
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/mutants/common.sh disable=SC1091
. tests/mutants/common.sh
sample=0
if [[ ${1:-} == --sample ]]; then
    [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail 2 "--sample needs a number"
    sample=$2
    shift 2
fi
all() {
    local what
    for what in "$@"; do
        case $what in
        model/*.c) [[ -f $what ]] || fail 2 "$what does not exist"; list_file "$what" ;;
        *.*.*.*)
            [[ -f model/${what%%.*}.c ]] || fail 2 "no mutant is called $what"
            mutant_line "$what" || fail 2 "no mutant is called $what"
            ;;
        *) fail 2 "$what: neither a file of model/ nor a mutant" ;;
        esac
    done
}
[[ $# -gt 0 ]] || set -- model/*.c
if [[ $sample -eq 0 ]]; then
    all "$@"
else
    # In the order of a hash of the id; ids of one line are near each other, so mix them well.
    all "$@" | awk -F '\t' 'BEGIN { for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i }
        { h = 7; for (i = 1; i <= length($1); i++) h = (h * 69069 + code[substr($1, i, 1)]) % 4294967291
          for (i = 0; i < 3; i++) h = (h * 69069 + 12345) % 4294967291
          printf "%010d\t%s\n", h, $0 }' | sort | awk -v n="$sample" 'NR <= n' | cut -f 2- | sort
fi
