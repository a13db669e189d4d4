/* expect: smoke (contradictory preconditions prove anything: the smoke test must notice) */
/*@ requires x < 3 && x > 5;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == 42; */
int contradiction(int x)
{
    return 7;
}
