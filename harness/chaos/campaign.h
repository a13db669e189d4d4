/* Campaigns: many sessions of the chaos implementation, judged. */
#ifndef CHAOS_CAMPAIGN_H
#define CHAOS_CAMPAIGN_H

#include "harness/chaos/chaos.h"
#include "harness/session/sessions.h"

/* A unit, and how it goes about its queue. */
struct chaos_profile {
    const char *name;
    const char *base; /* of harness/oracle/profile_names.c */
    uint64_t cap_clear, cap_set, ecap_set;
    bool lazy;
    const char *what;
};
extern const struct chaos_profile chaos_profiles[];
extern const unsigned chaos_profile_count;

/* NULL if there is none of that name. */
const struct chaos_profile *chaos_profile_named(const char *name);
struct vtd_caps chaos_profile_caps(const struct chaos_profile *p);

struct chaos_result {
    uint64_t sessions, operations, requests, undefined, accusations;
    double seconds;
    uint64_t count[CHAOS_FREEDOMS][2];
    struct finding first;     /* accusation */
    uint64_t first_operation; /* how many operations had been made when it came, itself included */
    struct session *accused;  /* its session, to be freed by the caller; NULL: none */
};

/* Judge sessions of one profile until `operations` have been made, or until an accusation if `once`. Sessions depend on
 * the seed alone. false: no memory. */
struct chaos_run {
    const struct chaos_profile *profile;
    uint64_t operations, seed;
    enum chaos_mutant mutant;
    bool once;
    bool forced; /* one freedom is always used in the same way */
    enum chaos_freedom freedom;
    bool second;
};
bool chaos_campaign(const struct chaos_run *run, struct chaos_result *r);

#endif
