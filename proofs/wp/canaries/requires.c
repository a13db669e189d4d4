/* A contradictory precondition proves anything; only the smoke test can tell.
 * expect: smoke typed_canary_requires_wp_smoke_default_requires
 */
/*@ requires low: n < 3;
    requires high: n > 5;
    terminates \true; exits \false; assigns \nothing;
    ensures absurd: \result == 42; */
int canary_requires(int n)
{
    return n;
}
