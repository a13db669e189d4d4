/* Earlier values of words of memory, and when they held. */
#ifndef HISTORY_WORDS_H
#define HISTORY_WORDS_H

#include "spec/vocabulary.h"

enum { HISTORY_WORDS = 1024, HISTORY_VERSIONS = 16, HISTORY_SLOTS = 4096 };

struct history_version {
    uint64_t value;
    uint32_t until; /* the first moment at which it no longer held */
    uint32_t event; /* the operation that changed it */
};

/* The earlier values of one word, oldest first; the present one is in memory. */
struct history_word {
    uint64_t at;
    bool wild; /* there were more than fit */
    uint8_t count;
    struct history_version past[HISTORY_VERSIONS];
};

struct history_words {
    bool full; /* the last one that was added did not fit */
    unsigned count;
    struct history_word word[HISTORY_WORDS];
    uint16_t slot[HISTORY_SLOTS]; /* hash table: number of a word + 1 */
    uint64_t frames[64];          /* bit n: a word of some frame that is n modulo 4096 has changed */
};

void history_words_clear(struct history_words *w);

/* NULL: the word has no earlier value that counts. */
const struct history_word *history_words_find(const struct history_words *w, uint64_t at);

/* Word `at` had this value until now. */
void history_words_add(struct history_words *w, uint64_t at, struct history_version v);

/* Drop what no longer held at moment `floor`. */
void history_words_prune(struct history_words *w, uint32_t floor);

/* A time during which an entry of two words held its value; moments from..to. */
struct history_segment {
    uint64_t lo, hi;
    uint32_t from, to;
    uint32_t event; /* that ended it; 0 for the present value */
};

/* The value of a word, or of the pair of words, at moment `from`, and until when it held (not beyond `now`). */
struct history_segment history_words_at(const struct history_words *w, const struct vtd_memory *m, uint64_t at,
                                        bool pair, uint32_t from, uint32_t now);

/* Has the word, or one of the pair, been changed more often than is remembered? */
bool history_words_wild(const struct history_words *w, uint64_t at, bool pair);

#endif
