/* libFuzzer: any text as a claims file. It is read or refused with a place in the file, and nothing leaks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/audit/claims.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct claims c;
    char message[300];
    bool good = claims_parse((const char *)data, size, "f", &c, message, sizeof message);
    if (good ? c.claims == 0 || message[0] != '\0' : strncmp(message, "f:", 2) != 0)
        abort();
    if (good)
        claims_free(&c);
    return 0;
}
