#!/bin/sh
# Make everything that follows from rules.tsv, fields.tsv and registers.tsv: usage generate.sh OUTPUT-DIRECTORY
set -eu
here=$(dirname "$0")
out=$1
mkdir -p "$out"
for part in rules fields registers; do
    awk -v out="$out" -f "$here/generate_$part.awk" "$here/$part.tsv"
done
