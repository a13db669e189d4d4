#!/bin/sh
# Collect what an audit has to know about a running Linux host: capture.sh DIRECTORY, as root. Needs only sh, cat, cp,
# mkdir, readlink and basename. Reads, never writes, anything outside DIRECTORY. Memory itself is not copied; where
# the kernel has CONFIG_INTEL_IOMMU_DEBUGFS (mount -t debugfs none /sys/kernel/debug), its tables are, as text.
# Then: iommu-oracle audit --capture DIRECTORY [--memory IMAGE] --claims FILE
set -u
umask 077
to=${1:?usage: capture.sh DIRECTORY}
sys=${SYS:-/sys}
proc=${PROC:-/proc}
mkdir -p "$to/pci" "$to/iommu" || exit 1

copy() { # from, to: nothing if it is not there
    [ -r "$1" ] && cat "$1" >"$2" 2>/dev/null
}

copy "$sys/firmware/acpi/tables/DMAR" "$to/dmar" || echo "capture: no DMAR table: are you root?" >&2
copy "$proc/iomem" "$to/iomem"
copy "$proc/cmdline" "$to/cmdline"
copy "$proc/version" "$to/version"

functions=0
for device in "$sys"/bus/pci/devices/*; do
    [ -r "$device/config" ] || continue
    out=$to/pci/$(basename "$device")
    mkdir -p "$out"
    copy "$device/config" "$out/config"
    copy "$device/resource" "$out/resource"
    [ -L "$device/iommu_group" ] && basename "$(readlink "$device/iommu_group")" >"$out/iommu_group"
    [ -L "$device/physfn" ] && basename "$(readlink "$device/physfn")" >"$out/physfn"
    driver=none
    [ -L "$device/driver" ] && driver=$(basename "$(readlink "$device/driver")")
    echo "class $(cat "$device/class") vendor $(cat "$device/vendor") device $(cat "$device/device") driver $driver" >"$out/label"
    functions=$((functions + 1))
done

units=0
for unit in "$sys"/class/iommu/*; do
    [ -r "$unit/intel-iommu/cap" ] || continue
    out=$to/iommu/$(basename "$unit")
    mkdir -p "$out"
    for file in address cap ecap version; do copy "$unit/intel-iommu/$file" "$out/$file"; done
    units=$((units + 1))
done

from=$sys/kernel/debug/iommu/intel
tables=0
if [ -d "$from" ]; then
    mkdir -p "$to/debugfs"
    for file in iommu_regset dmar_translation_struct domain_translation_struct ir_translation_struct; do
        copy "$from/$file" "$to/debugfs/$file" && tables=$((tables + 1))
    done
    for device in "$from"/*:*; do
        [ -r "$device/domain_translation_struct" ] || continue
        mkdir -p "$to/debugfs/$(basename "$device")"
        copy "$device/domain_translation_struct" "$to/debugfs/$(basename "$device")/domain_translation_struct"
        tables=$((tables + 1))
    done
fi
echo "capture: $functions PCI functions, $units remapping units, $tables table files in $to"
[ "$functions" -gt 0 ] && [ "$units" -gt 0 ]
