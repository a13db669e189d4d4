/* A function without a contract and a loop without annotations must be noticed by name.
 * expect: check contracts loops
 * expect: unproved typed_canary_loop_terminates typed_canary_loop_assigns
 */
int canary_bare(int n)
{
    return n;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: \result == 0; */
int canary_loop(int n)
{
    while (n != 0)
        ;
    return n;
}
