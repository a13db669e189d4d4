/* expect: goals (a narrowing conversion must be an unproved goal) */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result >= 0; */
unsigned char narrowing(unsigned x)
{
    return (unsigned char)x;
}
