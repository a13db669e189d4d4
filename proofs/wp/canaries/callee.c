/* expect: smoke (a callee that promises the impossible must be noticed) */
/* A called function that promises the impossible makes the rest of the caller dead.
 * expect: unproved typed_canary_callee_ensures_absurd
 * expect: smoke typed_canary_callee_wp_smoke_dead_call_s4 typed_canary_caller_wp_smoke_dead_code_s5
 */
/*@ requires n >= 0;
    terminates \true; exits \false; assigns \nothing;
    ensures absurd: \result < n && \result > n; */
int canary_callee(int n)
{
    return n;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures absurd: \result == 43; */
int canary_caller(void)
{
    return canary_callee(3);
}
