// Reductions, order statistics, cumulative operations.
#include "bridge.h"

#define OUT1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(t->name()); }
OUT1(all) OUT1(any) OUT1(max) OUT1(min) OUT1(argmax) OUT1(argmin) OUT1(median) OUT1(trace) OUT1(corrcoef)

TB_EXPORT TensorHandle tb_sum(TensorHandle t, int dtype) { return TB_TENSOR(t->sum(tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_mean(TensorHandle t, int dtype) { return TB_TENSOR(t->mean(tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_prod(TensorHandle t, int dtype) { return TB_TENSOR(t->prod(tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_sum_dims(TensorHandle t, const int64_t* d, int n, uint8_t keep, int dtype) { return TB_TENSOR(t->sum(tb::ints(d, n), keep != 0, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_mean_dims(TensorHandle t, const int64_t* d, int n, uint8_t keep, int dtype) { return TB_TENSOR(t->mean(tb::ints(d, n), keep != 0, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_prod_dim(TensorHandle t, int64_t dim, uint8_t keep, int dtype) { return TB_TENSOR(t->prod(dim, keep != 0, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_all_dim(TensorHandle t, int64_t dim, uint8_t keep) { return TB_TENSOR(t->all(dim, keep != 0)); }
TB_EXPORT TensorHandle tb_any_dim(TensorHandle t, int64_t dim, uint8_t keep) { return TB_TENSOR(t->any(dim, keep != 0)); }
TB_EXPORT TensorHandle tb_amax(TensorHandle t, const int64_t* d, int n, uint8_t keep) { return TB_TENSOR(t->amax(tb::ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_amin(TensorHandle t, const int64_t* d, int n, uint8_t keep) { return TB_TENSOR(t->amin(tb::ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_amax_out(TensorHandle t, const int64_t* d, int n, uint8_t keep, TensorHandle out) { return TB_TENSOR(at::amax_out(*out, *t, tb::ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_amin_out(TensorHandle t, const int64_t* d, int n, uint8_t keep, TensorHandle out) { return TB_TENSOR(at::amin_out(*out, *t, tb::ints(d, n), keep != 0)); }
TB_EXPORT TensorHandle tb_argmax_dim(TensorHandle t, int64_t dim, uint8_t keep) { return TB_TENSOR(t->argmax(dim, keep != 0)); }
TB_EXPORT TensorHandle tb_argmin_dim(TensorHandle t, int64_t dim, uint8_t keep) { return TB_TENSOR(t->argmin(dim, keep != 0)); }
TB_EXPORT TensorHandle tb_argsort(TensorHandle t, int64_t dim, uint8_t descending) { return TB_TENSOR(t->argsort(dim, descending != 0)); }
TB_EXPORT TensorHandle tb_logsumexp(TensorHandle t, int64_t dim, uint8_t keep) { return TB_TENSOR(t->logsumexp(dim, keep != 0)); }
TB_EXPORT TensorHandle tb_std(TensorHandle t, uint8_t unbiased) { return TB_TENSOR(t->std(unbiased != 0)); }
TB_EXPORT TensorHandle tb_var(TensorHandle t, uint8_t unbiased) { return TB_TENSOR(t->var(unbiased != 0)); }
TB_EXPORT TensorHandle tb_std_dims(TensorHandle t, const int64_t* d, int n, uint8_t unbiased, uint8_t keep) { return TB_TENSOR(t->std(tb::ints(d, n), unbiased != 0, keep != 0)); }
TB_EXPORT TensorHandle tb_var_dims(TensorHandle t, const int64_t* d, int n, uint8_t unbiased, uint8_t keep) { return TB_TENSOR(t->var(tb::ints(d, n), unbiased != 0, keep != 0)); }
TB_EXPORT TensorHandle tb_norm(TensorHandle t, float p) { return TB_TENSOR(t->norm(p)); }
TB_EXPORT TensorHandle tb_norm_dim(TensorHandle t, float p, int64_t dim, uint8_t keep) { return TB_TENSOR(t->norm(p, { dim }, keep != 0)); }
TB_EXPORT TensorHandle tb_count_nonzero(TensorHandle t, const int64_t* d, int n) { return TB_TENSOR(d ? t->count_nonzero(tb::ints(d, n)) : t->count_nonzero(tb::nullopt)); }
TB_EXPORT TensorHandle tb_cumsum(TensorHandle t, int64_t dim, int dtype) { return TB_TENSOR(t->cumsum(dim, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_cumprod(TensorHandle t, int64_t dim, int dtype) { return TB_TENSOR(t->cumprod(dim, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_diff(TensorHandle t, int64_t n, int64_t dim, TensorHandle before, TensorHandle after) { return TB_TENSOR(t->diff(n, dim, tb::optional_tensor(before), tb::optional_tensor(after))); }
TB_EXPORT TensorHandle tb_bincount(TensorHandle t, TensorHandle weights, int64_t minlength) { return TB_TENSOR(t->bincount(tb::optional_tensor(weights), minlength)); }
TB_EXPORT TensorHandle tb_histc(TensorHandle t, int64_t bins, int64_t lo, int64_t hi) { return TB_TENSOR(t->histc(bins, lo, hi)); }
TB_EXPORT TensorHandle tb_quantile(TensorHandle t, TensorHandle q, int64_t dim, uint8_t keep) { return TB_TENSOR(t->quantile(*q, dim, keep != 0)); }
TB_EXPORT TensorHandle tb_cov(TensorHandle t, int64_t correction, TensorHandle f, TensorHandle a) { return TB_TENSOR(t->cov(correction, tb::optional_tensor(f), tb::optional_tensor(a))); }
TB_EXPORT TensorHandle tb_bucketize(TensorHandle t, TensorHandle b, uint8_t int32, uint8_t right) { return TB_TENSOR(at::bucketize(*t, *b, int32 != 0, right != 0)); }
TB_EXPORT TensorHandle tb_searchsorted(TensorHandle s, TensorHandle v, uint8_t int32, uint8_t right, TensorHandle sorter)
{
    return TB_TENSOR(at::searchsorted(*s, *v, int32 != 0, right != 0, tb::nullopt, tb::optional_tensor(sorter)));
}
TB_EXPORT TensorHandle tb_isin(TensorHandle t, TensorHandle test, uint8_t unique, uint8_t invert) { return TB_TENSOR(at::isin(*t, *test, unique != 0, invert != 0)); }
TB_EXPORT TensorHandle tb_trapezoid(TensorHandle y, double dx, int64_t dim) { return TB_TENSOR(at::trapezoid(*y, dx, dim)); }
TB_EXPORT TensorHandle tb_trapezoid_x(TensorHandle y, TensorHandle x, int64_t dim) { return TB_TENSOR(at::trapezoid(*y, *x, dim)); }

// Pairs: values and indices, or the two moments.
#define PAIR(...) return tb::status([&] { auto r = __VA_ARGS__; tb_store(out, std::get<0>(r), std::get<1>(r)); })
TB_EXPORT int tb_max_dim(TensorHandle t, int64_t dim, uint8_t keep, TensorHandle* out) { PAIR(t->max(dim, keep != 0)); }
TB_EXPORT int tb_min_dim(TensorHandle t, int64_t dim, uint8_t keep, TensorHandle* out) { PAIR(t->min(dim, keep != 0)); }
TB_EXPORT int tb_mode(TensorHandle t, int64_t dim, uint8_t keep, TensorHandle* out) { PAIR(t->mode(dim, keep != 0)); }
TB_EXPORT int tb_kthvalue(TensorHandle t, int64_t k, int64_t dim, uint8_t keep, TensorHandle* out) { PAIR(t->kthvalue(k, dim, keep != 0)); }
TB_EXPORT int tb_topk(TensorHandle t, int64_t k, int64_t dim, uint8_t largest, uint8_t sorted, TensorHandle* out) { PAIR(t->topk(k, dim, largest != 0, sorted != 0)); }
TB_EXPORT int tb_sort(TensorHandle t, int64_t dim, uint8_t descending, uint8_t stable, TensorHandle* out) { PAIR(t->sort(tb::optional<bool>(stable != 0), dim, descending != 0)); }
TB_EXPORT int tb_cummax(TensorHandle t, int64_t dim, TensorHandle* out) { PAIR(t->cummax(dim)); }
TB_EXPORT int tb_cummin(TensorHandle t, int64_t dim, TensorHandle* out) { PAIR(t->cummin(dim)); }
TB_EXPORT int tb_std_mean(TensorHandle t, uint8_t unbiased, TensorHandle* out) { PAIR(at::std_mean(*t, unbiased != 0)); }
TB_EXPORT int tb_var_mean(TensorHandle t, uint8_t unbiased, TensorHandle* out) { PAIR(at::var_mean(*t, unbiased != 0)); }
TB_EXPORT int tb_std_mean_dims(TensorHandle t, const int64_t* d, int n, uint8_t unbiased, uint8_t keep, TensorHandle* out) { PAIR(at::std_mean(*t, tb::ints(d, n), unbiased != 0, keep != 0)); }
TB_EXPORT int tb_var_mean_dims(TensorHandle t, const int64_t* d, int n, uint8_t unbiased, uint8_t keep, TensorHandle* out) { PAIR(at::var_mean(*t, tb::ints(d, n), unbiased != 0, keep != 0)); }

// dim absent: over the flattened tensor.
TB_EXPORT int tb_unique(TensorHandle t, uint8_t sorted, uint8_t inverse, uint8_t counts, const int64_t* dim, TensorHandle* out)
{
    return tb::status([&] {
        auto r = dim ? at::unique_dim(*t, *dim, sorted != 0, inverse != 0, counts != 0) : at::_unique2(*t, sorted != 0, inverse != 0, counts != 0);
        tb_store(out, std::get<0>(r), std::get<1>(r), std::get<2>(r));
    });
}
