#!/bin/sh
# The first program of the demo guest: load drivers, do real I/O with every device, describe the machine on the
# second serial port, and go on with I/O until the machine is stopped.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module" || echo "DEMO-FAILED insmod $module"; done </modules/order
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0

once() { # write to both disks and read it back, past the page cache; random bytes; packets
    dd if=/modules/pattern of=/dev/nvme0n1 bs=64k count=8 oflag=direct 2>/dev/null &&
        dd if=/modules/pattern of=/dev/vda bs=64k count=8 oflag=direct 2>/dev/null &&
        dd if=/dev/nvme0n1 bs=64k count=8 iflag=direct 2>/dev/null | cmp - /modules/pattern &&
        dd if=/dev/vda bs=64k count=8 iflag=direct 2>/dev/null | cmp - /modules/pattern &&
        dd if=/dev/hwrng of=/dev/null bs=64 count=1 2>/dev/null
}

if once && ping -c 1 -W 5 10.0.2.2 >/dev/null; then echo DEMO-IO-DONE; else echo DEMO-FAILED input or output; fi
sh /capture.sh /capture
cat /proc/interrupts
dmesg | grep -i -e DMAR -e 'iommu:'
tar -c -C /capture . | gzip | base64 >/dev/ttyS1
echo DEMO-READY
while :; do once; done
