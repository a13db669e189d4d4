/* What the figures were measured on. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

struct bench_machine {
    char processor[128];  /* fit for a JSON string */
    const char *compiler; /* name and version */
    const char *flags;    /* that the model was compiled with */
    long cores;
    double load; /* of the last minute, -1 if not known */
};

struct bench_machine bench_machine_read(void);

#endif
