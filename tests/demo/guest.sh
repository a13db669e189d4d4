#!/usr/bin/env bash
# Make the demo guest: guest.sh DIRECTORY. Debian's Linux 6.1 for clouds and busybox, from the Debian archive, become
# DIRECTORY/kernel and DIRECTORY/initrd. Does nothing if they are there.
set -euo pipefail
here=$PWD/tests/demo
to=$1
if [ -s "$to/kernel" ] && [ -s "$to/initrd" ] && [ "$to/initrd" -nt "$here/guest_init.sh" ] &&
    [ "$to/initrd" -nt "$here/guest.sh" ] && [ "$to/initrd" -nt harness/audit/input/capture.sh ]; then
    exit 0
fi
mkdir -p "$to/packages"
to=$(cd "$to" && pwd)

package() { # name: download and unpack once
    ls "$to/packages/$1"_*.deb >/dev/null 2>&1 ||
        (cd "$to/packages" && apt-get -q download "$1" >download.log 2>&1) ||
        { echo "demo: cannot download the Debian package $1:" >&2; cat "$to/packages/download.log" >&2; exit 3; }
    dpkg-deb -x "$to/packages/$1"_*.deb "$to/root"
}

[ -n "$(apt-cache depends linux-image-cloud-amd64 2>/dev/null)" ] || apt-get -q update >"$to/packages/update.log" 2>&1
kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-6/ { print $2; exit }')
[ -n "$kernel" ] || { echo "demo: the package linux-image-cloud-amd64 is not known, or not of Linux 6" >&2; exit 3; }
package "$kernel"
package busybox-static
release=${kernel#linux-image-}
modules=$to/root/lib/modules/$release/kernel

rm -rf "$to/tree"
mkdir -p "$to/tree/bin" "$to/tree/proc" "$to/tree/sys" "$to/tree/dev" "$to/tree/modules"
cp "$to/root/bin/busybox" "$to/tree/bin/"
for name in $("$to/root/bin/busybox" --list); do [ "$name" = busybox ] || ln -s busybox "$to/tree/bin/$name"; done
for path in drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_legacy_dev \
    drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci drivers/block/virtio_blk net/core/failover \
    drivers/net/net_failover drivers/net/virtio_net drivers/char/hw_random/virtio-rng; do
    cp "$modules/$path.ko" "$to/tree/modules/"
    echo "${path##*/}.ko" >>"$to/tree/modules/order"
done
head -c 524288 "$to/root/boot/vmlinuz-$release" >"$to/tree/modules/pattern"
cp "$here/guest_init.sh" "$to/tree/init"
cp harness/audit/input/capture.sh "$to/tree/capture.sh"
(cd "$to/tree" && find . | "$to/root/bin/busybox" cpio -o -H newc 2>/dev/null) >"$to/initrd.part"
cp "$to/root/boot/vmlinuz-$release" "$to/kernel"
echo "$release" >"$to/release"
mv "$to/initrd.part" "$to/initrd"
