/* SIGINT and SIGTERM for commands that have no handler of their own: say so and end with EXIT_TARGET. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* To be called first: from here on the signals end the program. They are unblocked, whoever started it. */
void stop_on_signals(void);

/* A file is about to be written: signals wait until the program ends, so that nothing is left half written. */
void stop_hold(void);

#endif
