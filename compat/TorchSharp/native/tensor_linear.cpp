// Products, decompositions and the torch.linalg functions.
#include "bridge.h"

#define OUT1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(t->name()); }
#define OUT2(name) TB_EXPORT TensorHandle tb_##name(TensorHandle a, TensorHandle b) { return TB_TENSOR(a->name(*b)); }
OUT1(inverse) OUT1(det)
OUT2(matmul) OUT2(mm) OUT2(mv) OUT2(bmm) OUT2(dot) OUT2(outer) OUT2(inner) OUT2(kron)

#define ADDED(name) \
    TB_EXPORT TensorHandle tb_##name(TensorHandle t, TensorHandle a, TensorHandle b, float beta, float alpha) { return TB_TENSOR(t->name(*a, *b, beta, alpha)); } \
    TB_EXPORT int tb_##name##_(TensorHandle t, TensorHandle a, TensorHandle b, float beta, float alpha) { return TB_STATUS(t->name##_(*a, *b, beta, alpha)); }
ADDED(addmm) ADDED(baddbmm) ADDED(addr)

TB_EXPORT TensorHandle tb_matrix_power(TensorHandle t, int64_t n) { return TB_TENSOR(t->matrix_power(n)); }
TB_EXPORT TensorHandle tb_einsum(const char* equation, TensorHandle* ts, int n) { return TB_TENSOR(at::einsum(equation, tb::tensors(ts, n))); }
TB_EXPORT TensorHandle tb_tensordot(TensorHandle a, TensorHandle b, const int64_t* x, int n, const int64_t* y, int m) { return TB_TENSOR(at::tensordot(*a, *b, tb::ints(x, n), tb::ints(y, m))); }
TB_EXPORT TensorHandle tb_cdist(TensorHandle a, TensorHandle b, double p, int64_t mode) { return TB_TENSOR(at::cdist(*a, *b, p, mode)); }
TB_EXPORT TensorHandle tb_cholesky(TensorHandle t, uint8_t upper) { return TB_TENSOR(t->cholesky(upper != 0)); }
TB_EXPORT TensorHandle tb_pinverse(TensorHandle t, double rcond, uint8_t hermitian) { return TB_TENSOR(at::linalg_pinv(*t, rcond, hermitian != 0)); }

#define LINALG(name) TB_EXPORT TensorHandle tb_linalg_##name(TensorHandle t) { return TB_TENSOR(at::linalg_##name(*t)); }
LINALG(cholesky) LINALG(det) LINALG(inv)
TB_EXPORT TensorHandle tb_linalg_svdvals(TensorHandle t) { return TB_TENSOR(at::linalg_svdvals(*t)); }
TB_EXPORT TensorHandle tb_linalg_eigvalsh(TensorHandle t, char uplo) { return TB_TENSOR(at::linalg_eigvalsh(*t, tb::string_view(&uplo, 1))); }
TB_EXPORT TensorHandle tb_linalg_solve(TensorHandle a, TensorHandle b, uint8_t left) { return TB_TENSOR(at::linalg_solve(*a, *b, left != 0)); }
TB_EXPORT TensorHandle tb_linalg_solve_triangular(TensorHandle a, TensorHandle b, uint8_t upper, uint8_t left, uint8_t unit) { return TB_TENSOR(at::linalg_solve_triangular(*a, *b, upper != 0, left != 0, unit != 0)); }
TB_EXPORT TensorHandle tb_linalg_solve_triangular_out(TensorHandle a, TensorHandle b, uint8_t upper, uint8_t left, uint8_t unit, TensorHandle out) { return TB_TENSOR(at::linalg_solve_triangular_out(*out, *a, *b, upper != 0, left != 0, unit != 0)); }
TB_EXPORT TensorHandle tb_linalg_norm(TensorHandle t, const double* ord, const int64_t* d, int n, uint8_t keep)
{
    return TB_TENSOR(at::linalg_norm(*t, ord ? tb::optional<at::Scalar>(*ord) : tb::nullopt, tb::optional_ints(d, n), keep != 0));
}
TB_EXPORT TensorHandle tb_linalg_norm_name(TensorHandle t, const char* ord, const int64_t* d, int n, uint8_t keep) { return TB_TENSOR(at::linalg_norm(*t, tb::string_view(ord), tb::optional_ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_linalg_vector_norm(TensorHandle t, double ord, const int64_t* d, int n, uint8_t keep) { return TB_TENSOR(at::linalg_vector_norm(*t, ord, tb::optional_ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_linalg_pinv(TensorHandle t, const double* atol, const double* rtol, uint8_t hermitian)
{
    return TB_TENSOR(at::linalg_pinv(*t, atol ? tb::optional<double>(*atol) : tb::nullopt, rtol ? tb::optional<double>(*rtol) : tb::nullopt, hermitian != 0));
}
TB_EXPORT TensorHandle tb_linalg_matrix_rank(TensorHandle t, const double* atol, const double* rtol, uint8_t hermitian)
{
    return TB_TENSOR(at::linalg_matrix_rank(*t, atol ? tb::optional<double>(*atol) : tb::nullopt, rtol ? tb::optional<double>(*rtol) : tb::nullopt, hermitian != 0));
}
TB_EXPORT TensorHandle tb_linalg_cross(TensorHandle a, TensorHandle b, int64_t dim) { return TB_TENSOR(at::linalg_cross(*a, *b, dim)); }

#define PAIR(...) return tb::status([&] { auto r = __VA_ARGS__; tb_store(out, std::get<0>(r), std::get<1>(r)); })
TB_EXPORT int tb_linalg_eigh(TensorHandle t, char uplo, TensorHandle* out) { PAIR(at::linalg_eigh(*t, tb::string_view(&uplo, 1))); }
TB_EXPORT int tb_linalg_slogdet(TensorHandle t, TensorHandle* out) { PAIR(at::linalg_slogdet(*t)); }
TB_EXPORT int tb_linalg_qr(TensorHandle t, int mode, TensorHandle* out) { PAIR(at::linalg_qr(*t, mode == 1 ? "complete" : mode == 2 ? "r" : "reduced")); }

TB_EXPORT int tb_linalg_lu(TensorHandle t, uint8_t pivot, TensorHandle* out)
{
    return tb::status([&] { auto r = at::linalg_lu(*t, pivot != 0); tb_store(out, std::get<0>(r), std::get<1>(r), std::get<2>(r)); });
}

TB_EXPORT int tb_linalg_svd(TensorHandle t, uint8_t full, TensorHandle* out)
{
    return tb::status([&] { auto r = at::linalg_svd(*t, full != 0); tb_store(out, std::get<0>(r), std::get<1>(r), std::get<2>(r)); });
}

TB_EXPORT int tb_linalg_lstsq(TensorHandle a, TensorHandle b, const double* rcond, TensorHandle* out)
{
    return tb::status([&] {
        auto r = at::linalg_lstsq(*a, *b, rcond ? tb::optional<double>(*rcond) : tb::nullopt, tb::nullopt);
        tb_store(out, std::get<0>(r), std::get<1>(r), std::get<2>(r), std::get<3>(r));
    });
}
