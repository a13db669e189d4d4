# shellcheck shell=bash disable=SC2154 # sourced by run.sh
# Outputs that cannot be written: a full disk, a directory that cannot be written, a directory that is not there. The exit code is
# 3, the file is named, and what stood there before is still there.
image=(audit --profile default --root 0x1000 --irta 0x10007 --memory "$work/machine" --quiet)
printf '0x1000 0x2001\n0x2000 0x3001\n0x2008 0x0102\n' | "$oracle" version >/dev/null
truncate -s 131072 "$work/machine"

# Every command that writes a file, with NAME standing for a path without ending.
writers() { # function, its arguments... ; the command follows
    "$@" check --target model --sessions 20 --json NAME.json
    "$@" check --target model --sessions 20 --junit NAME.xml
    "$@" check --target model --sessions 20 --sarif NAME.sarif
    "$@" record --target model --class queue -o NAME.trace
    "$@" shrink counterexamples/qemu-queue-not-resumed.trace -o NAME.trace
    "$@" chaos --operations 2000 --json NAME.json
    "$@" accuse --mutant tables-kept-by-page --json NAME.json
    "$@" "${image[@]}" --json NAME.json
    "$@" "${image[@]}" --sarif NAME.sarif
    "$@" "${image[@]}" --svg NAME.svg
    "$@" "${image[@]}" --dot NAME.dot
    "$@" "${image[@]}" --save-tables NAME.words
}

# One of them, where it cannot work: cannot FAULT DIRECTORY COMMAND...
cannot() {
    local fault=$1 directory=$2 name='' old
    shift 2
    wanted "$fault" || return 0
    for old in json xml sarif trace svg dot words; do
        [[ "$*" != *"NAME.$old"* ]] || name=$directory/report.$old
    done
    rm -rf "$work/run" && mkdir "$work/run"
    FAULTS_CASE=$marker timeout 120 "$oracle" "${@//NAME/$directory/report}" >"$work/log" 2>&1 </dev/null
    judge "$fault" $? 3 "$name" "$*"
    [[ ! -e $name || $(cat "$name") == '{"old": true}' ]] || {
        printf '%s\t%s\t-1\t the old file is not kept;\n' "$fault" "$*" >>"$work/table"
        echo "FAILED: $fault: $*: the old file is not kept"
        rm -f "$name"
    }
}

mkdir "$work/full"
if mount -t tmpfs -o size=64k tmpfs "$work/full" 2>/dev/null; then
    full=$work/full
    head -c 100000 /dev/zero >"$full/filler" 2>/dev/null
    writers cannot "disk full" "$full"
    # The file was there before.
    rm -f "$full/filler"
    for ending in json xml sarif svg dot words; do
        echo '{"old": true}' >"$full/report.$ending"
    done
    head -c 100000 /dev/zero >"$full/filler" 2>/dev/null
    writers cannot "disk full, old file there" "$full"
    rm -f "$full"/report.* "$full"/filler
    if wanted "disk full: --save"; then
        head -c 100000 /dev/zero >"$full/filler" 2>/dev/null
        try "disk full: --save" 3 "$full" check --target model:status-lost --sessions 60 --save "$full"
    fi
    umount "$full"
    full=''
else
    echo "faults: no tmpfs can be mounted here: full disks are left out, /dev/full is not"
fi
for command in "check --target model --sessions 20" "replay counterexamples/qemu-queue-not-resumed.trace" "chaos --operations 2000" \
    "explain rules" "profiles" "version" "help" "audit --profile default --root 0x1000 --irta 0x10007 --memory $work/machine --json -" \
    "explain counterexamples/qemu-queue-not-resumed.trace" "shrink counterexamples/qemu-queue-not-resumed.trace"; do
    wanted "output full" || break
    rm -rf "$work/run" && mkdir "$work/run"
    # shellcheck disable=SC2086 # words
    FAULTS_CASE=$marker "$oracle" $command >/dev/full 2>"$work/log"
    judge "output full" $? 3 'cannot write|cannot be written' "$command >/dev/full"
done
writers cannot "no such directory" "$work/run/absent"
# The superuser writes everywhere: somebody else tries.
if [[ $(id -u) -ne 0 ]]; then
    mkdir "$work/readonly" && chmod a-w "$work/readonly"
    writers cannot "read-only directory" "$work/readonly"
elif mkdir "$work/readonly" && mount -t tmpfs -o ro tmpfs "$work/readonly" 2>/dev/null; then
    full=$work/readonly
    writers cannot "read-only directory" "$work/readonly"
    umount "$work/readonly"
    full=''
fi
