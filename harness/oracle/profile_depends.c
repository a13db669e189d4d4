#include <stdio.h>

#include "harness/oracle/profile_report.h"

/* Left needs right: a unit without the right one reports 0 in the left one. */
static const char *const needs[][2] = {
    {"DT", "QI"},        {"IR", "QI"},       {"SMTS", "QI"},     {"EIM", "IR"},       {"MHMV", "IR"},
    {"IRREQ", "IR"},     {"EIMER", "EIM"},   {"PI", "IR"},       {"NWFS", "DT"},      {"DIT", "DT"},
    {"PDS", "DT"},       {"PRS", "DT"},      {"PTRS", "DT"},     {"HPTS", "DT"},      {"PRS", "SMTS"},
    {"SRS", "SMTS"},     {"MTS", "SMTS"},    {"NEST", "SMTS"},   {"PASID", "SMTS"},   {"PSS", "SMTS"},
    {"RPS", "SMTS"},     {"FSTS", "SMTS"},   {"HPTS", "SMTS"},   {"SMPWCS", "SMTS"},  {"NEST", "FSTS"},
    {"NEST", "SSTS"},    {"EAFS", "FSTS"},   {"EAFS", "SMPWCS"}, {"FS1GP", "FSTS"},   {"FS5LP", "FSTS"},
    {"SSADS", "SMPWCS"}, {"SSIRWS", "SSTS"}, {"RPRIVS", "SRS"},  {"HPT1GPS", "HPTS"}, {"PTRS", "PASID"},
    {"SMS", "PRS"},      {"PMS", "ECMDS"},
};

static bool need_is_met(const struct profile_report *p, const char *name, const char *needed)
{
    const struct profile_field *f = profile_field(name), *n = profile_field(needed);
    char title[48];
    if (profile_value(p->registers, f) == 0 || profile_value(p->registers, n) != 0)
        return true;
    profile_field_title(n, title, sizeof title);
    return profile_object(p, f, ": %s needs %s, which is 0; clear %s%s, or set %s", name, title, name,
                          f->kind == PROFILE_ABSENT ? " (--legacy-view does, with all that is not modelled)" : "",
                          needed);
}

bool profile_depends(const struct profile_report *p)
{
    const struct profile_registers *r = p->registers;
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
        if (!need_is_met(p, needs[i][0], needs[i][1]))
            return false;
    if (profile_get(r, "SMTS") == 0)
        return true;
    if (profile_get(r, "RWBF") != 0)
        return profile_object(p, profile_field("RWBF"),
                              ": units with SMTS (ECAP_REG bit 43) flush their buffers themselves; clear RWBF or SMTS");
    if (profile_get(r, "FSTS") == 0 && profile_get(r, "SSTS") == 0 && profile_get(r, "PT") == 0)
        return profile_object(
            p, profile_field("SMTS"),
            ": scalable mode needs FSTS (bit 47), SSTS (bit 46) or PT (bit 6); set one, or clear SMTS");
    return true;
}
