/* expect: goals (a false lemma must stay unproved) */
/* A wrong lemma is assumed everywhere after it, so that it must itself be noticed.
 * expect: unproved typed_lemma_wrong
 */
/*@ lemma wrong: \forall integer a; a * 2 != 6; */
