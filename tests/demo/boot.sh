#!/usr/bin/env bash
# Boot the demo guest, stop it in the middle of its I/O and take it apart: boot.sh GUEST OUTPUT KERNEL-OPTIONS.
# OUTPUT gets image (ELF core of memory), registers (of the remapping unit), capture/ (made inside the guest), console.
set -euo pipefail
guest=$1
out=$2
options=$3
rm -rf "$out"
mkdir -p "$out/capture"
out=$(cd "$out" && pwd)
truncate -s 64M "$out/nvme.disk" "$out/virtio.disk"

coproc QEMU { exec nice -n 19 qemu-system-x86_64 -machine q35,kernel-irqchip=split -accel tcg -cpu qemu64 -m 256M \
    -nodefaults -display none -no-reboot -kernel "$guest/kernel" -initrd "$guest/initrd" \
    -append "console=ttyS0 quiet loglevel=6 panic=-1 tsc=reliable no_timer_check intel_iommu=on,sm_off $options" \
    -serial "file:$out/console" -serial "file:$out/capture.base64" -qmp stdio \
    -device intel-iommu,intremap=on,aw-bits=48,caching-mode=off \
    -drive "if=none,id=d0,file=$out/nvme.disk,format=raw" -device nvme,drive=d0,serial=demo,addr=0x4 \
    -device pcie-root-port,id=rport,bus=pcie.0,chassis=1,addr=0x5 \
    -drive "if=none,id=d1,file=$out/virtio.disk,format=raw" \
    -device virtio-blk-pci,drive=d1,bus=rport,disable-legacy=on,iommu_platform=on \
    -netdev user,id=n0,restrict=on -device virtio-net-pci,netdev=n0,addr=0x6,disable-legacy=on,iommu_platform=on,romfile= \
    -device pcie-pci-bridge,id=pbridge,bus=pcie.0,addr=0x7 \
    -device virtio-rng-pci,bus=pbridge,addr=0x3,disable-legacy=on,iommu_platform=on 2>"$out/qemu.log"; }
pid=$QEMU_PID
exec {to}>&"${QEMU[1]}" {from}<&"${QEMU[0]}" # bash keeps its own two from subshells
trap 'kill "$pid" 2>/dev/null || true' EXIT

fail() {
    echo "demo: $1" >&2
    tail -n 15 "$out/console" "$out/qemu.log" >&2 || true
    exit 3
}

# One command of the machine protocol; prints its answer, passes over events.
ask() {
    local line
    printf '%s\n' "$1" >&"$to"
    while IFS= read -r -t 60 line <&"$from"; do
        case $line in
        *'"return"'*) printf '%s\n' "$line"; return ;;
        *'"error"'*) fail "QEMU refused $1: $line" ;;
        esac
    done
    fail "QEMU does not answer $1"
}
monitor() { ask "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\": \"$1\"}}" | jq -r .return; }

ask '{"execute": "qmp_capabilities"}' >/dev/null
for ((k = 0; k < 3000; k++)); do
    grep -q DEMO-READY "$out/console" 2>/dev/null && break
    if grep -q -e 'Kernel panic' -e DEMO-FAILED "$out/console" 2>/dev/null; then fail "the guest failed"; fi
    kill -0 "$pid" 2>/dev/null || fail "QEMU ended"
    sleep 0.1
done
grep -q DEMO-READY "$out/console" || fail "the guest did not come up in five minutes"
grep -q DEMO-IO-DONE "$out/console" || fail "the guest did no input and output"

ask '{"execute": "stop"}' >/dev/null
monitor 'xp /64xw 0xfed90000' | tr -d '\r' >"$out/registers"
ask "{\"execute\": \"dump-guest-memory\", \"arguments\": {\"paging\": false, \"protocol\": \"file:$out/image\"}}" >/dev/null
printf '{"execute": "quit"}\n' >&"$to"
wait "$pid" 2>/dev/null || true
trap - EXIT
tr -d '\r\n' <"$out/capture.base64" | base64 -d | tar -xz -C "$out/capture"
rm -f "$out/nvme.disk" "$out/virtio.disk" "$out/capture.base64"
