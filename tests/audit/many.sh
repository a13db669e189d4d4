#!/usr/bin/env bash
# Make an image whose context tables name SETS different sets of tables, each with one page, the same for all:
# many.sh IMAGE BUSES (256 sets for each bus). Root table at 0x1000.
set -euo pipefail
export LC_ALL=C
image=$1 buses=$2
little='function put(v,  i) { for (i = 0; i < 8; i++) { printf "\\x%02x", v % 256; v = int(v / 256) } }'
at() { dd of="$image" bs=4096 seek="$1" conv=notrunc iflag=fullblock status=none; }
truncate -s $(((1024 + buses * 256) * 4096)) "$image"
printf '%b' "$(awk -v n="$buses" "$little"' BEGIN { for (b = 0; b < n; b++) { put((256 + b) * 4096 + 1); put(0) } }')" | at 1
# Context entries: AW 4 levels, domain-id as many as there are.
awk -v n="$buses" "$little"' BEGIN { for (b = 0; b < n; b++) { for (d = 0; d < 256; d++) {
    put((1024 + b * 256 + d) * 4096 + 1); put((b * 256 + d) % 65536 * 256 + 2) } print "" } }' |
    while read -r line; do printf '%b' "$line"; done | at 256
# The first 64 sets share one page by way of one table at frame 512 -> 513 -> 514.
printf '%b' "$(awk "$little"' BEGIN { put(513 * 4096 + 3) }')" | at 512
printf '%b' "$(awk "$little"' BEGIN { put(514 * 4096 + 3) }')" | at 513
printf '%b' "$(awk "$little"' BEGIN { put(515 * 4096 + 3) }')" | at 514
for ((i = 0; i < 64; i++)); do printf '%b' "$(awk "$little"' BEGIN { put(512 * 4096 + 3) }')" | at $((1024 + i)); done
