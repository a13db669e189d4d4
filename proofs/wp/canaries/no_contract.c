/* expect: contracts (a function without a contract must be noticed) */
int no_contract(int x)
{
    return x;
}
