#!/bin/sh
# Z3 for one smoke test, with an effort by the size of the goal. Effort is counted in solver steps, so that a busy machine changes
# no verdict. To read a goal and see a contradiction that takes eight steps costs up to 3.1 per byte (vacuity.sh plants one in
# every goal); with too few, it goes unnoticed. usage: smoke_z3.sh Z3 OPTION... FILE
for file; do :; done
exec "$@" "rlimit=$((100000 + 3 * $(wc -c <"$file")))"
