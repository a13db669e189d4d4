/* A wrong postcondition next to a right one.
 * expect: unproved typed_canary_ensures_ensures_wrong
 */
/*@ requires n <= 10;
    terminates \true; exits \false; assigns \nothing;
    ensures wrong: \result == n / 2;
    ensures right: \result <= n; */
unsigned canary_ensures(unsigned n)
{
    return n / 3u;
}
