#include "harness/audit/findings.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *const severity_names[SEVERITIES] = {"fatal", "high", "medium", "low", "note"};

const struct finding_kind_text finding_kinds[FINDING_KINDS] = {
    [FIND_TABLES_WRITABLE] = {"tables-writable", "3.4, 3.7", "a device can write translation tables"},
    [FIND_TABLES_READABLE] = {"tables-readable", "3.4, 3.7", "a device can read translation tables"},
    [FIND_INTERRUPT_TABLE_WRITABLE] = {"interrupt-table-writable", "5.1.3",
                                       "a device can write the interrupt-remapping table"},
    [FIND_INTERRUPT_TABLE_READABLE] = {"interrupt-table-readable", "5.1.3",
                                       "a device can read the interrupt-remapping table"},
    [FIND_TRANSLATION_OFF] = {"translation-off", "11.4.4", "a unit does not translate"},
    [FIND_PASS_THROUGH] = {"pass-through", "3.9, 9.3", "requests of a device are not translated"},
    [FIND_NOT_COVERED] = {"not-covered", "8.3", "no unit translates for a device"},
    [FIND_UNIT_UNKNOWN] = {"unit-unknown", "11.4.5", "the tables of a unit are not known"},
    [FIND_TABLE_MODE] = {"table-mode", "11.4.5", "a unit does not use legacy-mode tables"},
    [FIND_SHARED_PAGES] = {"shared-pages", "3.4", "two domains reach the same memory"},
    [FIND_SHARED_SPACE] = {"shared-space", "3.4", "devices that could be isolated share one set of tables"},
    [FIND_DOMAIN_ID_TWICE] = {"domain-id-twice", "6.2, 9.3", "one domain-id stands for several sets of tables"},
    [FIND_ALIAS_SHARED] = {"alias-shared", "3.4.1", "devices use the same requester-id"},
    [FIND_INTERRUPT_RANGE] = {"interrupt-range-mapped", "3.15", "tables map into the interrupt range"},
    [FIND_RESERVED_MEMORY] = {"reserved-memory-mapped", "8.4", "a reserved memory region is mapped"},
    [FIND_RESERVED_BITS] = {"reserved-bits", "9.8", "a table entry has reserved bits set"},
    [FIND_ENTRY_REFUSED] = {"entry-refused", "7.1.3", "a root or context entry is present, but not usable"},
    [FIND_TABLE_UNREADABLE] = {"table-unreadable", "7.1.3", "a table lies behind the end of the image"},
    [FIND_TABLE_NOT_CAPTURED] = {"table-not-captured", "-", "a table is not in the image"},
    [FIND_TABLE_LOOP] = {"table-loop", "3.7", "a page serves as a table of several levels"},
    [FIND_TRANSLATED_REQUESTS] = {"translated-requests", "4.2, 9.3", "translated requests pass unchecked"},
    [FIND_INTERRUPTS_OFF] = {"interrupts-off", "5.1", "interrupts are not remapped"},
    [FIND_COMPATIBILITY] = {"compatibility-format", "5.1.2.1", "compatibility-format interrupts pass unchecked"},
    [FIND_NO_SOURCE_CHECK] = {"no-source-validation", "9.9", "an interrupt entry serves every device"},
    [FIND_WIDE_SOURCE] = {"wide-source-validation", "9.9", "an interrupt entry serves several requester-ids"},
    [FIND_UNUSED_SOURCE] = {"unknown-source", "9.9", "an interrupt entry serves a requester-id that no device has"},
    [FIND_INTERRUPT_ENTRY_REFUSED] = {"interrupt-entry-refused", "9.9",
                                      "an interrupt entry is present, but never used"},
    [FIND_INTERRUPT_TABLE_UNREADABLE] = {"interrupt-table-unreadable", "5.1.3",
                                         "the interrupt-remapping table cannot be read"},
    [FIND_PROTECTED_REGION] = {"protected-region", "11.4.8", "a protected memory region is enabled"},
    [FIND_PRE_BOOT] = {"pre-boot", "8.1", "firmware does not promise protection before the system starts"},
    [FIND_PEER] = {"peer-to-peer", "3.1", "devices reach each other without the unit"},
};

char *audit_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = audit_grow(NULL, UINT64_MAX, 1);
    va_end(arguments);
    return text;
}

struct finding *finding_add(struct finding_list *l, enum severity severity, enum finding_kind kind, char *key,
                            char *text)
{
    if ((l->count & (l->count - 1)) == 0)
        l->finding = audit_grow(l->finding, l->count == 0 ? 1 : l->count * 2, sizeof *l->finding);
    struct finding *f = &l->finding[l->count++];
    *f = (struct finding){.severity = severity, .kind = kind, .text = text, .key = key};
    return f;
}

static int by_severity(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->severity != b->severity)
        return a->severity < b->severity ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return strcmp(a->key, b->key);
}

void findings_make(struct finding_list *l, const struct audit_survey *s)
{
    find_units(l, s);
    find_requesters(l, s);
    find_tables(l, s);
    find_reach(l, s);
    find_shared(l, s);
    find_interrupts(l, s);
    find_platform(l, s);
    if (l->count > 1)
        qsort(l->finding, l->count, sizeof *l->finding, by_severity);
}

void findings_free(struct finding_list *l)
{
    for (size_t i = 0; i < l->count; i++) {
        free(l->finding[i].text);
        free(l->finding[i].key);
    }
    free(l->finding);
    *l = (struct finding_list){0};
}

char *audit_space_users(const struct audit_survey *s, int space, char *text, size_t size)
{
    size_t used = 0;
    int users = 0;
    text[0] = '\0';
    for (int i = 0; i < s->requesters; i++) {
        const struct audit_requester *r = &s->requester[i];
        char name[16];
        if (r->state != REQUESTER_SPACE || r->space != space || ++users > 4)
            continue;
        int n = snprintf(text + used, size - used, "%s%s", users == 1 ? "" : ", ",
                         audit_requester_name(r->segment, r->source_id, name, sizeof name));
        used = n > 0 && used + (size_t)n < size ? used + (size_t)n : used;
    }
    if (users > 4)
        snprintf(text + used, size - used, " and %d more", users - 4);
    return text;
}

char *audit_range_text(struct audit_range r, char *text, size_t size)
{
    snprintf(text, size, "0x%llx-0x%llx", (unsigned long long)r.first << 12, ((unsigned long long)r.end << 12) - 1u);
    return text;
}
