#include "harness/chaos/scenes.h"

const char *const scene_name[SCENES] = {"tables", "entries", "modes"};

void scene_generate(struct session_generator *g, enum scene scene, struct session *s)
{
    static void (*const part[])(struct session_generator *, struct session *) = {scene_tables, scene_entries,
                                                                                 scene_modes};
    s->start = START_RUNNING;
    s->count = 0;
    s->lazy = false;
    part[scene](g, s);
}
