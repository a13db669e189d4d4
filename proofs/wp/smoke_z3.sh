#!/bin/sh
# Z3 for one smoke test, with an effort by the size of the goal. Effort is counted in solver steps, so that a busy machine changes
# no verdict. To read a goal and see a contradiction costs two per byte and more with every step that it takes; with too few, it goes
# unnoticed. This is enough for six steps in every test (vacuity.sh). usage: smoke_z3.sh Z3 OPTION... FILE
for file; do :; done
exec "$@" "rlimit=$((100000 + 3 * $(wc -c <"$file")))"
