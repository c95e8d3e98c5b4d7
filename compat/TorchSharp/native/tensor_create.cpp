// Factories and random numbers.
#include "bridge.h"

#define NEW int dtype, int device_type, int device_index, uint8_t requires_grad
#define OPTIONS tb::options(dtype, device_type, device_index)

namespace
{
    at::Tensor with_grad(at::Tensor t, uint8_t requires_grad)
    {
        if (requires_grad)
            t.set_requires_grad(true);
        return t;
    }
}

#define SIZED(name) \
    TB_EXPORT TensorHandle tb_##name(const int64_t* d, int n, NEW) { return TB_TENSOR(with_grad(at::name(tb::ints(d, n), OPTIONS), requires_grad)); }
SIZED(zeros) SIZED(ones) SIZED(empty)

TB_EXPORT TensorHandle tb_rand(const int64_t* d, int n, NEW, GeneratorHandle g) { return TB_TENSOR(with_grad(at::rand(tb::ints(d, n), tb::optional_generator(g), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_randn(const int64_t* d, int n, NEW, GeneratorHandle g) { return TB_TENSOR(with_grad(at::randn(tb::ints(d, n), tb::optional_generator(g), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_full(const int64_t* d, int n, ScalarArg v, NEW) { return TB_TENSOR(with_grad(at::full(tb::ints(d, n), tb::scalar(v), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_randint(int64_t lo, int64_t hi, const int64_t* d, int n, NEW, GeneratorHandle g) { return TB_TENSOR(with_grad(at::randint(lo, hi, tb::ints(d, n), tb::optional_generator(g), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_randperm(int64_t n, NEW, GeneratorHandle g) { return TB_TENSOR(with_grad(at::randperm(n, tb::optional_generator(g), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_randperm_out(int64_t n, TensorHandle out, GeneratorHandle g) { return TB_TENSOR(at::randperm_out(*out, n, tb::optional_generator(g))); }
TB_EXPORT TensorHandle tb_arange(ScalarArg start, ScalarArg stop, ScalarArg step, NEW) { return TB_TENSOR(with_grad(at::arange(tb::scalar(start), tb::scalar(stop), tb::scalar(step), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_linspace(double start, double end, int64_t steps, NEW) { return TB_TENSOR(with_grad(at::linspace(start, end, steps, OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_logspace(double start, double end, int64_t steps, double base, NEW) { return TB_TENSOR(with_grad(at::logspace(start, end, steps, base, OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_eye(int64_t rows, int64_t columns, NEW) { return TB_TENSOR(with_grad(columns < 0 ? at::eye(rows, OPTIONS) : at::eye(rows, columns, OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_empty_strided(const int64_t* s, const int64_t* d, int n, NEW) { return TB_TENSOR(with_grad(at::empty_strided(tb::ints(s, n), tb::ints(d, n), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_normal(double mean, double std, const int64_t* d, int n, NEW, GeneratorHandle g) { return TB_TENSOR(with_grad(at::normal(mean, std, tb::ints(d, n), tb::optional_generator(g), OPTIONS), requires_grad)); }
TB_EXPORT TensorHandle tb_normal_tensors(TensorHandle mean, TensorHandle std, GeneratorHandle g) { return TB_TENSOR(at::normal(*mean, *std, tb::optional_generator(g))); }
TB_EXPORT TensorHandle tb_triu_indices(int64_t r, int64_t c, int64_t o, int dtype, int device_type, int device_index) { return TB_TENSOR(at::triu_indices(r, c, o, OPTIONS)); }
TB_EXPORT TensorHandle tb_complex(TensorHandle re, TensorHandle im) { return TB_TENSOR(at::complex(*re, *im)); }

// dtype -1 and device type -1: those of t.
#define LIKE at::TensorOptions options; if (dtype >= 0) options = options.dtype(static_cast<at::ScalarType>(dtype)); \
    if (device_type >= 0) options = options.device(at::Device(static_cast<at::DeviceType>(device_type), static_cast<at::DeviceIndex>(device_index)))
#define LIKE_OF(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t, NEW) { return tb::tensor([&] { LIKE; return with_grad(at::name(*t, options), requires_grad); }); }
LIKE_OF(zeros_like) LIKE_OF(ones_like) LIKE_OF(empty_like) LIKE_OF(rand_like) LIKE_OF(randn_like)
TB_EXPORT TensorHandle tb_full_like(TensorHandle t, ScalarArg v, NEW) { return tb::tensor([&] { LIKE; return with_grad(at::full_like(*t, tb::scalar(v), options), requires_grad); }); }

TB_EXPORT TensorHandle tb_bernoulli(TensorHandle t, GeneratorHandle g) { return TB_TENSOR(t->bernoulli(tb::optional_generator(g))); }
TB_EXPORT int tb_bernoulli_(TensorHandle t, double p, GeneratorHandle g) { return TB_STATUS(t->bernoulli_(p, tb::optional_generator(g))); }
TB_EXPORT int tb_bernoulli_tensor_(TensorHandle t, TensorHandle p, GeneratorHandle g) { return TB_STATUS(t->bernoulli_(*p, tb::optional_generator(g))); }
TB_EXPORT TensorHandle tb_multinomial(TensorHandle t, int64_t n, uint8_t replacement, GeneratorHandle g) { return TB_TENSOR(t->multinomial(n, replacement != 0, tb::optional_generator(g))); }
TB_EXPORT TensorHandle tb_poisson(TensorHandle t, GeneratorHandle g) { return TB_TENSOR(at::poisson(*t, tb::optional_generator(g))); }
#define FILL(name) TB_EXPORT int tb_##name(TensorHandle t, double a, double b, GeneratorHandle g) { return TB_STATUS(t->name(a, b, tb::optional_generator(g))); }
FILL(normal_) FILL(uniform_)
TB_EXPORT int tb_random_(TensorHandle t, int64_t lo, int64_t hi, GeneratorHandle g) { return TB_STATUS(t->random_(lo, hi, tb::optional_generator(g))); }
TB_EXPORT int tb_exponential_(TensorHandle t, double lambda, GeneratorHandle g) { return TB_STATUS(t->exponential_(lambda, tb::optional_generator(g))); }
TB_EXPORT int tb_geometric_(TensorHandle t, double p, GeneratorHandle g) { return TB_STATUS(t->geometric_(p, tb::optional_generator(g))); }
