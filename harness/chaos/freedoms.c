#include "harness/chaos/freedoms.h"

/* Left out, because they do not concern legacy mode: requests with PASID (3), accessed and dirty flags (10), entries of
 * 256 and 512 bits (19), ATS requests (24), nested translation (26), host permission tables (28), fields that are
 * reserved in older revisions (30). Not visible to the judge: memory types (18), the number of tags and the length of
 * a time-out (part of 16), draining (part of 20). */
/* clang-format off */
const struct freedom_text freedom_table[CHAOS_FREEDOMS] = {
    {1, "coarser-contexts", "6.5.1.1, 6.5.2.1", {"as asked", "more context entries dropped"}},
    {1, "coarser-pages", "6.5.1.2, 6.5.2.3", {"as asked", "more translations dropped"}},
    {1, "coarser-entries", "6.5.2.7", {"as asked", "more interrupt entries dropped"}},
    {2, "cached-context", "6.2.2", {"context read from memory", "context from the cache"}},
    {2, "cached-table", "6.2.5", {"walk from the top", "walk from a paging-structure cache"}},
    {2, "cached-page", "6.2.4", {"not held or evicted", "answered from the IOTLB"}},
    {2, "cached-entry", "6.3", {"interrupt entry read from memory", "interrupt entry from the cache"}},
    {2, "fractured", "6.2.4", {"held as one page", "held as a smaller page"}},
    {2, "prefetch", "6.2", {"filled by requests only", "filled before any request"}},
    {2, "stale", "6.5", {"the answer of the present tables", "an answer of earlier tables"}},
    {2, "late", "6.5.2", {"queue worked off at once", "queue left for later"}},
    {4, "compression", "7.2.1", {"each fault recorded", "a pending record of the requester stands for it"}},
    {5, "index-held", "7.2.1", {"record index reset once", "record index held at 0 while off"}},
    {6, "page-cut", "11.4.14", {"whole page number recorded", "only bits of the largest table depth"}},
    {6, "no-index", "11.4.14", {"0 where no index is defined", "anything"}},
    {7, "other-condition", "7.1.3", {"first condition reported", "another one that holds"}},
    {7, "other-interrupt-condition", "5.1.4.1", {"reserved bits reported", "the source reported"}},
    {8, "atomic", "7.1.3", {"missing write right reported", "missing read right reported"}},
    {9, "blocked-data", "7.1", {"blocked read returns zeros", "blocked read returns ones"}},
    {11, "protected-remapped", "11.4.8", {"remapped request passes", "remapped request blocked"}},
    {12, "command-with-queue", "6.5.1", {"register command dropped", "register command done"}},
    {12, "several-commands", "11.4.4.1", {"all changes made", "one change made"}},
    {12, "tail-noticed", "6.5.2.9", {"bad tail seen at once", "bad tail seen at the next fetch"}},
    {13, "head-ahead", "6.5.2", {"head moves with execution", "head runs ahead"}},
    {14, "granularity-code", "11.4.9.9", {"reserved granularity is code 4", "reserved granularity is code 3"}},
    {14, "no-error-code", "11.4.9.9", {"error code given", "no information"}},
    {14, "mask-taken", "6.5.2.3, 6.5.2.7", {"too large mask is an error", "too large mask is done"}},
    {15, "through-width", "9.3", {"AW of pass-through ignored", "AW of pass-through checked"}},
    {15, "through-pointer", "9.3", {"pointer of pass-through ignored", "pointer of pass-through checked"}},
    {16, "timeout", "6.5.2.9", {"device answers", "device times out"}},
    {17, "undefined-read", "11.4", {"undefined bits read 0", "undefined bits read anything"}},
    {20, "upper-address", "11.4", {"bits above HAW kept", "bits above HAW missing"}},
    {20, "no-upper-register", "11.4.7.6", {"upper address missing without EIM", "upper address kept without EIM"}},
    {20, "initial-actual", "11.4.6", {"CAIG and IAIG 0 at power-on", "CAIG and IAIG not 0 at power-on"}},
    {21, "index-wraps", "5.1.3", {"index above 65535 refused", "index above 65535 wraps"}},
    {21, "delivery-mode", "9.9", {"undefined mode delivered", "undefined mode refused"}},
    {21, "source-type", "9.9", {"SVT=11 is a reserved value", "SVT=11 rejects the source"}},
    {22, "cached-fault", "6.1", {"faulting entry not held", "faulting entry held"}},
    {23, "kept-while-off", "11.4.4.1", {"caches emptied by TE=0", "caches survive TE=0"}},
    {25, "range-overlap", "3.15", {"interrupt range judged by 4 KB", "interrupt range judged by page"}},
    {27, "abort-silent", "7.1.3", {"abort mode recorded", "abort mode not recorded"}},
    {29, "status-nowhere", "6.5.2.8", {"wait goes on", "wait is dropped"}},
};
/* clang-format on */
