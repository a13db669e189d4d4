/* expect: goals (unsigned arithmetic that wraps must be an unproved goal) */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result >= 0; */
unsigned wrap(unsigned x)
{
    return x + 1u;
}
