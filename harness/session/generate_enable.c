/* Translation off and on again, with requests and changed tables in between. */
#include "harness/session/generate.h"

void generate_enable(struct session_generator *g, struct session *s)
{
    struct generated_status status = generate_running(g);
    struct generated_tables t;
    struct rng *r = &g->rng;
    uint64_t frame = FRAME_DATA + rng_below(r, 0x1000), direct = FRAME_DATA + 0x2000u + rng_below(r, 0x1000);
    generate_queue_on(s, &status, 0);
    generate_tables(g, s, &t, rng_below(r, g->devices), 9, FRAME_TABLES + 8u);
    generate_map(s, &t, 3, frame, 3);
    generate_descriptor(s, &status, 0x11u, 0);
    generate_descriptor(s, &status, 0x12u, 0);
    generate_tail(s, &status);
    session_request(s, generate_write(g, t.device, (t.page + 3u) << 12), frame << 12, 0);
    generate_command(s, &status, 0, 1u << 31, 0);
    session_request(s, generate_write(g, t.device, direct << 12), direct << 12, frame << 12);
    if (rng_percent(r, 50))
        generate_map(s, &t, 3, frame + 1u, 3);
    generate_command(s, &status, 0, 0, 0x40000000u);
    generate_descriptor(s, &status, 0x11u, 0);
    generate_descriptor(s, &status, 0x12u, 0);
    generate_descriptor(s, &status, 0x25u | 1ull << 32, (uint64_t)FRAME_STATUS << 12);
    generate_tail(s, &status);
    generate_command(s, &status, 1u << 31, 0, 0);
    session_request(s, generate_write(g, t.device, (t.page + 3u) << 12), frame << 12, (frame + 1u) << 12);
    session_request(s, generate_write(g, t.device, direct << 12), direct << 12, 0);
}
