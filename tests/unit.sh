#!/bin/sh
# Run cmocka programs: unit.sh PROGRAM... The last line counts their tests.
set -u
passed=0
failed=0
for program in "$@"; do
    output=$("$program" 2>&1) || echo "$output" | grep -vE '^\[ +(RUN|OK) '
    p=$(echo "$output" | sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p')
    f=$(echo "$output" | sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' | head -n 1)
    [ -n "$p$f" ] || { echo "$program ended without a result"; f=1; }
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0}))
done
echo "unit tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
