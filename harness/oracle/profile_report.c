#include "harness/oracle/profile_report.h"

#include <stdarg.h>
#include <stdio.h>

bool profile_object(const struct profile_report *p, const struct profile_field *f, const char *format, ...)
{
    char title[48], rest[600];
    va_list list;
    va_start(list, format);
    vsnprintf(rest, sizeof rest, format, list);
    va_end(list);
    profile_field_title(f, title, sizeof title);
    snprintf(p->text, p->size, "%s is 0x%llx%s", title, (unsigned long long)profile_value(p->registers, f), rest);
    return false;
}
