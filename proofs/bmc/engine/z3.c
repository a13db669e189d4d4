/* z3 through its C API. Its default tactic is many times slower on these formulas than plain bit-blasting. */
#include <z3.h>

#include <stdlib.h>

#include "backend.h"
#include "util.h"

/* Terms of one bit are Bool. */
struct translation {
    Z3_context z3;
    Z3_ast *ast; /* by id */
};

static Z3_sort sort_of(struct translation *x, uint32_t width)
{
    return width == 1 ? Z3_mk_bool_sort(x->z3) : Z3_mk_bv_sort(x->z3, width);
}

static Z3_ast number(struct translation *x, uint32_t width, uint64_t value)
{
    if (width == 1)
        return value != 0 ? Z3_mk_true(x->z3) : Z3_mk_false(x->z3);
    return Z3_mk_unsigned_int64(x->z3, value, Z3_mk_bv_sort(x->z3, width));
}

static Z3_ast as_bits(struct translation *x, term t, Z3_ast a)
{
    if (t->width != 1)
        return a;
    Z3_sort one = Z3_mk_bv_sort(x->z3, 1);
    return Z3_mk_ite(x->z3, a, Z3_mk_unsigned_int64(x->z3, 1, one), Z3_mk_unsigned_int64(x->z3, 0, one));
}

static Z3_ast as_bool(struct translation *x, uint32_t width, Z3_ast a)
{
    return width != 1 ? a : Z3_mk_eq(x->z3, a, Z3_mk_unsigned_int64(x->z3, 1, Z3_mk_bv_sort(x->z3, 1)));
}

typedef Z3_ast (*binary)(Z3_context, Z3_ast, Z3_ast);

static Z3_ast logical(struct translation *x, term t, Z3_ast a, Z3_ast b)
{
    Z3_ast both[2] = {a, b};
    switch (t->op) {
    case OP_NOT:
        return Z3_mk_not(x->z3, a);
    case OP_AND:
        return Z3_mk_and(x->z3, 2, both);
    case OP_OR:
        return Z3_mk_or(x->z3, 2, both);
    default:
        return Z3_mk_xor(x->z3, a, b);
    }
}

static Z3_ast vector(struct translation *x, term t, Z3_ast a, Z3_ast b)
{
    static const binary function[] = {
        [OP_AND] = Z3_mk_bvand,   [OP_OR] = Z3_mk_bvor,     [OP_XOR] = Z3_mk_bvxor,   [OP_ADD] = Z3_mk_bvadd,
        [OP_SUB] = Z3_mk_bvsub,   [OP_MUL] = Z3_mk_bvmul,   [OP_UDIV] = Z3_mk_bvudiv, [OP_UREM] = Z3_mk_bvurem,
        [OP_SDIV] = Z3_mk_bvsdiv, [OP_SREM] = Z3_mk_bvsrem, [OP_SHL] = Z3_mk_bvshl,   [OP_LSHR] = Z3_mk_bvlshr,
        [OP_ASHR] = Z3_mk_bvashr, [OP_ULT] = Z3_mk_bvult,   [OP_SLT] = Z3_mk_bvslt,   [OP_CONCAT] = Z3_mk_concat};
    if (t->op == OP_NOT)
        return Z3_mk_bvnot(x->z3, a);
    Z3_ast r = function[t->op](x->z3, as_bits(x, t->kid[0], a), as_bits(x, t->kid[1], b));
    bool truth = t->op == OP_ULT || t->op == OP_SLT;
    return truth ? r : as_bool(x, t->width, r);
}

static Z3_ast translate(struct translation *x, term t)
{
    Z3_ast k[3] = {NULL, NULL, NULL};
    for (int i = 0; i < 3 && t->kid[i] != NULL; i++)
        k[i] = x->ast[t->kid[i]->id];
    uint32_t wide = t->kid[0] != NULL ? t->kid[0]->width : 0, low = (uint32_t)t->value;
    switch (t->op) {
    case OP_CONST:
        return number(x, t->width, t->value);
    case OP_VAR:
        return Z3_mk_const(x->z3, Z3_mk_int_symbol(x->z3, (int)t->id), sort_of(x, t->width));
    case OP_EQ:
        return Z3_mk_eq(x->z3, k[0], k[1]);
    case OP_ITE:
        return Z3_mk_ite(x->z3, k[0], k[1], k[2]);
    case OP_EXTRACT:
        return as_bool(x, t->width, Z3_mk_extract(x->z3, low + t->width - 1, low, as_bits(x, t->kid[0], k[0])));
    case OP_ZEXT:
        return Z3_mk_zero_ext(x->z3, t->width - wide, as_bits(x, t->kid[0], k[0]));
    case OP_SEXT:
        return Z3_mk_sign_ext(x->z3, t->width - wide, as_bits(x, t->kid[0], k[0]));
    case OP_NOT:
    case OP_AND:
    case OP_OR:
    case OP_XOR:
        return t->width == 1 ? logical(x, t, k[0], k[1]) : vector(x, t, k[0], k[1]);
    default:
        return vector(x, t, k[0], k[1]);
    }
}

static Z3_solver bit_blasting_solver(Z3_context z3)
{
    static const char *const step[] = {"propagate-values", "solve-eqs", "simplify", "bit-blast", "sat"};
    Z3_tactic all = Z3_mk_tactic(z3, "simplify");
    Z3_tactic_inc_ref(z3, all);
    for (size_t i = 0; i < sizeof step / sizeof step[0]; i++) {
        Z3_tactic next = Z3_mk_tactic(z3, step[i]);
        Z3_tactic_inc_ref(z3, next);
        all = Z3_tactic_and_then(z3, all, next);
        Z3_tactic_inc_ref(z3, all);
    }
    Z3_solver s = Z3_mk_solver_from_tactic(z3, all);
    Z3_solver_inc_ref(z3, s);
    return s;
}

static void read_model(struct translation *x, Z3_solver s, const struct cone *cone, struct values *values)
{
    Z3_model model = Z3_solver_get_model(x->z3, s);
    Z3_model_inc_ref(x->z3, model);
    for (size_t i = 0; i < cone->count; i++) {
        term v = cone->all[i];
        Z3_ast r = NULL;
        uint64_t value = 0;
        if (v->op != OP_VAR)
            continue;
        if (!Z3_model_eval(x->z3, model, x->ast[v->id], true, &r))
            stop(EXIT_FAILED, "z3 gives no value for a variable");
        if (v->width == 1)
            value = Z3_get_bool_value(x->z3, r) == Z3_L_TRUE;
        else if (!Z3_get_numeral_uint64(x->z3, r, &value))
            stop(EXIT_FAILED, "z3 gives no number for a variable");
        values_set(values, v, value);
    }
}

enum answer solve_z3(const struct question *q, struct values *values)
{
    struct terms *t = q->t;
    term formula = question_term(q);
    struct cone cone = {0};
    Z3_config config = Z3_mk_config();
    struct translation x = {Z3_mk_context(config), fresh(t->count, sizeof *x.ast)};
    cone_add(&cone, t, formula);
    for (size_t i = 0; i < cone.count; i++) {
        Z3_ast a = translate(&x, cone.all[i]);
        if (a == NULL)
            stop(EXIT_FAILED, "z3: %s", Z3_get_error_msg(x.z3, Z3_get_error_code(x.z3)));
        Z3_inc_ref(x.z3, a);
        x.ast[cone.all[i]->id] = a;
    }
    Z3_solver s = bit_blasting_solver(x.z3);
    Z3_solver_assert(x.z3, s, x.ast[formula->id]);
    Z3_lbool r = Z3_solver_check(x.z3, s);
    if (r == Z3_L_TRUE)
        read_model(&x, s, &cone, values);
    Z3_del_context(x.z3);
    Z3_del_config(config);
    free(x.ast);
    cone_end(&cone);
    return r == Z3_L_TRUE ? ANSWER_YES : r == Z3_L_FALSE ? ANSWER_NO : ANSWER_NONE;
}
