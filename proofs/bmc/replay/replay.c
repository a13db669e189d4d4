/* Runs a program on a list of choices: linked with the program instead of a checker. The list is the file that
 * BMC_CHOICES names, BMC_COVER says at which call of reach_cover() to stop (0: at none). Exit codes: 10 reach_error(),
 * 12 that cover point, 0 the program ended by itself, 21 it asked for a choice that is not next in the list, 22 an
 * assumption does not hold, 23 abort(). Sanitizers are told to exit with 11. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Bool __VERIFIER_nondet_bool(void);
char __VERIFIER_nondet_char(void);
unsigned char __VERIFIER_nondet_uchar(void);
short __VERIFIER_nondet_short(void);
unsigned short __VERIFIER_nondet_ushort(void);
int __VERIFIER_nondet_int(void);
unsigned int __VERIFIER_nondet_uint(void);
long __VERIFIER_nondet_long(void);
unsigned long __VERIFIER_nondet_ulong(void);
void __VERIFIER_nondet_memory(void *object, unsigned long bytes);
void __VERIFIER_assume(int condition);
void reach_error(void);
void reach_cover(void);

_Noreturn static void end(int code, const char *why)
{
    fprintf(stderr, "replay: %s\n", why);
    fflush(NULL);
    _exit(code);
}

/* The next line that is no comment, into 256 bytes. */
static void next_line(char *line)
{
    static FILE *file;
    if (file == NULL) {
        const char *path = getenv("BMC_CHOICES");
        file = path != NULL ? fopen(path, "r") : NULL;
    }
    if (file == NULL)
        end(2, "BMC_CHOICES does not name a file");
    do {
        if (fgets(line, 256, file) == NULL)
            end(21, "the list of choices is used up");
    } while (line[0] == '#');
}

static uint64_t next(const char *function)
{
    char line[256], name[128];
    uint64_t value = 0;
    next_line(line);
    if ((sscanf(line, "%127s 0x%" SCNx64, name, &value) != 2 && sscanf(line, "%127s %" SCNu64, name, &value) != 2) ||
        strcmp(name, function) != 0) {
        fprintf(stderr, "replay: the program calls %s, next in the list is: %s", function, line);
        end(21, "the run left the list");
    }
    return value;
}

#define CHOICE(type, name)                                                                                             \
    type __VERIFIER_nondet_##name(void)                                                                                \
    {                                                                                                                  \
        return (type)next("__VERIFIER_nondet_" #name);                                                                 \
    }
CHOICE(_Bool, bool)
CHOICE(char, char)
CHOICE(unsigned char, uchar)
CHOICE(short, short)
CHOICE(unsigned short, ushort)
CHOICE(int, int)
CHOICE(unsigned int, uint)
CHOICE(long, long)
CHOICE(unsigned long, ulong)

/* Lines "offset bytes value" up to "end"; everything else is 0. */
void __VERIFIER_nondet_memory(void *object, unsigned long bytes)
{
    char line[256];
    if (next("__VERIFIER_nondet_memory") != bytes)
        end(21, "a stretch of memory of another size is next in the list");
    memset(object, 0, bytes);
    for (;;) {
        uint64_t offset, width, value;
        next_line(line);
        if (strcmp(line, "end\n") == 0)
            return;
        if (sscanf(line, "%" SCNu64 " %" SCNu64 " %" SCNx64, &offset, &width, &value) != 3 || width > 8 ||
            offset > bytes || bytes - offset < width)
            end(21, "a line of memory content is not in order");
        memcpy((char *)object + offset, &value, width); /* little endian */
    }
}

void __VERIFIER_assume(int condition)
{
    if (!condition)
        end(22, "an assumption does not hold");
}

void reach_error(void)
{
    end(10, "reach_error()");
}

void reach_cover(void)
{
    static unsigned long passed;
    const char *wanted = getenv("BMC_COVER");
    if (++passed == (wanted != NULL ? strtoul(wanted, NULL, 10) : 0))
        end(12, "reach_cover()");
}
