/* Every solver must be able to prove something that Qed alone does not.
 * expect: proved
 */
/*@ requires n <= 1000;
    terminates \true; exits \false; assigns \nothing;
    ensures quotient: \result / 8 == n; */
unsigned canary_provers(unsigned n)
{
    return 8u * n + 7u;
}
