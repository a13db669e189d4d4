/* What a property file may call. Names and meanings are those of the SV-COMP rules, reach_cover() apart. */
#ifndef PROPERTIES_VERIFIER_H
#define PROPERTIES_VERIFIER_H

_Bool __VERIFIER_nondet_bool(void);
unsigned char __VERIFIER_nondet_uchar(void);
unsigned short __VERIFIER_nondet_ushort(void);
unsigned int __VERIFIER_nondet_uint(void);
unsigned long __VERIFIER_nondet_ulong(void);
int __VERIFIER_nondet_int(void);
long __VERIFIER_nondet_long(void);

/* Every byte of the object becomes arbitrary. */
void __VERIFIER_nondet_memory(void *object, unsigned long bytes);

/* Paths on which the condition is 0 end here. */
void __VERIFIER_assume(int condition);

/* The property is violated. */
void reach_error(void);

/* An interesting case is reached: the cover run demands that it can be. */
void reach_cover(void);

#endif
