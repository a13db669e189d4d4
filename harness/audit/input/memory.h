/* The memory of the input: one linear mapping, most of it never touched. */
#ifndef AUDIT_INPUT_MEMORY_H
#define AUDIT_INPUT_MEMORY_H

#include "harness/audit/input/build.h"

#define AUDIT_LIMIT (1ull << 46) /* bytes of physical address space that can be held */

/* Bytes of a file that are physical memory. */
struct audit_segment {
    uint64_t physical, length, offset;
};

/* Open --memory, whatever it is: ELF core, text of words, or raw image with --base or --map. */
bool audit_memory_open(struct audit_build *b, const char *path);

/* The segments of an ELF core; `bytes` is the size of the file. */
bool audit_elf_segments(struct audit_build *b, const char *path, int fd, uint64_t bytes, struct audit_segment **segment,
                        size_t *count);

/* The lines of --map. */
bool audit_map_segments(struct audit_build *b, const char *map, struct audit_segment **segment, size_t *count);

/* Put segments of an open file into memory. */
bool audit_memory_place(struct audit_build *b, const char *path, int fd, struct audit_segment *segment, size_t count);

/* Begin with memory that is all zero and belongs to nobody yet; words are put into it one by one. */
bool audit_memory_blank(struct audit_build *b);

/* Put a word; address is a multiple of 8. False: beyond what can be held (message not set), or no memory. *changed
 * (may be NULL): another value was there before. */
bool audit_memory_put(struct audit_build *b, uint64_t address, uint64_t value, bool *changed);

/* The page is in the input, even if nothing is put into it. */
bool audit_memory_page(struct audit_build *b, uint64_t address);

/* The pages become extents, and memory ends behind the last of them. */
bool audit_memory_finish(struct audit_build *b);

/* Text of words, as the monitor command xp of QEMU writes it: "ADDRESS: WORD WORD ...". */
bool audit_memory_text(struct audit_build *b, const char *path);

/* Copy bytes out; false if one of them is not in the input. */
bool audit_bytes(const struct audit_input *in, uint64_t address, void *to, size_t length);

#endif
