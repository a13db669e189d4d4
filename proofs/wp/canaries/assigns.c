/* expect: contracts (a missing assigns clause must be noticed) */
/* A write that `assigns` does not mention, and a callee whose missing `assigns` must not be taken for "nothing".
 * expect: unproved typed_canary_writes_assigns typed_canary_keeps_ensures_kept
 * expect: unproved typed_canary_keeps_assigns_normal
 */
int canary_state;

/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: \true; */
void canary_writes(void)
{
    canary_state = 1;
}

/*@ terminates \true; exits \false;
    ensures any: \true; */
void canary_silent(void)
{
    canary_state = 2;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures kept: canary_state == \old(canary_state); */
void canary_keeps(void)
{
    canary_silent();
}
