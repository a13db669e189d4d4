/* bmc: bounded model checking of one program, given as LLVM bitcode. See ../README.md. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verdict.h"

static const char usage[] =
    "usage: bmc [options] PROGRAM.bc\n"
    "  --backends LIST   cadical, z3, boolector, separated by commas: the first that answers counts (cadical)\n"
    "  --timeout S       seconds of processor time until the first answer (60)\n"
    "  --second S        seconds for each further back end to agree or not; 0 asks none (10)\n"
    "  --unwind N        how often a loop may repeat per entry (64)\n"
    "  --cover           can every call of reach_cover() be reached?\n"
    "  --choices FILE    where a counterexample goes\n"
    "  --replay COMMAND  is run with the kind of violation and FILE; exit code 0: it comes to the same end\n"
    "  --json FILE       the result\n"
    "  --smtlib FILE     the question\n";

static double seconds_of(const char *text)
{
    char *end;
    double s = strtod(text, &end);
    if (*end != '\0' || end == text || !(s >= 0 && s < 1e6))
        stop(EXIT_USAGE, "%s is no number of seconds", text);
    return s;
}

static void backends_of(struct options *o, char *list)
{
    for (char *name = strtok(list, ","); name != NULL; name = strtok(NULL, ",")) {
        if (strcmp(name, "cadical") != 0 && strcmp(name, "z3") != 0 && strcmp(name, "boolector") != 0)
            stop(EXIT_USAGE, "no back end is called %s; there are cadical, z3 and boolector", name);
        if (o->backends == MAX_BACKENDS)
            stop(EXIT_USAGE, "at most %d back ends", MAX_BACKENDS);
        o->backend[o->backends++] = name;
    }
}

static void number_option(struct options *o, int option, const char *text)
{
    if (option == 't')
        o->timeout = seconds_of(text);
    else if (option == 's')
        o->second = seconds_of(text);
    else
        o->unwind = (unsigned)seconds_of(text);
}

static struct options options_of(int argc, char **argv)
{
    static const struct option known[] = {
        {"backends", 1, NULL, 'b'}, {"timeout", 1, NULL, 't'}, {"second", 1, NULL, 's'}, {"unwind", 1, NULL, 'u'},
        {"cover", 0, NULL, 'c'},    {"choices", 1, NULL, 'o'}, {"replay", 1, NULL, 'r'}, {"json", 1, NULL, 'j'},
        {"smtlib", 1, NULL, 'm'},   {NULL, 0, NULL, 0}};
    struct options o = {.timeout = 60, .second = 10, .unwind = 64};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'b')
            backends_of(&o, optarg);
        else if (c == 'c')
            o.cover = true;
        else if (c == 'o')
            o.choices = optarg;
        else if (c == 'r')
            o.replay = optarg;
        else if (c == 'j')
            o.json = optarg;
        else if (c == 'm')
            o.smtlib = optarg;
        else if (c == '?')
            stop(EXIT_USAGE, "%s", usage);
        else
            number_option(&o, c, optarg);
    }
    if (optind + 1 != argc || (o.replay != NULL && o.choices == NULL))
        stop(EXIT_USAGE, "one program, and --choices where there is --replay\n%s", usage);
    if (o.backends == 0)
        o.backend[o.backends++] = "cadical";
    o.module = argv[optind];
    return o;
}

int main(int argc, char **argv)
{
    struct options o = options_of(argc, argv);
    struct machine *m = fresh(1, sizeof *m);
    struct verdict v = {.code = EXIT_HOLDS};
    double start = seconds_used();
    terms_begin(&m->terms);
    m->unwind = o.unwind;
    run_module(m, o.module);
    v.run_seconds = seconds_used() - start;
    decide(m, &o, &v);
    print_verdict(m, &o, &v);
    if (o.json != NULL)
        write_json(m, &o, &v);
    return v.code;
}
