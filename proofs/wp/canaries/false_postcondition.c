/* expect: goals (a false postcondition must stay unproved) */
/*@ requires 0 <= x < 100;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == x + 2; */
int false_postcondition(int x)
{
    return x + 1;
}
