// Layers without windows: linear, activations, norms, dropouts, embeddings, distances, initialisation.
#include "bridge.h"

#include <cmath>

namespace
{
    // The numbers are shared with the managed enum Activation.
    enum Activation
    {
        Relu, Relu6, LeakyRelu, Elu, Celu, Selu, Gelu, Sigmoid, Tanh, Silu, Mish, Softplus, Hardtanh
    };

    at::Tensor activate(const at::Tensor& x, int op, double a, double b)
    {
        switch (op) {
        case Relu: return at::relu(x);
        case Relu6: return at::relu6(x);
        case LeakyRelu: return at::leaky_relu(x, a);
        case Elu: return at::elu(x, a);
        case Celu: return at::celu(x, a);
        case Selu: return at::selu(x);
        case Gelu: return at::gelu(x);
        case Sigmoid: return at::sigmoid(x);
        case Tanh: return at::tanh(x);
        case Silu: return at::silu(x);
        case Mish: return at::mish(x);
        case Softplus: return at::softplus(x, a, b);
        case Hardtanh: return at::hardtanh(x, a, b);
        default: TORCH_CHECK(false, "unknown activation ", op);
        }
    }

    at::Tensor activate_(at::Tensor& x, int op, double a, double b)
    {
        switch (op) {
        case Relu: return at::relu_(x);
        case Relu6: return at::relu6_(x);
        case LeakyRelu: return at::leaky_relu_(x, a);
        case Elu: return at::elu_(x, a);
        case Celu: return at::celu_(x, a);
        case Selu: return at::selu_(x);
        case Sigmoid: return at::sigmoid_(x);
        case Tanh: return at::tanh_(x);
        case Silu: return at::silu_(x);
        case Hardtanh: return at::hardtanh_(x, a, b);
        default: TORCH_CHECK(false, "activation ", op, " has no in-place form");
        }
    }
}

TB_EXPORT TensorHandle tb_nn_share(TensorHandle x) { return TB_TENSOR(*x); }

TB_EXPORT TensorHandle tb_nn_activation(TensorHandle x, int op, double a, double b, int inplace)
{
    return TB_TENSOR(inplace ? activate_(*x, op, a, b) : activate(*x, op, a, b));
}

TB_EXPORT TensorHandle tb_nn_prelu(TensorHandle x, TensorHandle weight) { return TB_TENSOR(at::prelu(*x, *weight)); }

// kind: 0 softmax, 1 log_softmax
TB_EXPORT TensorHandle tb_nn_softmax(TensorHandle x, int kind, int64_t dim, int dtype)
{
    return tb::tensor([&] {
        auto type = tb::optional_dtype(dtype);
        return kind == 0 ? at::softmax(*x, dim, type) : at::log_softmax(*x, dim, type);
    });
}

TB_EXPORT TensorHandle tb_nn_linear(TensorHandle x, TensorHandle weight, TensorHandle bias)
{
    return tb::tensor([&] { return bias ? at::linear(*x, *weight, *bias) : at::linear(*x, *weight); });
}

// tracked: the batch counter, raised while training; momentum < 0: cumulative average.
TB_EXPORT TensorHandle tb_nn_batch_norm(TensorHandle x, TensorHandle mean, TensorHandle var, TensorHandle weight, TensorHandle bias,
    TensorHandle tracked, int training, double momentum, double eps)
{
    return tb::tensor([&] {
        if (tracked && training) {
            at::NoGradGuard guard;
            if (tracked->device().is_cpu() && tracked->scalar_type() == at::kLong)
                ++*tracked->data_ptr<int64_t>();
            else
                tracked->add_(1);
        }
        return at::batch_norm(*x, tb::optional_tensor(weight), tb::optional_tensor(bias), tb::optional_tensor(mean),
            tb::optional_tensor(var), training || !mean, momentum, eps, at::globalContext().userEnabledCuDNN());
    });
}

TB_EXPORT TensorHandle tb_nn_instance_norm(TensorHandle x, TensorHandle mean, TensorHandle var, TensorHandle weight, TensorHandle bias,
    int use_input_stats, double momentum, double eps)
{
    return TB_TENSOR(at::instance_norm(*x, tb::optional_tensor(weight), tb::optional_tensor(bias), tb::optional_tensor(mean),
        tb::optional_tensor(var), use_input_stats, momentum, eps, at::globalContext().userEnabledCuDNN()));
}

TB_EXPORT TensorHandle tb_nn_layer_norm(TensorHandle x, const int64_t* shape, int rank, TensorHandle weight, TensorHandle bias, double eps)
{
    return TB_TENSOR(at::layer_norm(*x, tb::ints(shape, rank), tb::optional_tensor(weight), tb::optional_tensor(bias), eps));
}

// kind: 0 elements, 1 whole channels
TB_EXPORT TensorHandle tb_nn_dropout(TensorHandle x, int kind, double p, int training, int inplace)
{
    return tb::tensor([&]() -> at::Tensor {
        TORCH_CHECK(p >= 0 && p <= 1, "dropout probability has to be between 0 and 1, but got ", p);
        if (kind == 0) return inplace ? at::dropout_(*x, p, training) : at::dropout(*x, p, training);
        return inplace ? at::feature_dropout_(*x, p, training) : at::feature_dropout(*x, p, training);
    });
}

TB_EXPORT TensorHandle tb_nn_embedding(TensorHandle x, TensorHandle weight, int64_t padding, int scale, int sparse, double max_norm, double norm_type)
{
    return tb::tensor([&] {
        if (max_norm > 0) {
            at::NoGradGuard guard;
            at::embedding_renorm_(*weight, *x, max_norm, norm_type);
        }
        return at::embedding(*weight, *x, padding, scale, sparse);
    });
}

TB_EXPORT TensorHandle tb_nn_one_hot(TensorHandle x, int64_t classes) { return TB_TENSOR(at::one_hot(*x, classes)); }

TB_EXPORT TensorHandle tb_nn_cosine_similarity(TensorHandle x1, TensorHandle x2, int64_t dim, double eps)
{
    return TB_TENSOR(at::cosine_similarity(*x1, *x2, dim, eps));
}

TB_EXPORT TensorHandle tb_nn_flatten(TensorHandle x, int64_t start, int64_t end) { return TB_TENSOR(at::flatten(*x, start, end)); }
TB_EXPORT TensorHandle tb_nn_alias(TensorHandle x) { return TB_TENSOR(at::alias(*x)); }

TB_EXPORT TensorHandle tb_nn_unflatten(TensorHandle x, int64_t dim, const int64_t* sizes, int rank)
{
    return TB_TENSOR(x->unflatten(dim, tb::ints(sizes, rank)));
}

// ---- initialisation ----

namespace
{
    // kind: 0 uniform [a, b), 1 normal (mean a, deviation b), 2 constant a
    void fill(at::Tensor& t, int kind, double a, double b)
    {
        at::NoGradGuard guard;
        switch (kind) {
        case 0: t.uniform_(a, b); break;
        case 1: t.normal_(a, b); break;
        default: t.fill_(a); break;
        }
    }
}

// A new float32 CPU tensor; built-in layers draw their weights this way and move them afterwards.
TB_EXPORT TensorHandle tb_nn_new(const int64_t* shape, int rank, int dtype, int kind, double a, double b)
{
    return tb::tensor([&] {
        auto t = at::empty(tb::ints(shape, rank), at::TensorOptions(static_cast<at::ScalarType>(dtype)));
        fill(t, kind, a, b);
        return t;
    });
}

TB_EXPORT int tb_nn_fill(TensorHandle t, int kind, double a, double b) { return TB_STATUS(fill(*t, kind, a, b)); }

// A normal distribution cut to [low, high] by inverting its distribution function.
TB_EXPORT int tb_nn_fill_truncated_normal(TensorHandle t, double mean, double deviation, double low, double high)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        auto cdf = [](double x) { return (1 + std::erf(x / std::sqrt(2.0))) / 2; };
        auto from = cdf((low - mean) / deviation), to = cdf((high - mean) / deviation);
        t->uniform_(2 * from - 1, 2 * to - 1);
        t->erfinv_();
        t->mul_(deviation * std::sqrt(2.0)).add_(mean).clamp_(low, high);
    });
}

TB_EXPORT int tb_nn_fill_eye(TensorHandle t)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        TORCH_CHECK(t->dim() == 2, "Only tensors with 2 dimensions are supported");
        t->copy_(at::eye(t->size(0), t->size(1), t->options().requires_grad(false)));
    });
}

TB_EXPORT int tb_nn_fill_dirac(TensorHandle t)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        TORCH_CHECK(t->dim() >= 3 && t->dim() <= 5, "Only tensors with 3, 4, or 5 dimensions are supported");
        t->zero_();
        for (int64_t i = 0; i < std::min(t->size(0), t->size(1)); i++) {
            auto cell = t->select(0, i).select(0, i);
            for (int64_t d = t->dim(); d > 2; d--)
                cell = cell.select(0, cell.size(0) / 2);
            cell.fill_(1);
        }
    });
}

TB_EXPORT int tb_nn_fill_orthogonal(TensorHandle t, double gain)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        TORCH_CHECK(t->dim() >= 2, "Only tensors with 2 or more dimensions are supported");
        auto rows = t->size(0), columns = t->numel() / rows;
        auto flat = at::randn({ rows, columns }, t->options().requires_grad(false));
        if (rows < columns) flat = flat.t();
        auto [q, r] = at::linalg_qr(flat);
        q = q * at::diagonal(r).sign();
        if (rows < columns) q = q.t();
        t->view_as(*t).copy_(q.reshape(t->sizes()).mul(gain));
    });
}

TB_EXPORT int tb_nn_fill_sparse(TensorHandle t, double sparsity, double deviation)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        TORCH_CHECK(t->dim() == 2, "Only tensors with 2 dimensions are supported");
        auto rows = t->size(0), columns = t->size(1);
        auto zeros = static_cast<int64_t>(std::ceil(sparsity * rows));
        t->normal_(0, deviation);
        for (int64_t c = 0; c < columns; c++)
            t->select(1, c).index_fill_(0, at::randperm(rows, t->options().dtype(at::kLong).requires_grad(false)).slice(0, 0, zeros), 0);
    });
}
