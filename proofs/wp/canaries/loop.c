/* A loop without end, and one whose variant does not decrease.
 * expect: unproved typed_canary_forever_terminates typed_canary_stuck_loop_variant_decrease
 */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: \result == 0; */
int canary_forever(int n)
{
    /*@ loop assigns \nothing; */
    while (n != 0)
        ;
    return n;
}

/*@ requires n >= 0;
    terminates \true; exits \false; assigns \nothing;
    ensures any: \result >= 0; */
int canary_stuck(int n)
{
    int i = 0;
    /*@ loop invariant 0 <= i <= n;
        loop assigns i;
        loop variant n; */
    while (i < n)
        i++;
    return i;
}
