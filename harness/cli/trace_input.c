#include "harness/cli/trace_input.h"

#include <stdlib.h>
#include <string.h>

#include "harness/cli/commands.h"
#include "harness/trace/case_session.h"
#include "harness/trace/trace_text.h"

bool trace_input(const char *path, struct session_file *f, bool *was_case)
{
    char message[1200];
    bool session, good;
    struct case_file *c = malloc(sizeof *c);
    FILE *in = c != NULL ? trace_open(path, &session, message, sizeof message) : NULL;
    if (in == NULL) {
        fprintf(stderr, "iommu-oracle: %s\n", c != NULL ? message : "no memory");
        free(c);
        return false;
    }
    good = session ? session_file_read(in, path, f, message, sizeof message)
                   : case_read(in, path, c, message, sizeof message);
    if (good && !session && !case_to_session(c, f)) {
        snprintf(message, sizeof message, "%s: too many words for a session of %d operations", path,
                 SESSION_OPERATIONS);
        good = false;
    }
    if (!good)
        fprintf(stderr, "iommu-oracle: %s\n", message);
    *was_case = !session;
    fclose(in);
    free(c);
    return good;
}

int trace_target(const char *spec, const struct session_file *f, unsigned patience, const volatile sig_atomic_t *stop,
                 struct target *t, struct profile_registers *r)
{
    char message[1024];
    *r = (struct profile_registers){f->version, f->cap, f->ecap, f->haw};
    struct target_options o = {.registers = r, .config = f->origin.config, .patience = patience, .stop = stop};
    enum target_status status = target_open(t, spec, &o, message, sizeof message);
    if (status == TARGET_OK)
        return EXIT_CONFORMS;
    fprintf(stderr, "iommu-oracle: %s%s\n", status == TARGET_FAILED ? "target: " : "", message);
    return status == TARGET_FAILED ? EXIT_TARGET : EXIT_BAD_INPUT;
}

void trace_stamp(struct session_file *f, const struct target *t)
{
    memcpy(f->origin.target, t->name, sizeof f->origin.target);
    memcpy(f->origin.target_version, t->version, sizeof f->origin.target_version);
}
