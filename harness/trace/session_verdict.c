/* Session files: judging what they say was seen. */
#include <string.h>

#include "harness/oracle/profile.h"
#include "harness/trace/session_file.h"

struct vtd_caps session_file_caps(const struct session_file *f)
{
    return profile_decode((struct profile_registers){f->version, f->cap, f->ecap, f->haw});
}

void session_file_judge(struct judge *j, const struct session_file *f, struct session_findings *found)
{
    struct vtd_caps caps = session_file_caps(f);
    if (f->ended[0] != '\0')
        session_ended(f->ended, f->session.count - 1u, found);
    else
        session_judge(j, &caps, &f->session, found);
}

bool session_file_expects(const struct session_file *f, const struct session_findings *found,
                          const struct finding **which)
{
    *which = found->count > 0 ? &found->finding[0] : NULL;
    if (strcmp(f->origin.verdict, "legal") == 0)
        return found->count == 0;
    for (unsigned i = 0; i < found->count; i++)
        if (strcmp(found->finding[i].rules, f->origin.rules) == 0) {
            *which = &found->finding[i];
            return true;
        }
    return false;
}
