/* Sessions with long histories: several devices, domains and trees of tables, any word changed any number of times. */
#ifndef CHAOS_SCENES_H
#define CHAOS_SCENES_H

#include "harness/session/generate.h"

enum { SCENE_OPERATIONS = 200 };

enum scene {
    SCENE_TABLES,  /* DMA tables */
    SCENE_ENTRIES, /* interrupt table */
    SCENE_MODES,   /* protected regions, abort-DMA mode, requests while off, initial values, undefined commands */
    SCENES
};
extern const char *const scene_name[SCENES];

void scene_generate(struct session_generator *g, enum scene scene, struct session *s);

/* The parts. */
void scene_tables(struct session_generator *g, struct session *s);
void scene_entries(struct session_generator *g, struct session *s);
void scene_modes(struct session_generator *g, struct session *s);

#endif
