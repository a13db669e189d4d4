/* iommu-oracle explain: from the same tables that the proofs use. */
#include "harness/cli/explain.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "harness/cli/commands.h"
#include "harness/cli/options.h"
#include "harness/cli/trace_commands.h"
#include "harness/oracle/rule_table.h"

void explain_rule(unsigned rule)
{
    const struct rule_text *r = &rule_table[rule];
    printf("%s  fault reason %02Xh, clause %s\n  when: %s\n  %s\n", r->id, r->code, r->clause, r->condition,
           r->qualified ? "qualified: not recorded if FPD=1 was met" : "not qualified: always recorded");
    if (strcmp(r->freedom, "-") != 0)
        printf("  also legal: %s\n", r->freedom);
}

void explain_fields(const char *structure, unsigned word, uint64_t value)
{
    for (unsigned i = 0; i < field_count; i++) {
        const struct field_text *f = &field_table[i];
        if (strcmp(f->structure, structure) != 0 || f->word != word)
            continue;
        uint64_t field = f->width == 64 ? value : (value >> f->low) & ((1ull << f->width) - 1u);
        unsigned low = f->low + 64u * word;
        printf("  %3u:%-3u %-12s 0x%-12llx %s\n", low + f->width - 1u, low, f->field, (unsigned long long)field,
               f->meaning);
    }
}

static int explain_fault(const char *text)
{
    uint64_t code;
    bool found = false;
    if (!option_number("the fault reason", text, 0, 255, &code))
        return EXIT_BAD_INPUT;
    for (unsigned i = 1; i < rule_count; i++)
        if (rule_table[i].code == code) {
            explain_rule(i);
            found = true;
        }
    if (found)
        return EXIT_CONFORMS;
    fprintf(stderr, "iommu-oracle: fault reason 0x%02llx is not modelled; known:", (unsigned long long)code);
    for (unsigned c = 1; c < 256; c++)
        for (unsigned i = 1; i < rule_count; i++)
            if (rule_table[i].code == c) {
                fprintf(stderr, " %02X", c);
                break;
            }
    fputs("\n", stderr);
    return EXIT_BAD_INPUT;
}

static int explain_rules(const char *id)
{
    for (unsigned i = 1; i < rule_count; i++) {
        if (id == NULL)
            printf("%-8s %02Xh  %-18s %s\n", rule_table[i].id, rule_table[i].code, rule_table[i].clause,
                   rule_table[i].condition);
        else if (strcasecmp(rule_table[i].id, id) == 0) {
            explain_rule(i);
            return EXIT_CONFORMS;
        }
    }
    if (id == NULL)
        return EXIT_CONFORMS;
    fprintf(stderr, "iommu-oracle: unknown rule '%s': see iommu-oracle explain rules\n", id);
    return EXIT_BAD_INPUT;
}

int explain_command(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "fault") == 0 && argc == 3)
        return explain_fault(argv[2]);
    if (strcmp(what, "rule") == 0 && argc == 3)
        return explain_rules(argv[2]);
    if (strcmp(what, "rules") == 0 && argc == 2)
        return explain_rules(NULL);
    if (strcmp(what, "entry") == 0)
        return explain_entry(argc - 1, argv + 1);
    if (strcmp(what, "dma") == 0)
        return explain_dma(argc - 1, argv + 1);
    if (strcmp(what, "interrupt") == 0)
        return explain_interrupt(argc - 1, argv + 1);
    if (what[0] != '\0' && what[0] != '-' && (strpbrk(what, "/.") != NULL || access(what, F_OK) == 0))
        return explain_trace(argc, argv);
    fprintf(stderr, "iommu-oracle: explain expects a trace FILE, fault CODE, rule ID, rules, entry, dma or interrupt "
                    "(see iommu-oracle help)\n");
    return EXIT_BAD_INPUT;
}
