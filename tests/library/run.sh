#!/usr/bin/env bash
# Install the library into an empty place; use it from there: a C program through pkg-config, and cffi.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $1"; exit 1; }

make --no-print-directory install DESTDIR="$work" PREFIX=/opt/oracle || fail 'make install'
at=$work/opt/oracle
for file in bin/iommu-oracle lib/libiommu-oracle.so lib/libiommu-oracle.so.1 lib/pkgconfig/iommu-oracle.pc \
    include/iommu-oracle.h share/man/man1/iommu-oracle.1; do
    [ -e "$at/$file" ] || fail "$file is not installed"
done
# everything that is exported is in the header
nm -D --defined-only "$at/lib/libiommu-oracle.so" | awk '$2 == "T" { sub("@.*", "", $3); print $3 }' | sort >"$work/exported"
grep -oE '\biommu_[a-z_]+\(' "$at/include/iommu-oracle.h" | tr -d '(' | sort -u >"$work/declared"
diff "$work/exported" "$work/declared" || fail 'the library does not export what the header declares'
cat >"$work/use.c" <<'END'
#include <iommu-oracle.h>
#include <stdio.h>
int main(void)
{
    struct iommu_registers r;
    char why[100];
    if (iommu_oracle_abi() != IOMMU_ORACLE_ABI || iommu_profile("skylake", &r) != 0)
        return 1;
    iommu_unit *u = iommu_unit_new(&r, why, sizeof why);
    printf("%x\n", u != NULL ? iommu_unit_read(u, 8) : 0);
    iommu_unit_free(u);
    return 0;
}
END
export PKG_CONFIG_PATH=$at/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$work
for compiler in gcc clang; do
    # shellcheck disable=SC2046
    $compiler -std=c11 -Wall -Wextra -Werror "$work/use.c" $(pkg-config --cflags --libs iommu-oracle) -o "$work/use" || fail "$compiler"
    [ "$(LD_LIBRARY_PATH=$at/lib "$work/use")" = 40660462 ] || fail "the program built by $compiler"
done
man --warnings -l "$at/share/man/man1/iommu-oracle.1" >/dev/null 2>"$work/man" || fail 'man page'
[ ! -s "$work/man" ] || fail "man page: $(head -n 1 "$work/man")"
/usr/bin/python3 "$here/test_ffi.py" "$at/lib/libiommu-oracle.so" "$at/include/iommu-oracle.h" || fail 'cffi'
