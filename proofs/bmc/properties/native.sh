#!/usr/bin/env bash
# Run property files as ordinary programs on random choices, with clang's undefined-behaviour checks: a smoke test of
# the harnesses. native.sh [-n RUNS] [-m MODEL_DIRECTORY] NAME[.VARIANT]...   Without names: every job.
# Exit code 0: no error found; 1: some run reached an error; 2: usage; 3: a program does not build or never finishes.
set -uo pipefail
export LC_ALL=C
cd "$(dirname "$0")/../../.." || exit 2
here=proofs/bmc/properties runs=20000 model=.
out=${NATIVE_OUT:-build/bmc/native}
while getopts n:m: option; do
    case $option in
    n) runs=$OPTARG ;;
    m) model=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
mkdir -p "$out"

# The values of one header key of a property file, one a line.
header() { # file, key
    sed -n "s|^/\* $2: \(.*[^ ]\) *\*/\$|\1|p" "$1"
}

all_jobs() {
    local file name variants
    for file in "$here"/*.c; do
        name=$(basename "$file" .c)
        [[ $name == native ]] && continue
        variants=$(header "$file" variant | awk -v n="$name" '{ print n "." $1 }')
        echo "${variants:-$name}"
    done
}

job() { # NAME[.VARIANT]
    local name=${1%%.*} variant='' file flags=() sources=() macro
    [[ $1 == *.* ]] && variant=${1#*.}
    file=$here/$name.c
    [[ -f $file ]] || { echo "native.sh: $file: no such property" >&2; return 2; }
    if [[ -n $variant ]]; then
        read -ra flags <<<"$(header "$file" variant | awk -v v="$variant" '$1 == v { $1 = ""; print; exit }')"
        [[ ${#flags[@]} -gt 0 ]] || { echo "native.sh: $file: no variant $variant" >&2; return 2; }
    fi
    read -ra sources <<<"$(header "$file" sources | tr '\n' ' ')"
    for macro in "${!flags[@]}"; do flags[macro]=-D${flags[macro]}; done
    printf '#define main property_main\n#include "%s"\n#include <string.h>\nvoid property_reset(void);\n%s\n' "$file" \
        'void property_reset(void) { memset(&unit, 0, sizeof unit); }' >"$out/$1.c"
    clang-14 -std=c11 -O1 -g -fsanitize=undefined -fno-sanitize-recover=undefined -I"$model" -I. -Ibuild/gen "${flags[@]}" \
        "$out/$1.c" "$here/native.c" "${sources[@]/#/$model/}" -o "$out/$1" || return 3
    printf '%-32s ' "$1"
    "$out/$1" "$runs"
}

worst=0
[[ $# -gt 0 ]] || mapfile -t jobs < <(all_jobs)
for name in "${@:-${jobs[@]}}"; do
    job "$name"
    code=$?
    ((code > worst)) && worst=$code
done
exit "$worst"
