#!/bin/sh
# Z3 for one smoke test, with an effort by the size of the goal. Effort is counted in solver steps, so that a busy machine changes
# no verdict. To read a goal and see a contradiction among its hypotheses takes up to two steps per byte, one deep inside the unit
# four (canary `deep`); with fewer, it goes unnoticed. usage: smoke_z3.sh Z3 OPTION... FILE
for file; do :; done
effort=$((60000 + $(wc -c <"$file") * 7 / 2))
exec "$@" "rlimit=$((effort < 300000 ? effort : 300000))"
