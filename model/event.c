#include "model/event.h"

bool vtd_event_raise(struct vtd_event *e)
{
    e->pending = e->masked;
    return !e->masked;
}

bool vtd_event_mask(struct vtd_event *e, bool masked)
{
    bool sent = e->pending && !masked;
    e->masked = masked;
    e->pending = e->pending && masked;
    return sent;
}
