/* The answers of a child process, line by line. */
#ifndef TARGETS_EXEC_ANSWER_H
#define TARGETS_EXEC_ANSWER_H

#include "harness/targets/exec_peer.h"
#include "harness/trace/line.h"

/* Lines that only the handshake has. */
enum exec_line_id { EXEC_HELLO = 300, EXEC_TARGET, EXEC_VERSION, EXEC_CAPS, EXEC_UNIT_SOURCES, EXEC_QUEUE };

/* Read the answer to `asked` up to `done`: each line is taken apart by `rules` and given to `take`, which says whether it
 * fits (trace_line_refuse if not). false: the process has failed. */
bool exec_answer(struct exec_peer *p, const char *asked, const struct trace_rule *rules,
                 bool (*take)(void *context, struct trace_line *l), void *context);

/* The answer to an operation. */
bool exec_answer_operation(struct exec_peer *p, const struct operation *o, struct seen *s);

/* The answers to `start`, `hello` and `unit`. */
bool exec_answer_start(struct exec_peer *p);
bool exec_answer_hello(struct exec_peer *p);
bool exec_answer_unit(struct exec_peer *p);

#endif
