"""The shared library driven through cffi: test_ffi.py LIBRARY HEADER. Model and judge against each other."""
import re
import sys

import cffi

library, header = sys.argv[1:]
declarations = open(header).read().split("/* declarations begin */")[1].split("/* declarations end */")[0]
ffi = cffi.FFI()
ffi.cdef(re.sub(r"/\*.*?\*/", "", declarations, flags=re.S))
lib = ffi.dlopen(library)

PLACE, PAGE = 0x5000000, 0x1234000
STATE = (0x1C, 0x34, 0x80, 0x9C, 0x38, 0xA0, 0xB0, 0xB4)
checks = 0


def expect(what, got, wanted):
    global checks
    checks += 1
    if got != wanted:
        sys.exit(f"FAILED: {what}: expected {wanted!r}, got {got!r}")


def registers(name):
    r = ffi.new("struct iommu_registers *")
    expect(f"profile {name}", lib.iommu_profile(name.encode(), r), 0)
    return r


class Run:
    """One unit and a judge that is told what the unit does."""

    def __init__(self, r):
        why = ffi.new("char[600]")
        self.unit = lib.iommu_unit_new(r, why, 600)
        self.judge = lib.iommu_judge_new(r, 0, why, 600)
        if not self.unit or not self.judge:
            sys.exit("FAILED: " + ffi.string(why).decode())

    def close(self):
        lib.iommu_unit_free(self.unit)
        lib.iommu_judge_free(self.judge)

    def tell(self, *lines):
        for line in lines:
            expect(line, lib.iommu_judge_line(self.judge, line.encode()), lib.IOMMU_LEGAL)
        return lib.iommu_judge_line(self.judge, b"done")

    def state(self, spoil=0):
        lines = ["state " + " ".join(hex(lib.iommu_unit_read(self.unit, o) ^ (spoil if o == 0x34 else 0)) for o in STATE)]
        fault = (lib.iommu_unit_read(self.unit, 8) >> 24 | (lib.iommu_unit_read(self.unit, 12) & 3) << 8) * 16
        words = [lib.iommu_unit_read(self.unit, fault + 4 * k) for k in range(4)]
        if any(words):
            lines.append(f"record 0 {words[0] | words[1] << 32:#x} {words[2] | words[3] << 32:#x}")
        m = ffi.new("struct iommu_message *")
        while lib.iommu_unit_message(self.unit, m):
            lines.append(f"message {m.destination:#x} {m.vector:#x} {m.delivery_mode} {m.logical} {m.level}")
        return lines

    def write(self, offset, value):
        lib.iommu_unit_write(self.unit, offset, value)
        expect(f"write {offset:#x}", self.tell(f"write32 {offset:#x} {value:#x}", *self.state()), lib.IOMMU_LEGAL)

    def store(self, address, value):
        expect("store", lib.iommu_unit_store(self.unit, address, value), 0)
        expect("store judged", self.tell(f"mem {address:#x} {value:#x}"), lib.IOMMU_LEGAL)

    def fill(self, source, address, seen=None, spoil=0):
        at = ffi.new("uint64_t *")
        allowed = lib.iommu_unit_dma(self.unit, source, address, lib.IOMMU_WRITE, at)
        word = 0x96969696 if allowed and at[0] == PLACE else 0x5A5A0001
        return allowed, self.tell(f"request fill 0 {source:#x} {address:#x} 0 {PLACE:#x} 0",
                                  f"after {word if seen is None else seen:#x} 0", *self.state(spoil))

    def rule(self):
        return ffi.string(lib.iommu_judge_rule(self.judge)).decode()

    def text(self):
        return ffi.string(lib.iommu_judge_text(self.judge)).decode()


def tables(run, source):
    """A 3-level table that maps PAGE to PLACE, translation on."""
    root, context, tables_at = 0x1000000, 0x1001000, (0x1004000, 0x1003000, 0x1002000)
    run.store(root + (source >> 8) * 16, context | 1)
    run.store(context + (source & 0xFF) * 16, tables_at[2] | 1)
    run.store(context + (source & 0xFF) * 16 + 8, 1 | 7 << 8)
    run.store(tables_at[2] + (PAGE >> 30 & 511) * 8, tables_at[1] | 3)
    run.store(tables_at[1] + (PAGE >> 21 & 511) * 8, tables_at[0] | 3)
    run.store(tables_at[0] + (PAGE >> 12 & 511) * 8, PLACE | 3)
    run.write(0x20, root)
    run.write(0x18, 0x40000000)
    run.write(0x18, 0x80000000)


def main():
    expect("ABI", lib.iommu_oracle_abi(), 1)
    expect("no such profile", lib.iommu_profile(b"z80", ffi.new("struct iommu_registers *")), -1)
    r = registers("qemu-7.2-aw39")
    why = ffi.new("char[600]")
    bad = ffi.new("struct iommu_registers *", [0x10, r.cap | 7, r.ecap, 39])
    expect("impossible unit", lib.iommu_unit_new(bad, why, 600), ffi.NULL)
    expect("reason", b"CAP_REG.ND" in ffi.string(why), True)
    run = Run(r)
    tables(run, 0x20)
    expect("mapped page", run.fill(0x20, PAGE), (1, lib.IOMMU_LEGAL))
    expect("other page", run.fill(0x20, PAGE + 0x1000), (0, lib.IOMMU_LEGAL))
    expect("a blocked write that lands", run.fill(0x20, PAGE + 0x1000, seen=0x96969696)[1], lib.IOMMU_VIOLATION)
    expect("its rule", run.rule(), "LGN.2")
    expect("its text", "legal: blocked recording 05" in run.text(), True)
    expect("other requester", run.fill(0x28, PAGE), (0, lib.IOMMU_LEGAL))
    expect("wrong status", run.fill(0x20, PAGE, spoil=0x10)[1], lib.IOMMU_VIOLATION)
    expect("its field", run.rule(), "FSTS.IQE")
    expect("bad line", lib.iommu_judge_line(run.judge, b"write32 0x19 1"), lib.IOMMU_BAD_LINE)
    expect("column", run.text().startswith("line:1:9: expected OFFSET"), True)
    expect("done alone", lib.iommu_judge_line(run.judge, b"done"), lib.IOMMU_BAD_LINE)
    expect("odd address", lib.iommu_unit_store(run.unit, 4, 0), -1)
    expect("beyond memory", lib.iommu_unit_load(run.unit, 1 << 28, ffi.new("uint64_t *")), -1)
    expect("no such access", lib.iommu_unit_dma(run.unit, 0, 0, 9, ffi.NULL), -1)
    lib.iommu_unit_power_on(run.unit)
    expect("GSTS after power-on", lib.iommu_unit_read(run.unit, 0x1C), 0)
    run.close()
    print(f"library: {checks} checks passed")


main()
