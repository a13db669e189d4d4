/* The questions about a run: can a check be reached, does a loop go on too long, can every cover point be reached? */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "verdict.h"

static term reached(struct machine *m, const struct check *c)
{
    return t_and(&m->terms, c->condition, c->assumed);
}

/* Asks one back end after the other; the first answer counts, later ones must not differ. */
static enum answer ask_all(struct machine *m, const struct options *o, struct verdict *v, const struct question *q,
                           struct values *values)
{
    enum answer answer = ANSWER_NONE;
    if (q->formula == m->terms.no)
        return ANSWER_NO;
    for (int i = 0; i < o->backends && (answer == ANSWER_NONE || o->second > 0); i++) {
        struct values mine;
        values_begin(&mine, &m->terms);
        double limit = answer == ANSWER_NONE ? o->timeout : o->second;
        struct outcome out = ask(o->backend[i], q, limit, &mine);
        v->solve_seconds += out.seconds;
        if (v->outcomes < 64)
            v->outcome[v->outcomes++] = out;
        bool lies = out.answer == ANSWER_YES && !question_holds(q, &mine);
        if (lies || (answer != ANSWER_NONE && out.answer != ANSWER_NONE && out.answer != answer))
            v->code = EXIT_DISAGREE;
        if (answer == ANSWER_NONE && out.answer != ANSWER_NONE) {
            answer = out.answer;
            struct values other = *values;
            *values = mine;
            mine = other;
        }
        values_end(&mine);
    }
    return answer;
}

/* The replay command with the kind of check and the choices as arguments; 0 when it comes to the same end. */
static bool replays(const struct options *o, const struct check *c)
{
    int status = 0;
    pid_t child = fork();
    if (child < 0)
        stop(EXIT_FAILED, "no process for the replay");
    if (child == 0) {
        execlp(o->replay, o->replay, kind_name(c->kind), o->choices, (char *)NULL);
        _exit(127);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Makes the assignment small, writes its choices and replays them. */
static void report(struct machine *m, const struct options *o, struct verdict *v, const struct check *c,
                   const struct question *q, struct values *values)
{
    struct finding f = {c, false};
    shrink(q, values);
    if (o->choices != NULL) {
        write_choices(m, o->choices, values, c);
        if (o->replay != NULL && c->kind != CHECK_UNWINDING)
            f.replayed = replays(o, c);
    }
    if (v->findings < 64)
        v->finding[v->findings++] = f;
    if (v->code != EXIT_DISAGREE && o->replay != NULL && c->kind != CHECK_UNWINDING && !f.replayed)
        v->code = EXIT_NO_REPLAY;
}

/* The first check on the path that the assignment describes. */
static const struct check *first_reached(struct machine *m, struct values *values, bool unwinding)
{
    for (size_t i = 0; i < m->checks; i++) {
        const struct check *c = &m->check[i];
        if (c->kind == CHECK_COVER || (c->kind == CHECK_UNWINDING) != unwinding)
            continue;
        if (values_of(values, c->condition) != 0 && values_of(values, c->assumed) != 0)
            return c;
    }
    stop(EXIT_FAILED, "internal: an assignment that reaches no check");
}

/* Is any of these checks reached? */
static void any_reached(struct machine *m, bool unwinding, struct question *q)
{
    term any = m->terms.no, *part = fresh(m->checks + 1, sizeof *part);
    size_t parts = 0;
    for (size_t i = 0; i < m->checks; i++) {
        const struct check *c = &m->check[i];
        if (c->kind == CHECK_COVER || (c->kind == CHECK_UNWINDING) != unwinding)
            continue;
        part[parts] = reached(m, c);
        any = t_or(&m->terms, any, part[parts]);
        parts += part[parts] != m->terms.no;
    }
    question_begin(q, &m->terms, &m->reads, any);
    q->part = part;
    q->parts = parts;
}

/* The check is reached and none before it. */
static term reached_first(struct machine *m, const struct check *check, bool unwinding)
{
    term before = m->terms.no;
    for (const struct check *c = m->check; c < check; c++)
        if (c->kind != CHECK_COVER && (c->kind == CHECK_UNWINDING) == unwinding)
            before = t_or(&m->terms, before, reached(m, c));
    return t_and(&m->terms, reached(m, check), t_not(&m->terms, before));
}

static void write_question(const struct options *o, const struct question *q)
{
    FILE *out = o->smtlib != NULL ? fopen(o->smtlib, "w") : NULL;
    if (o->smtlib != NULL && out == NULL)
        stop(EXIT_USAGE, "cannot write %s", o->smtlib);
    if (out != NULL) {
        write_smtlib(out, q->t, question_term(q));
        fclose(out);
    }
}

/* The question whether the check is reached and none before it, which the assignment may answer already. */
static void report_first(struct machine *m, const struct options *o, struct verdict *v, struct values *values,
                         bool unwinding)
{
    const struct check *c = first_reached(m, values, unwinding);
    struct question q;
    question_begin(&q, &m->terms, &m->reads, reached_first(m, c, unwinding));
    if (!question_holds(&q, values) && ask_all(m, o, v, &q, values) != ANSWER_YES)
        stop(EXIT_FAILED, "internal: the first check that an assignment reaches cannot be reached");
    report(m, o, v, c, &q, values);
    question_end(&q);
}

/* Checks that hold for all time, then unwinding. */
static void decide_checks(struct machine *m, const struct options *o, struct verdict *v, bool unwinding)
{
    struct question q;
    struct values values;
    any_reached(m, unwinding, &q);
    if (!unwinding) {
        v->cone = q.cone.count;
        v->pairs = question_pairs(&q);
        write_question(o, &q);
    }
    values_begin(&values, &m->terms);
    enum answer a = ask_all(m, o, v, &q, &values);
    if (a == ANSWER_NONE && v->code == EXIT_HOLDS)
        v->code = EXIT_UNDECIDED;
    if (a == ANSWER_YES) {
        if (v->code == EXIT_HOLDS)
            v->code = unwinding ? EXIT_UNWINDING : EXIT_VIOLATED;
        report_first(m, o, v, &values, unwinding);
    }
    values_end(&values);
    question_end(&q);
}

static bool same_place(const struct check *a, const struct check *b)
{
    return a->place.line == b->place.line && strcmp(a->place.file, b->place.file) == 0 &&
           strcmp(a->place.function, b->place.function) == 0;
}

/* Every call of reach_cover() in the source, through whichever calls it is reached. */
static void decide_covers(struct machine *m, const struct options *o, struct verdict *v)
{
    for (size_t i = 0; i < m->checks; i++) {
        bool seen = m->check[i].kind != CHECK_COVER;
        for (size_t j = 0; j < i && !seen; j++)
            seen = m->check[j].kind == CHECK_COVER && same_place(&m->check[i], &m->check[j]);
        if (seen)
            continue;
        enum answer a = ANSWER_NO;
        for (size_t j = i; j < m->checks && a != ANSWER_YES; j++) {
            const struct check *c = &m->check[j];
            if (c->kind != CHECK_COVER || !same_place(&m->check[i], c))
                continue;
            struct values values;
            struct question q;
            question_begin(&q, &m->terms, &m->reads, reached(m, c));
            values_begin(&values, &m->terms);
            a = ask_all(m, o, v, &q, &values);
            if (a == ANSWER_YES)
                report(m, o, v, c, &q, &values);
            values_end(&values);
            question_end(&q);
        }
        if (a != ANSWER_YES && v->code == EXIT_HOLDS)
            v->code = EXIT_NOT_COVERED;
    }
}

void decide(struct machine *m, const struct options *o, struct verdict *v)
{
    if (o->cover) {
        decide_covers(m, o, v);
        if (v->findings == 0 && v->code == EXIT_HOLDS)
            v->code = EXIT_NOT_COVERED;
        return;
    }
    decide_checks(m, o, v, false);
    if (v->code == EXIT_HOLDS)
        decide_checks(m, o, v, true);
}
