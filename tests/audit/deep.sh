#!/usr/bin/env bash
# Make an image of five table levels in which few tables map very many addresses: 512 * 512 * 512 pages of 4 KB for each of COUNT
# entries of level 4, all to the same 2 MB of memory: deep.sh IMAGE COUNT. Root table at 0x1000.
set -euo pipefail
export LC_ALL=C
image=$1 count=$2
words() { # frame, awk statements that put words
    printf '%b' "$(awk -v n="$count" 'function put(v,  i) { for (i = 0; i < 8; i++) { printf "\\x%02x", v % 256; v = int(v / 256) } }
        BEGIN { '"$2"' }')" | dd of="$image" bs=4096 seek="$1" conv=notrunc iflag=fullblock status=none
}
truncate -s $((1024 * 4096)) "$image"
words 1 'put(2 * 4096 + 1); put(0)'
words 2 'put(3 * 4096 + 1); put(256 + 3)' # AW: five levels
words 3 'put(4 * 4096 + 3)'
words 4 'for (k = 0; k < n; k++) put(5 * 4096 + 3)'
words 5 'for (k = 0; k < 512; k++) put(6 * 4096 + 3)'
words 6 'for (k = 0; k < 512; k++) put(7 * 4096 + 3)'
words 7 'for (k = 0; k < 512; k++) put((100 + k) * 4096 + 3)'
