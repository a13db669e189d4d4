/* Wrap-around, narrowing, division by zero and a read outside of an object.
 * expect: unproved typed_canary_wrap_assert_rte_unsigned_overflow
 * expect: unproved typed_canary_narrow_assert_rte_unsigned_downcast
 * expect: unproved typed_canary_divide_assert_rte_division_by_zero
 * expect: unproved typed_canary_read_assert_rte_mem_access
 */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: 0 <= \result; */
unsigned canary_wrap(unsigned n)
{
    return n + 1u;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: 0 <= \result; */
unsigned char canary_narrow(unsigned n)
{
    return (unsigned char)n;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: 0 <= \result; */
unsigned canary_divide(unsigned n)
{
    return 5u / n;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures any: \result == *p; */
int canary_read(const int *p)
{
    return *p;
}
