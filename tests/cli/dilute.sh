#!/usr/bin/env bash
# dilute.sh FILE COUNT: the session of a trace with harmless operations between its own, COUNT operations in all.
own=$(grep -cE '^(mem|look|read..|write..|request) ' "$1")
awk -v own="$own" -v all="$2" '
    /^(mem|look|read..|write..|request) / {
        done++
        until = int((all - own) * done / own)
        for (; added < until; added++)
            print added % 3 == 0 ? "read32 0x8" : added % 3 == 1 ? "look 0x3000000" : "mem " 0x4000000 + 8 * added " " added
    }
    { print }' "$1"
