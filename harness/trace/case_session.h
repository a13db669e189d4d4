/* A case as a session: the operations with which software brings a unit there, then the requests. */
#ifndef TRACE_CASE_SESSION_H
#define TRACE_CASE_SESSION_H

#include "harness/trace/case_file.h"
#include "harness/trace/session_file.h"

/* What a case says was seen is not enough for a session: nothing is taken over, it has to be made again. false: more
 * words than a session has operations. */
bool case_to_session(const struct case_file *c, struct session_file *f);

#endif
