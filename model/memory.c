#include "model/memory.h"

bool vtd_memory_has(const struct vtd_memory *m, uint64_t frame, uint64_t index)
{
    return frame * 512u + index < m->word_count;
}

uint64_t vtd_memory_word(const struct vtd_memory *m, uint64_t frame, uint64_t index)
{
    return m->words[frame * 512u + index];
}
