#!/usr/bin/env bash
# make demo-audit: boot Debian's Linux in QEMU with a remapping unit, stop it in the middle of its I/O, and audit what
# lies in its memory: against claims that hold, claims that do not, and with deliberate damage. Needs
# build/iommu-oracle. Reports stay in build/audit. Exit: 0 all as expected, 1 not, 3 the guest could not be run.
set -uo pipefail
here=tests/demo
oracle=${ORACLE:-$PWD/build/iommu-oracle}
out=${OUT:-build/audit}
mkdir -p "$out"
passed=0
failed=0
began=$SECONDS

ok() { passed=$((passed + 1)); echo "  ok      $1"; }
bad() { failed=$((failed + 1)); echo "  FAILED  $1"; }
verify() { if [ "$1" = "$2" ]; then ok "$3"; else bad "$3: expected [$2], got [$1]"; fi; }

audit() { # setting, name of the reports, options...: text, JSON, SARIF and map of one audit; sets `code`
    local dir=$out/$1 to=$out/$1-$2
    shift 2
    nice -n 19 "$oracle" audit --memory "$dir/image" --registers "$dir/registers" --capture "$dir/capture" --fail-on none \
        --json "$to.json" --sarif "$to.sarif" --svg "$to.svg" --dot "$to.dot" "$@" >"$to.txt" 2>&1
    code=$?
}

# Each witness of the report: does explain see the same in the image?
confirm() { # report.json
    local command expected got wrong=0 count=0
    while IFS=$'\t' read -r command expected; do
        got=$(eval "$oracle ${command#iommu-oracle }" 2>&1 | head -n 1)
        case $got in
        "$expected"*) count=$((count + 1)) ;;
        *) wrong=$((wrong + 1)); echo "    $command: expected $expected, got $got" ;;
        esac
    done < <(jq -r '(.claims + .findings)[].witness | select(. != null) | select(.command != null) | [.command,
        if .kind == "interrupt" then (if .vector == null then "blocked" else "delivered: vector 0x" end)
        elif .frame == null then "blocked" else "passes to \(.frame | sub("000$"; ""))" end] | @tsv' "$1")
    if [ "$wrong" -eq 0 ] && [ "$count" -gt 0 ]; then ok "$count witnesses confirmed by iommu-oracle explain"; else bad "$wrong of $((count + wrong)) witnesses not confirmed"; fi
}

claims() { # setting
    local file lines
    audit "$1" holds --claims "$here/$1-holds.claims"
    head -n 1 "$out/$1-holds.txt" | sed 's/^/  /'
    verify "$code" 0 "$1-holds.claims holds"
    audit "$1" fails --claims "$here/$1-fails.claims"
    head -n 1 "$out/$1-fails.txt" | sed 's/^/  /'
    verify "$code" 1 "$1-fails.claims fails"
    file=$out/$1-fails.json
    lines=$(grep -n 'fails$' "$here/$1-fails.claims" | grep -v '^[12]:' | cut -d: -f1 | xargs)
    verify "$(jq -r '.claims[] | select(.verdict == "violated") | .line' "$file" | xargs)" "$lines" "exactly the wrong claims are violated"
    verify "$(jq '[.claims[] | select(.verdict == "violated" and .witness == null and (.reason | contains("without passing a unit") | not))] | length' "$file")" 0 "each violated claim has its witness"
    confirm "$file"
}

# Groups that follow from configuration space against those that the guest's kernel made.
groups() { # setting
    verify "$(jq -r '.notes[]?.text // empty' "$out/$1-holds.json" | grep -c 'Linux groups' || true)" 0 "isolation groups are those of the guest's kernel"
}

if ! command -v qemu-system-x86_64 >/dev/null; then
    echo "demo: qemu-system-x86_64 is not installed (make deps)"
    exit 3
fi
$here/guest.sh "$out/guest" || exit 3
echo "guest: Debian $(cat "$out/guest/release"), ready after $((SECONDS - began)) s"
for setting in strict passthrough; do
    from=$SECONDS
    case $setting in
    strict) options='iommu.strict=1 iommu.passthrough=0' ;;
    passthrough) options='iommu.passthrough=1' ;;
    esac
    $here/boot.sh "$out/guest" "$out/$setting" "$options" || exit 3
    echo "$setting: booted with $options, stopped and taken apart in $((SECONDS - from)) s: $(grep -c IR-PCI-MSI "$out/$setting/console") message interrupts in use"
    claims "$setting"
    groups "$setting"
done
echo "damage: one change at a time in a copy of the strict image"
# shellcheck source=damage.sh disable=SC1091
. $here/damage.sh
echo "demo-audit: $passed passed, $failed failed, $((SECONDS - began)) s; reports in $out"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
