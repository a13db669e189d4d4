# shellcheck shell=bash disable=SC2034,SC2054 # used by those who source this; commas belong to options
# Shared by run.sh, job.sh and replay.sh: where things are, what a property file says, and compiled files by content.
# To be sourced in the top directory of the project.
bmc_dir=proofs/bmc
bmc_out=${BMC_OUT:-build/bmc}
bmc_engine=${BMC_ENGINE:-build/bmc/bmc}
bmc_clang=${BMC_CLANG:-clang-14}

fail() { # exit code, message
    echo "${0##*/}: $2" >&2
    exit "$1"
}

# The values of one key of a property file, one a line: header FILE KEY
header() {
    sed -n "s|^/\* $2: \(.*[^ ]\) *\*/\$|\1|p" "$1"
}

# The first value, or what is given instead: setting FILE KEY DEFAULT
setting() {
    local value
    value=$(header "$1" "$2" | head -n 1)
    echo "${value:-$3}"
}

# Where the file of property NAME is; BMC_PROPERTIES names another directory (the engine's own tests).
property_file() {
    echo "${BMC_PROPERTIES:-$bmc_dir/properties}/${1%%.*}.c"
}

# Names of all jobs of a property file: NAME, or one NAME.VARIANT for each variant.
jobs_of() {
    local name variants
    name=$(basename "$1" .c)
    variants=$(header "$1" variant | awk -v name="$name" '{ print name "." $1 }')
    echo "${variants:-$name}"
}

# The -D options of a job, one a line; fails when there is no such variant.
defines_of() {
    local file=$1 variant=
    [[ $2 != *.* ]] || variant=${2#*.}
    [[ -n $variant ]] || return 0
    header "$file" variant | awk -v variant="$variant" '
        $1 == variant { found = 1; for (i = 2; i <= NF; i++) print "-D" $i }
        END { exit !found }'
}

bmc_warnings=(-Wall -Wextra -Wno-unused-function -Wno-unused-parameter)

# What the compiled form of any file depends on besides itself.
headers_hash() {
    local overlay=${BMC_OVERLAY:-}
    { cat model/*.h spec/*.h "${BMC_GEN:-build/gen}"/*.h
      [[ -z $overlay ]] || find "$overlay" -name '*.h' -exec cat {} +; } 2>/dev/null | sha256sum
}

# Compile one file, unless that was done before; prints where it is: object FLAVOUR FILE [-D...]
# FLAVOUR: bc (bitcode for the engine), address or memory (native, with those sanitizers).
object() {
    local flavour=$1 file=$2 path hash result flags
    shift 2
    path=$file
    [[ -z ${BMC_OVERLAY:-} || ! -f $BMC_OVERLAY/$file ]] || path=$BMC_OVERLAY/$file
    case $flavour in
    bc) flags=(-O0 -Xclang -disable-O0-optnone -fsanitize=undefined -fsanitize-trap=all
               -fno-sanitize=null,alignment,object-size,pointer-overflow -emit-llvm) ;;
    address) flags=(-O0 -fsanitize=address,undefined -fno-sanitize-recover=all) ;;
    memory) flags=(-O0 -fsanitize=memory -fno-sanitize-recover=all) ;;
    *) return 2 ;;
    esac
    : "${BMC_HASH:=$(headers_hash)}"
    hash=$({ echo "$file" "${flags[@]}" "$@" "$BMC_HASH"; cat "$path"
             [[ $file == model/* ]] || cat "$bmc_dir"/properties/*.h; } | sha256sum | cut -c1-24)
    result=$bmc_out/objects/$hash.$flavour
    if [[ ! -f $result ]]; then
        mkdir -p "$bmc_out/objects"
        "$bmc_clang" -std=c11 -g "${bmc_warnings[@]}" "${flags[@]}" "$@" ${BMC_OVERLAY:+-I"$BMC_OVERLAY"} -I. \
            -I"${BMC_GEN:-build/gen}" -c -o "$result.part.$$" "$path" || return 3
        mv "$result.part.$$" "$result"
    fi
    echo "$result"
}

# All files of a job in one flavour: objects FLAVOUR JOB
objects() {
    local file defines source
    file=$(property_file "$2")
    mapfile -t defines < <(defines_of "$file" "$2")
    BMC_HASH=${BMC_HASH:-$(headers_hash)}
    object "$1" "$file" "${defines[@]}" || return 3
    for source in $(header "$file" sources); do
        [[ -f $source ]] || { echo "$file: sources: $source does not exist" >&2; return 2; }
        object "$1" "$source" || return 3
    done
}
