/* expect: axioms (an axiom is counted, consistent or not) */
/*@ axiomatic Trusted {
      logic integer f(integer x);
      axiom bad: \forall integer x; f(x) < 0 && f(x) > 0;
    } */
/*@ requires f(x) < 10;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == 42; */
int axiom(int x)
{
    return 7;
}
