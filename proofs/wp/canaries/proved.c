/* expect: proved (the machinery can prove something) */
/*@ requires 0 <= x < 100;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == x + 1; */
int proved(int x)
{
    return x + 1;
}
