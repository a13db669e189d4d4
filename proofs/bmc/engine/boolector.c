/* Boolector as a program that reads SMT-LIB 2. The Debian version knows no define-fun: nested lets instead. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backend.h"
#include "util.h"

/* Every term is a bit vector here, also those of one bit. */
static void write_kid(FILE *out, term t)
{
    if (is_constant(t))
        fprintf(out, " (_ bv%" PRIu64 " %u)", t->value, t->width);
    else
        fprintf(out, " t%u", t->id);
}

static void write_operation(FILE *out, term t)
{
    static const char *const name[] = {
        [OP_NOT] = "bvnot",   [OP_AND] = "bvand", [OP_OR] = "bvor",      [OP_XOR] = "bvxor",   [OP_ADD] = "bvadd",
        [OP_SUB] = "bvsub",   [OP_MUL] = "bvmul", [OP_UDIV] = "bvudiv",  [OP_UREM] = "bvurem", [OP_SDIV] = "bvsdiv",
        [OP_SREM] = "bvsrem", [OP_SHL] = "bvshl", [OP_LSHR] = "bvlshr",  [OP_ASHR] = "bvashr", [OP_EQ] = "=",
        [OP_ULT] = "bvult",   [OP_SLT] = "bvslt", [OP_CONCAT] = "concat"};
    bool truth = t->op == OP_EQ || t->op == OP_ULT || t->op == OP_SLT;
    if (truth)
        fputs("(ite ", out);
    if (t->op == OP_ITE)
        fputs("(ite (= #b1", out);
    else if (t->op == OP_EXTRACT)
        fprintf(out, "((_ extract %u %u)", (uint32_t)t->value + t->width - 1, (uint32_t)t->value);
    else if (t->op == OP_ZEXT || t->op == OP_SEXT)
        fprintf(out, "((_ %s_extend %u)", t->op == OP_ZEXT ? "zero" : "sign", t->width - t->kid[0]->width);
    else
        fprintf(out, "(%s", name[t->op]);
    for (int i = 0; i < 3 && t->kid[i] != NULL; i++) {
        write_kid(out, t->kid[i]);
        if (t->op == OP_ITE && i == 0)
            fputc(')', out);
    }
    fputs(truth ? ") #b1 #b0)" : ")", out);
}

void write_smtlib(FILE *out, const struct terms *t, term formula)
{
    struct cone cone = {0};
    size_t lets = 0;
    cone_add(&cone, t, formula);
    fputs("(set-logic QF_BV)\n", out);
    for (size_t i = 0; i < cone.count; i++)
        if (cone.all[i]->op == OP_VAR)
            fprintf(out, "(declare-fun t%u () (_ BitVec %u))\n", cone.all[i]->id, cone.all[i]->width);
    fputs("(assert\n", out);
    for (size_t i = 0; i < cone.count; i++) {
        term a = cone.all[i];
        if (a->op == OP_VAR || a->op == OP_CONST)
            continue;
        fprintf(out, "(let ((t%u ", a->id);
        write_operation(out, a);
        fputs("))\n", out);
        lets++;
    }
    fputs("(= #b1", out);
    write_kid(out, formula);
    fputc(')', out);
    while (lets-- > 0)
        fputc(')', out);
    fputs(")\n(check-sat)\n(exit)\n", out);
    cone_end(&cone);
}

static enum answer read_answer(FILE *in, const struct terms *t, struct values *values)
{
    char line[256], bits[128];
    uint32_t id;
    enum answer answer = ANSWER_NONE;
    while (fgets(line, sizeof line, in) != NULL) {
        if (strcmp(line, "unsat\n") == 0)
            answer = ANSWER_NO;
        else if (strcmp(line, "sat\n") == 0)
            answer = ANSWER_YES;
        else if (sscanf(line, "t%" SCNu32 " %127s", &id, bits) == 2 && id < t->count && t->all[id]->op == OP_VAR) {
            for (char *c = bits; *c != '\0'; c++)
                if (*c == 'x')
                    *c = '0'; /* any value will do */
            values_set(values, t->all[id], strtoull(bits, NULL, 2));
        }
    }
    return answer;
}

enum answer solve_boolector(const struct question *q, struct values *values)
{
    char path[] = "/tmp/bmc-XXXXXX", command[128];
    int file = mkstemp(path); /* gone as soon as nobody has it open, however we end */
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    if (out == NULL)
        stop(EXIT_FAILED, "cannot write a file in /tmp");
    write_smtlib(out, q->t, question_term(q));
    unlink(path);
    fflush(out);
    snprintf(command, sizeof command, "exec boolector -m --smt2 /proc/%d/fd/%d 2>&1", (int)getpid(), file);
    FILE *in = popen(command, "r");
    if (in == NULL)
        stop(EXIT_FAILED, "cannot start boolector");
    enum answer answer = read_answer(in, q->t, values);
    pclose(in);
    fclose(out);
    return answer;
}
