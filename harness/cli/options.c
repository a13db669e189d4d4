#include "harness/cli/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(const char *text, uint64_t *value)
{
    char *end;
    bool hexadecimal = strncmp(text, "0x", 2) == 0 || strncmp(text, "0X", 2) == 0;
    if (strspn(text, hexadecimal ? "0123456789abcdefABCDEFxX" : "0123456789") != strlen(text) || text[0] == '\0')
        return false;
    errno = 0;
    *value = strtoull(text, &end, hexadecimal ? 16 : 10);
    return errno == 0 && *end == '\0';
}

bool option_number(const char *what, const char *text, uint64_t low, uint64_t high, uint64_t *value)
{
    if (parse(text, value) && *value >= low && *value <= high)
        return true;
    fprintf(stderr, "iommu-oracle: bad number '%s' for %s: expected %llu..0x%llx\n", text, what,
            (unsigned long long)low, (unsigned long long)high);
    return false;
}

bool option_source_id(const char *what, const char *text, uint16_t *value)
{
    unsigned bus, device, function;
    uint64_t number;
    int used = 0;
    if (sscanf(text, "%2x:%2x.%1x%n", &bus, &device, &function, &used) == 3 && text[used] == '\0' && device < 32 &&
        function < 8) {
        *value = (uint16_t)(bus << 8 | device << 3 | function);
        return true;
    }
    if (parse(text, &number) && number <= 0xFFFF) {
        *value = (uint16_t)number;
        return true;
    }
    fprintf(stderr, "iommu-oracle: bad requester '%s' for %s: expected BB:DD.F or 0..0xffff\n", text, what);
    return false;
}

const char *option_value(int argc, char **argv, int *i)
{
    if (*i + 1 < argc)
        return argv[++*i];
    fprintf(stderr, "iommu-oracle: missing value after %s\n", argv[*i]);
    return NULL;
}
