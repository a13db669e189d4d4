/* libFuzzer: any bytes as a trace file. It is refused with a place in the file, or read; what is then written is read
 * again and written as the same bytes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/trace/case_file.h"
#include "harness/trace/session_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One file of either kind. */
static union {
    struct session_file session;
    struct case_file single;
} file;

static bool take(char *text, size_t size, bool session)
{
    char message[1200] = "";
    FILE *in = size > 0 ? fmemopen(text, size, "r") : tmpfile();
    if (in == NULL)
        abort();
    bool good = session ? session_file_read(in, "f", &file.session, message, sizeof message)
                        : case_read(in, "f", &file.single, message, sizeof message);
    fclose(in);
    if (good != (message[0] == '\0') || (!good && strncmp(message, "f:", 2) != 0))
        abort();
    return good;
}

static char *give(size_t *size, bool session)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (out == NULL)
        abort();
    if (session)
        session_file_write(out, &file.session);
    else
        case_write(out, &file.single);
    fclose(out);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool session = size > 7 && data[6] == 's';
    char *text = malloc(size + 1);
    if (text == NULL)
        abort();
    memcpy(text, data, size);
    if (take(text, size, session)) {
        size_t first, second;
        char *one = give(&first, session);
        if (!take(one, first, session))
            abort();
        char *two = give(&second, session);
        if (first != second || memcmp(one, two, first) != 0)
            abort();
        free(one);
        free(two);
    }
    free(text);
    return 0;
}
