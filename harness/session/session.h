/* A session: operations on one whole unit, one after another, and what each of them showed. */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "harness/generate/batch.h"

enum {
    SESSION_OPERATIONS = 1024,
    SESSION_PLACES = 2,
    SESSION_MESSAGES = 6,
    SESSION_REPEATS = 512,
    SESSION_RECORDS = 8, /* fault records that are looked at */
    SESSION_STATE = 8    /* status words, session_state_offset */
};

/* Frames of memory besides those of batch.h: the ring of the invalidation queue (up to 128 pages) and the words
 * that wait descriptors write. */
enum { FRAME_RING = 0x1400, FRAME_STATUS = 0x1500 };

/* How the unit begins. */
enum session_start {
    START_POWER_ON,
    /* Registers as after power-on, then root table at FRAME_TABLES and 256 interrupt entries at FRAME_INTERRUPTS
     * latched, translation and interrupt remapping on, caches empty. */
    START_RUNNING
};

enum operation_kind {
    OP_READ,   /* a register */
    OP_WRITE,  /* a register */
    OP_MEMORY, /* software writes a 64-bit word of memory, or the same word to several descriptors */
    OP_LOOK,   /* software reads one */
    OP_REQUEST /* a device makes a request; the 4 bytes at `place` are watched */
};

struct operation {
    enum operation_kind kind;
    bool wide;                      /* OP_READ, OP_WRITE: 64 bits at once */
    uint32_t offset;                /* OP_READ, OP_WRITE */
    uint64_t address;               /* OP_MEMORY, OP_LOOK: a multiple of 8 */
    uint64_t value;                 /* OP_WRITE, OP_MEMORY */
    unsigned repeat;                /* OP_MEMORY: to address, address + 16, ...: so many times */
    struct shot shot;               /* OP_REQUEST */
    uint64_t place[SESSION_PLACES]; /* byte addresses, 0: none */
};

/* OP_WRITE and OP_REQUEST are followed by a look at the status registers and the fault records. */
struct seen {
    uint64_t value;                 /* OP_READ, OP_LOOK */
    uint32_t place[SESSION_PLACES]; /* after the request; SESSION_MARK before it */
    unsigned messages;              /* that reached the interrupt controllers */
    struct vtd_message message[SESSION_MESSAGES];
    uint32_t state[SESSION_STATE];
    uint64_t record[SESSION_RECORDS][2];
};
#define SESSION_MARK 0x5A5A0001u

/* GSTS, FSTS, IQH, ICS, FECTL, IECTL, IQERCD: in the order in which differences are reported. */
extern const uint32_t session_state_offset[SESSION_STATE];

struct session {
    /* The target may go on with its queue after the operation that started it; set by the target. Else everything is
     * finished when an operation ends. */
    bool lazy;
    enum session_start start;
    unsigned count;
    struct operation operation[SESSION_OPERATIONS];
    struct seen seen[SESSION_OPERATIONS];
};

/* What carries sessions out: one operation after another, each one finished before the next (commands are
 * waited for). */
enum peer_status {
    PEER_OK,
    PEER_ENDED, /* it ended by itself while the session ran: an outcome */
    PEER_FAILED /* it cannot be used */
};
struct peer {
    void *self;
    /* Bring the unit to the start of the session, make its operations, fill in s->seen. */
    enum peer_status (*run)(struct peer *peer, struct session *s);
    char message[1024]; /* why it ended or failed */
};

/* Add an operation; ignored when the session is full. */
void session_read(struct session *s, uint32_t offset, bool wide);
void session_write(struct session *s, uint32_t offset, bool wide, uint64_t value);
void session_memory(struct session *s, uint64_t address, uint64_t value);
void session_repeat(struct session *s, uint64_t address, uint64_t value, unsigned times);
void session_look(struct session *s, uint64_t address);
void session_request(struct session *s, struct shot shot, uint64_t place, uint64_t other);

#endif
