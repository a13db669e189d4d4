/* expect: loops (a loop without variant must be noticed) */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == 1; */
int endless(int x)
{
    /*@ loop assigns x; */
    while (x != 0)
        x = x;
    return 1;
}
