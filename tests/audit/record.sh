#!/usr/bin/env bash
# Record the fixture again, after make demo-audit: the tables, registers and capture of its two guests.
set -euo pipefail
from=build/audit
oracle=${ORACLE:-$PWD/build/iommu-oracle}
from=${OUT:-$from}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for setting in strict passthrough; do
    mkdir -p "$work/$setting"
    "$oracle" audit --memory "$from/$setting/image" --registers "$from/$setting/registers" \
        --capture "$from/$setting/capture" --quiet --fail-on none --save-tables "$work/$setting/tables"
    cp -r "$from/$setting/registers" "$from/$setting/capture" "$work/$setting/"
done
cp "$from/guest/release" "$work/release"
tar -c --sort=name --owner=0 --group=0 --mtime=@0 -C "$work" . | gzip -9n >tests/audit/guests.tar.gz.part
mv tests/audit/guests.tar.gz.part tests/audit/guests.tar.gz
