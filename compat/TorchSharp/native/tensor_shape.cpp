// Views, copies, joining, splitting and indexing.
#include "bridge.h"

#include <ATen/TensorIndexing.h>

#define OUT1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(t->name()); }
#define FREE1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(at::name(*t)); }

OUT1(alias) OUT1(clone) OUT1(contiguous) OUT1(detach) OUT1(t) OUT1(ravel) OUT1(nonzero)
OUT1(mT) OUT1(mH) OUT1(numpy_T) OUT1(matrix_H) FREE1(real) FREE1(imag)
OUT1(to_dense)

TB_EXPORT int tb_detach_(TensorHandle t) { return TB_STATUS(t->detach_()); }

#define SIZES(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t, const int64_t* d, int n) { return TB_TENSOR(t->name(tb::ints(d, n))); }
SIZES(view) SIZES(reshape) SIZES(permute) SIZES(repeat) SIZES(flip) SIZES(tile) SIZES(broadcast_to)

TB_EXPORT TensorHandle tb_expand(TensorHandle t, const int64_t* d, int n, uint8_t implicit) { return TB_TENSOR(t->expand(tb::ints(d, n), implicit != 0)); }
TB_EXPORT TensorHandle tb_transpose(TensorHandle t, int64_t a, int64_t b) { return TB_TENSOR(t->transpose(a, b)); }
TB_EXPORT int tb_transpose_(TensorHandle t, int64_t a, int64_t b) { return TB_STATUS(t->transpose_(a, b)); }
TB_EXPORT TensorHandle tb_flatten(TensorHandle t, int64_t start, int64_t end) { return TB_TENSOR(t->flatten(start, end)); }
TB_EXPORT TensorHandle tb_unflatten(TensorHandle t, int64_t dim, const int64_t* d, int n) { return TB_TENSOR(t->unflatten(dim, tb::ints(d, n))); }
TB_EXPORT TensorHandle tb_squeeze(TensorHandle t) { return TB_TENSOR(t->squeeze()); }
TB_EXPORT TensorHandle tb_squeeze_dim(TensorHandle t, int64_t dim) { return TB_TENSOR(t->squeeze(dim)); }
TB_EXPORT int tb_squeeze_(TensorHandle t) { return TB_STATUS(t->squeeze_()); }
TB_EXPORT int tb_squeeze_dim_(TensorHandle t, int64_t dim) { return TB_STATUS(t->squeeze_(dim)); }
TB_EXPORT TensorHandle tb_unsqueeze(TensorHandle t, int64_t dim) { return TB_TENSOR(t->unsqueeze(dim)); }
TB_EXPORT int tb_unsqueeze_(TensorHandle t, int64_t dim) { return TB_STATUS(t->unsqueeze_(dim)); }
TB_EXPORT TensorHandle tb_narrow(TensorHandle t, int64_t dim, int64_t start, int64_t length) { return TB_TENSOR(t->narrow(dim, start, length)); }
TB_EXPORT TensorHandle tb_slice(TensorHandle t, int64_t dim, int64_t start, int64_t end, int64_t step) { return TB_TENSOR(t->slice(dim, start, end, step)); }
TB_EXPORT TensorHandle tb_select(TensorHandle t, int64_t dim, int64_t index) { return TB_TENSOR(t->select(dim, index)); }
TB_EXPORT TensorHandle tb_unfold(TensorHandle t, int64_t dim, int64_t size, int64_t step) { return TB_TENSOR(t->unfold(dim, size, step)); }
TB_EXPORT TensorHandle tb_roll(TensorHandle t, const int64_t* a, int n, const int64_t* b, int m) { return TB_TENSOR(t->roll(tb::ints(a, n), tb::ints(b, m))); }
TB_EXPORT TensorHandle tb_rot90(TensorHandle t, int64_t k, int64_t a, int64_t b) { return TB_TENSOR(t->rot90(k, { a, b })); }
TB_EXPORT TensorHandle tb_diag(TensorHandle t, int64_t d) { return TB_TENSOR(t->diag(d)); }
TB_EXPORT TensorHandle tb_diagonal(TensorHandle t, int64_t o, int64_t a, int64_t b) { return TB_TENSOR(t->diagonal(o, a, b)); }
TB_EXPORT TensorHandle tb_diag_embed(TensorHandle t, int64_t o, int64_t a, int64_t b) { return TB_TENSOR(t->diag_embed(o, a, b)); }
TB_EXPORT TensorHandle tb_tril(TensorHandle t, int64_t d) { return TB_TENSOR(t->tril(d)); }
TB_EXPORT TensorHandle tb_triu(TensorHandle t, int64_t d) { return TB_TENSOR(t->triu(d)); }
TB_EXPORT TensorHandle tb_tril_(TensorHandle t, int64_t d) { return TB_TENSOR(t->tril_(d)); }
TB_EXPORT TensorHandle tb_triu_(TensorHandle t, int64_t d) { return TB_TENSOR(t->triu_(d)); }
TB_EXPORT TensorHandle tb_repeat_interleave(TensorHandle t, int64_t n, const int64_t* dim, const int64_t* size)
{
    return TB_TENSOR(t->repeat_interleave(n, dim ? tb::optional<int64_t>(*dim) : tb::nullopt, size ? tb::optional<int64_t>(*size) : tb::nullopt));
}
TB_EXPORT TensorHandle tb_repeat_interleave_tensor(TensorHandle t, TensorHandle n, const int64_t* dim, const int64_t* size)
{
    return TB_TENSOR(t->repeat_interleave(*n, dim ? tb::optional<int64_t>(*dim) : tb::nullopt, size ? tb::optional<int64_t>(*size) : tb::nullopt));
}

// Copies and conversions. copy: always a new storage.
TB_EXPORT TensorHandle tb_to(TensorHandle t, int dtype, int device_type, int device_index, uint8_t copy, uint8_t non_blocking)
{
    return tb::tensor([&] {
        auto options = device_type < 0 ? t->options() : t->options().device(at::Device(static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index)));
        if (dtype >= 0)
            options = options.dtype(static_cast<at::ScalarType>(dtype));
        return t->to(options, non_blocking != 0, copy != 0);
    });
}
TB_EXPORT int tb_copy_(TensorHandle t, TensorHandle source, uint8_t non_blocking) { return TB_STATUS(t->copy_(*source, non_blocking != 0)); }
TB_EXPORT int tb_set_(TensorHandle t, TensorHandle source) { return TB_STATUS(t->set_(*source)); }
TB_EXPORT int tb_fill_(TensorHandle t, ScalarArg value) { return TB_STATUS(t->fill_(tb::scalar(value))); }
TB_EXPORT TensorHandle tb_zero_(TensorHandle t) { return TB_TENSOR(t->zero_()); }
TB_EXPORT TensorHandle tb_pin_memory(TensorHandle t) { return TB_TENSOR(t->pin_memory()); }

#define JOIN(name) TB_EXPORT TensorHandle tb_##name(TensorHandle* ts, int n) { return TB_TENSOR(at::name(tb::tensors(ts, n))); }
JOIN(vstack) JOIN(hstack) JOIN(dstack) JOIN(column_stack) JOIN(block_diag) JOIN(cartesian_prod) JOIN(chain_matmul)
TB_EXPORT TensorHandle tb_cat(TensorHandle* ts, int n, int64_t dim) { return TB_TENSOR(at::cat(tb::tensors(ts, n), dim)); }
TB_EXPORT TensorHandle tb_stack(TensorHandle* ts, int n, int64_t dim) { return TB_TENSOR(at::stack(tb::tensors(ts, n), dim)); }

namespace
{
    template <typename F> TensorListHandle list(F&& f)
    {
        TensorListHandle result = nullptr;
        tb::status([&] { result = new std::vector<at::Tensor>(f()); });
        return result;
    }
}

TB_EXPORT TensorListHandle tb_unbind(TensorHandle t, int64_t dim) { return list([&] { return t->unbind(dim); }); }
TB_EXPORT TensorListHandle tb_chunk(TensorHandle t, int64_t n, int64_t dim) { return list([&] { return t->chunk(n, dim); }); }
TB_EXPORT TensorListHandle tb_split(TensorHandle t, int64_t size, int64_t dim) { return list([&] { return t->split(size, dim); }); }
TB_EXPORT TensorListHandle tb_split_sizes(TensorHandle t, const int64_t* d, int n, int64_t dim) { return list([&] { return t->split_with_sizes(tb::ints(d, n), dim); }); }
TB_EXPORT TensorListHandle tb_tensor_split(TensorHandle t, int64_t size, int64_t dim) { return list([&] { return t->tensor_split(size, dim); }); }
TB_EXPORT TensorListHandle tb_tensor_split_sizes(TensorHandle t, const int64_t* d, int n, int64_t dim) { return list([&] { return t->tensor_split(tb::ints(d, n), dim); }); }
TB_EXPORT TensorListHandle tb_tensor_split_tensor(TensorHandle t, TensorHandle i, int64_t dim) { return list([&] { return t->tensor_split(*i, dim); }); }
TB_EXPORT TensorListHandle tb_meshgrid(TensorHandle* ts, int n, uint8_t xy) { return list([&] { return at::meshgrid(tb::tensors(ts, n), xy ? "xy" : "ij"); }); }
TB_EXPORT TensorListHandle tb_broadcast_tensors(TensorHandle* ts, int n) { return list([&] { return at::broadcast_tensors(tb::tensors(ts, n)); }); }
TB_EXPORT TensorListHandle tb_where_list(TensorHandle c) { return list([&] { return at::where(*c); }); }

// Indexing.
struct IndexArg
{
    int64_t start, stop, step; // INT64_MIN: absent
    TensorHandle tensor;
    int32_t kind; // 0 none, 1 ellipsis, 2 integer (start), 3 bool (start), 4 slice, 5 tensor
};

namespace
{
    tb::optional<int64_t> optional(int64_t v) { return v == INT64_MIN ? tb::optional<int64_t>() : tb::optional<int64_t>(v); }

    std::vector<at::indexing::TensorIndex> indices(const IndexArg* args, int n)
    {
        std::vector<at::indexing::TensorIndex> result;
        result.reserve(n);
        for (int i = 0; i < n; i++) {
            const auto& a = args[i];
            switch (a.kind) {
            case 0: result.emplace_back(at::indexing::None); break;
            case 1: result.emplace_back(at::indexing::Ellipsis); break;
            case 2: result.emplace_back(a.start); break;
            case 3: result.emplace_back(a.start != 0); break;
            case 4: result.emplace_back(at::indexing::Slice(optional(a.start), optional(a.stop), optional(a.step))); break;
            default: result.emplace_back(*a.tensor); break;
            }
        }
        return result;
    }
}

TB_EXPORT TensorHandle tb_index(TensorHandle t, const IndexArg* args, int n) { return TB_TENSOR(t->index(indices(args, n))); }
TB_EXPORT int tb_index_put_(TensorHandle t, const IndexArg* args, int n, TensorHandle value) { return TB_STATUS(t->index_put_(indices(args, n), *value)); }
TB_EXPORT int tb_index_put_scalar_(TensorHandle t, const IndexArg* args, int n, ScalarArg value) { return TB_STATUS(t->index_put_(indices(args, n), tb::scalar(value))); }

// A chain of select; with all dimensions selected the result is a 0-d view.
TB_EXPORT TensorHandle tb_select_many(TensorHandle t, const int64_t* d, int n)
{
    return tb::tensor([&] {
        TORCH_CHECK(n <= t->dim(), "too many indices for tensor of dimension ", t->dim());
        auto result = *t;
        for (int i = 0; i < n; i++)
            result = result.select(0, d[i]);
        return result;
    });
}

TB_EXPORT TensorHandle tb_index_select(TensorHandle t, int64_t dim, TensorHandle i) { return TB_TENSOR(t->index_select(dim, *i)); }
TB_EXPORT TensorHandle tb_gather(TensorHandle t, int64_t dim, TensorHandle i) { return TB_TENSOR(t->gather(dim, *i)); }
TB_EXPORT TensorHandle tb_take(TensorHandle t, TensorHandle i) { return TB_TENSOR(t->take(*i)); }
TB_EXPORT TensorHandle tb_scatter(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_TENSOR(t->scatter(dim, *i, *s)); }
TB_EXPORT int tb_scatter_(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_STATUS(t->scatter_(dim, *i, *s)); }
TB_EXPORT TensorHandle tb_scatter_add(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_TENSOR(t->scatter_add(dim, *i, *s)); }
TB_EXPORT int tb_scatter_add_(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_STATUS(t->scatter_add_(dim, *i, *s)); }
TB_EXPORT TensorHandle tb_index_add(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s, ScalarArg a) { return TB_TENSOR(t->index_add(dim, *i, *s, tb::scalar(a))); }
TB_EXPORT int tb_index_add_(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s, ScalarArg a) { return TB_STATUS(t->index_add_(dim, *i, *s, tb::scalar(a))); }
TB_EXPORT TensorHandle tb_index_copy(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_TENSOR(t->index_copy(dim, *i, *s)); }
TB_EXPORT int tb_index_copy_(TensorHandle t, int64_t dim, TensorHandle i, TensorHandle s) { return TB_STATUS(t->index_copy_(dim, *i, *s)); }
TB_EXPORT TensorHandle tb_index_fill(TensorHandle t, int64_t dim, TensorHandle i, ScalarArg v) { return TB_TENSOR(t->index_fill(dim, *i, tb::scalar(v))); }
TB_EXPORT int tb_index_fill_(TensorHandle t, int64_t dim, TensorHandle i, ScalarArg v) { return TB_STATUS(t->index_fill_(dim, *i, tb::scalar(v))); }
TB_EXPORT TensorHandle tb_masked_fill(TensorHandle t, TensorHandle m, ScalarArg v) { return TB_TENSOR(t->masked_fill(*m, tb::scalar(v))); }
TB_EXPORT int tb_masked_fill_(TensorHandle t, TensorHandle m, ScalarArg v) { return TB_STATUS(t->masked_fill_(*m, tb::scalar(v))); }
TB_EXPORT TensorHandle tb_masked_select(TensorHandle t, TensorHandle m) { return TB_TENSOR(t->masked_select(*m)); }
TB_EXPORT TensorHandle tb_masked_scatter(TensorHandle t, TensorHandle m, TensorHandle v) { return TB_TENSOR(t->masked_scatter(*m, *v)); }
TB_EXPORT int tb_masked_scatter_(TensorHandle t, TensorHandle m, TensorHandle v) { return TB_STATUS(t->masked_scatter_(*m, *v)); }
