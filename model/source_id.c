#include "model/source_id.h"

#include "spec/source_id_lemmas.acsl"

bool vtd_qualified_match(unsigned sq, uint16_t sid, uint16_t requester)
{
    if (sid / 8u != requester / 8u)
        return false;
    switch (sq) {
    case 0:
        return sid % 8u == requester % 8u;
    case 1:
        return sid % 4u == requester % 4u;
    case 2:
        return sid % 2u == requester % 2u;
    default:
        return true;
    }
}

bool vtd_source_accepted(unsigned svt, unsigned sq, uint16_t sid, uint16_t requester)
{
    unsigned bus = requester / 256u;
    switch (svt) {
    case 0:
        return true;
    case 1:
        return vtd_qualified_match(sq, sid, requester);
    case 2:
        return sid / 256u <= bus && bus <= sid % 256u;
    default:
        return false;
    }
}
