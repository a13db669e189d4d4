#include "harness/generate/batch.h"

void batch_set(struct batch *b, uint64_t *ram, uint64_t frame, unsigned index, uint64_t value)
{
    uint64_t at = frame * 512u + index;
    if (frame >= FRAME_END || b->words == BATCH_WORDS)
        return;
    if (ram[at] == 0) {
        b->word[b->words].index = at;
        b->word[b->words].value = value;
        b->words += value != 0;
    } else {
        for (size_t i = 0; i < b->words; i++)
            if (b->word[i].index == at)
                b->word[i].value = value;
    }
    ram[at] = value;
}

void batch_install(const struct batch *b, uint64_t *ram)
{
    for (size_t i = 0; i < b->words; i++)
        ram[b->word[i].index] = b->word[i].value;
}

void batch_remove(const struct batch *b, uint64_t *ram)
{
    for (size_t i = 0; i < b->words; i++)
        ram[b->word[i].index] = 0;
}
