/* Mutants of the chaos implementation: each must be accused, for the right reason, soon enough. */
#ifndef CHAOS_ACCUSE_H
#define CHAOS_ACCUSE_H

#include "harness/chaos/campaign.h"

enum accuse_verdict { ACCUSED, ACCUSED_WRONGLY, ACCUSED_LATE, NOT_ACCUSED, ACCUSE_FAILED };

struct accusation {
    enum accuse_verdict verdict;
    uint64_t operations; /* made until the accusation */
    struct finding finding;
};

/* Judge the mutant until it is accused, or for the operations that its row of mutant_table allows. */
struct accusation accuse(enum chaos_mutant m, uint64_t seed);

#endif
