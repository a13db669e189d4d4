/* Small parsers shared by the commands. Each prints one line and returns false on bad input. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/* Decimal or 0x hexadecimal, without sign or anything after it, in low..high. `what` names the option. */
bool option_number(const char *what, const char *text, uint64_t low, uint64_t high, uint64_t *value);

/* "BB:DD.F" or a number up to 0xFFFF. */
bool option_source_id(const char *what, const char *text, uint16_t *value);

/* The argument after an option, or NULL with a message. *i is advanced. */
const char *option_value(int argc, char **argv, int *i);

#endif
