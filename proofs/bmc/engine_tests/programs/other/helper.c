/* Linked with second_source.c. */
unsigned helper(unsigned a);

unsigned helper(unsigned a)
{
    return a + 1;
}
