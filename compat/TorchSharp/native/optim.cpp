// Optimizer steps, each over all parameters of a group in one call, and the operations over many gradients.
//
// Dense float32 and float64 tensors on the CPU go through one loop over the elements, which reads and writes each array
// once; everything else (other devices, dtypes, layouts) through ATen operations with the same formulas.
#include "bridge.h"

#include <ATen/Parallel.h>
#include <cmath>
#include <limits>

namespace
{
    const int64_t elements_per_task = 32768;

    bool flat(const at::Tensor& t) { return t.defined() && t.layout() == at::kStrided && t.is_contiguous() && !t.is_neg() && !t.is_conj(); }

    template <typename... S> bool fast(const at::Tensor& p, const at::Tensor& g, const S&... states)
    {
        auto type = p.scalar_type();
        if (!p.device().is_cpu() || (type != at::kFloat && type != at::kDouble) || !flat(p) || g.layout() != at::kStrided || g.scalar_type() != type)
            return false;
        return (... && (flat(states) && states.scalar_type() == type && states.numel() == p.numel() && states.device().is_cpu()));
    }

    at::Tensor flat_grad(const at::Tensor& g) { return flat(g) ? g : g.resolve_neg().contiguous(); }

    template <typename F> void over(int64_t n, const F& f)
    {
        if (n <= elements_per_task)
            f(0, n);
        else
            at::parallel_for(0, n, elements_per_task, f);
    }

    // Writing through raw pointers must still be seen by autograd's check for changed saved tensors.
    void changed(const at::Tensor& t)
    {
        if (!t.is_inference()) t.unsafeGetTensorImpl()->bump_version();
    }

    template <typename F> int each(TensorHandle* parameters, int count, F&& f)
    {
        return tb::status([&] {
            at::NoGradGuard guard;
            for (int i = 0; i < count; i++) {
                auto& p = *parameters[i];
                const auto& g = p.grad();
                if (g.defined()) f(i, p, g);
            }
        });
    }
}

// Cloned for the instruction sets found at load time. AVX2 without FMA gives the same bits as the plain build.
#if defined(__x86_64__)
#define KERNEL __attribute__((target_clones("avx2", "default"))) static void
#else
#define KERNEL static void
#endif

#define KERNELS(T) \
    KERNEL sgd_kernel(T* __restrict p, const T* __restrict g, int64_t n, T lr, T decay) \
    { \
        for (int64_t i = 0; i < n; i++) p[i] -= lr * (g[i] + decay * p[i]); \
    } \
    KERNEL sgd_first_kernel(T* __restrict p, const T* __restrict g, T* __restrict b, int64_t n, T lr, T decay, T look) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = g[i] + decay * p[i]; \
            b[i] = d; \
            p[i] -= lr * (d + look * d); \
        } \
    } \
    KERNEL sgd_momentum_kernel(T* __restrict p, const T* __restrict g, T* __restrict b, int64_t n, T lr, T decay, T momentum, T fresh, T own, T look) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = g[i] + decay * p[i]; \
            T v = momentum * b[i] + fresh * d; \
            b[i] = v; \
            p[i] -= lr * (own * d + look * v); \
        } \
    } \
    KERNEL adam_kernel(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, int64_t n, T sign, T shrink, T decay, T b1, T b2, \
        T c1, T c2, T rate, T root, T eps) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T w = p[i] * shrink; \
            T d = sign * g[i] + decay * w; \
            T mi = b1 * m[i] + c1 * d; \
            T vi = b2 * v[i] + c2 * d * d; \
            m[i] = mi; \
            v[i] = vi; \
            p[i] = w - rate * mi / (std::sqrt(vi) / root + eps); \
        } \
    } \
    KERNEL amsgrad_kernel(T* __restrict p, const T* __restrict g, T* __restrict m, T* __restrict v, T* __restrict top, int64_t n, T sign, T shrink, \
        T decay, T b1, T b2, T c1, T c2, T rate, T root, T eps) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T w = p[i] * shrink; \
            T d = sign * g[i] + decay * w; \
            T mi = b1 * m[i] + c1 * d; \
            T vi = b2 * v[i] + c2 * d * d; \
            T ti = top[i] > vi ? top[i] : vi; \
            m[i] = mi; \
            v[i] = vi; \
            top[i] = ti; \
            p[i] = w - rate * mi / (std::sqrt(ti) / root + eps); \
        } \
    } \
    KERNEL rmsprop_kernel(T* __restrict p, const T* __restrict g, T* __restrict s, int64_t n, T sign, T lr, T alpha, T rest, T eps, T decay) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = sign * g[i] + decay * p[i]; \
            T si = alpha * s[i] + rest * d * d; \
            s[i] = si; \
            p[i] -= lr * d / (std::sqrt(si) + eps); \
        } \
    } \
    KERNEL rmsprop_momentum_kernel(T* __restrict p, const T* __restrict g, T* __restrict s, T* __restrict b, int64_t n, T sign, T lr, T alpha, T rest, \
        T eps, T decay, T momentum) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = sign * g[i] + decay * p[i]; \
            T si = alpha * s[i] + rest * d * d; \
            T bi = momentum * b[i] + d / (std::sqrt(si) + eps); \
            s[i] = si; \
            b[i] = bi; \
            p[i] -= lr * bi; \
        } \
    } \
    KERNEL adagrad_kernel(T* __restrict p, const T* __restrict g, T* __restrict s, int64_t n, T rate, T eps, T decay) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = g[i] + decay * p[i]; \
            T si = s[i] + d * d; \
            s[i] = si; \
            p[i] -= rate * d / (std::sqrt(si) + eps); \
        } \
    } \
    KERNEL adadelta_kernel(T* __restrict p, const T* __restrict g, T* __restrict s, T* __restrict u, int64_t n, T sign, T lr, T rho, T rest, T eps, T decay) \
    { \
        for (int64_t i = 0; i < n; i++) { \
            T d = sign * g[i] + decay * p[i]; \
            T si = rho * s[i] + rest * d * d; \
            T step = std::sqrt(u[i] + eps) / std::sqrt(si + eps) * d; \
            s[i] = si; \
            u[i] = rho * u[i] + rest * step * step; \
            p[i] -= lr * step; \
        } \
    } \
    KERNEL squares_kernel(const T* __restrict x, int64_t n, double* __restrict total) \
    { \
        double part[8] = {}; \
        int64_t i = 0; \
        for (; i + 8 <= n; i += 8) \
            for (int k = 0; k < 8; k++) { \
                double d = x[i + k]; \
                part[k] += d * d; \
            } \
        for (; i < n; i++) part[0] += static_cast<double>(x[i]) * x[i]; \
        for (int k = 0; k < 8; k++) *total += part[k]; \
    } \
    KERNEL scale_kernel(T* __restrict x, int64_t n, T by) \
    { \
        for (int64_t i = 0; i < n; i++) x[i] *= by; \
    }

KERNELS(float)
KERNELS(double)

// Runs `body` with T as the element type of the tensor.
#define WITH_TYPE(tensor, body) \
    do { \
        if ((tensor).scalar_type() == at::kFloat) { using T = float; body } \
        else { using T = double; body } \
    } while (0)

TB_EXPORT int tb_optim_zero_grad(TensorHandle* parameters, int count)
{
    return each(parameters, count, [](int, at::Tensor& p, const at::Tensor& g) {
        auto& grad = p.mutable_grad();
        if (grad.grad_fn()) grad.detach_();
        if (flat(grad) && grad.device().is_cpu()) {
            if (grad.requires_grad()) grad.requires_grad_(false);
            if (grad.nbytes()) std::memset(grad.data_ptr(), 0, grad.nbytes());
            changed(grad);
        }
        else {
            grad.requires_grad_(false);
            grad.zero_();
        }
    });
}

// buffers[i]: null before the first step with momentum, then a new handle.
TB_EXPORT int tb_optim_sgd(TensorHandle* parameters, int count, TensorHandle* buffers, double lr, double momentum, double dampening, double decay,
    int nesterov, int maximize)
{
    if (maximize) lr = -lr;
    return each(parameters, count, [&](int i, at::Tensor& p, const at::Tensor& grad) {
        auto n = p.numel();
        if (momentum == 0) {
            if (!fast(p, grad)) {
                p.add_(decay != 0 ? grad.add(p, decay) : grad, -lr);
                return;
            }
            auto g = flat_grad(grad);
            WITH_TYPE(p, over(n, [&](int64_t from, int64_t to) {
                sgd_kernel(p.data_ptr<T>() + from, g.data_ptr<T>() + from, to - from, T(lr), T(decay));
            }););
            changed(p);
            return;
        }
        auto first = !buffers[i];
        if (first ? !fast(p, grad) : !fast(p, grad, *buffers[i])) {
            auto d = decay != 0 ? grad.add(p, decay) : grad;
            if (first)
                buffers[i] = tb::make(d.clone().detach());
            else
                buffers[i]->mul_(momentum).add_(d, 1 - dampening);
            p.add_(nesterov ? d.add(*buffers[i], momentum) : *buffers[i], -lr);
            return;
        }
        auto g = flat_grad(grad);
        auto b = first ? at::empty_like(p, p.options().requires_grad(false)) : *buffers[i];
        WITH_TYPE(p, over(n, [&](int64_t from, int64_t to) {
            auto pd = p.data_ptr<T>() + from;
            auto gd = g.data_ptr<T>() + from;
            auto bd = b.data_ptr<T>() + from;
            if (first)
                sgd_first_kernel(pd, gd, bd, to - from, T(lr), T(decay), T(nesterov ? momentum : 0));
            else
                sgd_momentum_kernel(pd, gd, bd, to - from, T(lr), T(decay), T(momentum), T(1 - dampening), T(nesterov ? 1 : 0), T(nesterov ? momentum : 1));
        }););
        changed(p);
        if (first) buffers[i] = tb::make(b);
    });
}

// tops: the running maxima of AMSGrad, or null. decoupled: AdamW.
TB_EXPORT int tb_optim_adam(TensorHandle* parameters, int count, TensorHandle* firsts, TensorHandle* seconds, TensorHandle* tops, int64_t* steps,
    double lr, double beta1, double beta2, double eps, double decay, int decoupled, int maximize)
{
    return each(parameters, count, [&](int i, at::Tensor& p, const at::Tensor& grad) {
        auto step = static_cast<double>(++steps[i]);
        auto& m = *firsts[i];
        auto& v = *seconds[i];
        auto rate = lr / (1 - std::pow(beta1, step)), root = std::sqrt(1 - std::pow(beta2, step));
        auto shrink = decoupled ? 1 - lr * decay : 1.0;
        auto coupled = decoupled ? 0.0 : decay;
        auto sign = maximize ? -1.0 : 1.0;
        if (tops ? !fast(p, grad, m, v, *tops[i]) : !fast(p, grad, m, v)) {
            if (shrink != 1) p.mul_(shrink);
            auto g = maximize ? -grad : grad;
            if (coupled != 0) g = g.add(p, coupled);
            m.mul_(beta1).add_(g, 1 - beta1);
            v.mul_(beta2).addcmul_(g, g, 1 - beta2);
            if (tops) at::maximum_out(*tops[i], *tops[i], v);
            p.addcdiv_(m, (tops ? tops[i]->sqrt() : v.sqrt()).div_(root).add_(eps), -rate);
            return;
        }
        auto g = flat_grad(grad);
        WITH_TYPE(p, over(p.numel(), [&](int64_t from, int64_t to) {
            auto pd = p.data_ptr<T>() + from;
            auto gd = g.data_ptr<T>() + from;
            auto md = m.data_ptr<T>() + from;
            auto vd = v.data_ptr<T>() + from;
            if (tops)
                amsgrad_kernel(pd, gd, md, vd, tops[i]->data_ptr<T>() + from, to - from, T(sign), T(shrink), T(coupled), T(beta1), T(beta2),
                    T(1 - beta1), T(1 - beta2), T(rate), T(root), T(eps));
            else
                adam_kernel(pd, gd, md, vd, to - from, T(sign), T(shrink), T(coupled), T(beta1), T(beta2), T(1 - beta1), T(1 - beta2), T(rate),
                    T(root), T(eps));
        }););
        changed(p);
    });
}

// buffers: null without momentum; averages: null unless centered.
TB_EXPORT int tb_optim_rmsprop(TensorHandle* parameters, int count, TensorHandle* squares, TensorHandle* buffers, TensorHandle* averages, int64_t* steps,
    double lr, double alpha, double eps, double decay, double momentum, int maximize)
{
    return each(parameters, count, [&](int i, at::Tensor& p, const at::Tensor& grad) {
        ++steps[i];
        auto& s = *squares[i];
        auto sign = maximize ? -1.0 : 1.0;
        if (averages || (buffers ? !fast(p, grad, s, *buffers[i]) : !fast(p, grad, s))) {
            auto g = maximize ? -grad : grad;
            if (decay != 0) g = g.add(p, decay);
            s.mul_(alpha).addcmul_(g, g, 1 - alpha);
            at::Tensor root;
            if (averages) {
                averages[i]->mul_(alpha).add_(g, 1 - alpha);
                root = s.addcmul(*averages[i], *averages[i], -1).sqrt_().add_(eps);
            }
            else {
                root = s.sqrt().add_(eps);
            }
            if (buffers) {
                buffers[i]->mul_(momentum).addcdiv_(g, root);
                p.add_(*buffers[i], -lr);
            }
            else {
                p.addcdiv_(g, root, -lr);
            }
            return;
        }
        auto g = flat_grad(grad);
        WITH_TYPE(p, over(p.numel(), [&](int64_t from, int64_t to) {
            auto pd = p.data_ptr<T>() + from;
            auto gd = g.data_ptr<T>() + from;
            auto sd = s.data_ptr<T>() + from;
            if (buffers)
                rmsprop_momentum_kernel(pd, gd, sd, buffers[i]->data_ptr<T>() + from, to - from, T(sign), T(lr), T(alpha), T(1 - alpha), T(eps), T(decay), T(momentum));
            else
                rmsprop_kernel(pd, gd, sd, to - from, T(sign), T(lr), T(alpha), T(1 - alpha), T(eps), T(decay));
        }););
        changed(p);
    });
}

TB_EXPORT int tb_optim_adagrad(TensorHandle* parameters, int count, TensorHandle* sums, int64_t* steps, double lr, double lr_decay, double decay, double eps)
{
    return each(parameters, count, [&](int i, at::Tensor& p, const at::Tensor& grad) {
        auto rate = lr / (1 + static_cast<double>(++steps[i] - 1) * lr_decay);
        auto& s = *sums[i];
        if (!fast(p, grad, s)) {
            auto g = decay != 0 ? grad.add(p, decay) : grad;
            s.addcmul_(g, g, 1);
            p.addcdiv_(g, s.sqrt().add_(eps), -rate);
            return;
        }
        auto g = flat_grad(grad);
        WITH_TYPE(p, over(p.numel(), [&](int64_t from, int64_t to) {
            adagrad_kernel(p.data_ptr<T>() + from, g.data_ptr<T>() + from, s.data_ptr<T>() + from, to - from, T(rate), T(eps), T(decay));
        }););
        changed(p);
    });
}

TB_EXPORT int tb_optim_adadelta(TensorHandle* parameters, int count, TensorHandle* squares, TensorHandle* deltas, int64_t* steps, double lr, double rho,
    double eps, double decay, int maximize)
{
    return each(parameters, count, [&](int i, at::Tensor& p, const at::Tensor& grad) {
        ++steps[i];
        auto& s = *squares[i];
        auto& u = *deltas[i];
        if (!fast(p, grad, s, u)) {
            auto g = maximize ? -grad : grad;
            if (decay != 0) g = g.add(p, decay);
            s.mul_(rho).addcmul_(g, g, 1 - rho);
            auto step = u.add(eps).sqrt_().div_(s.add(eps).sqrt_()).mul_(g);
            p.add_(step, -lr);
            u.mul_(rho).addcmul_(step, step, 1 - rho);
            return;
        }
        auto g = flat_grad(grad);
        WITH_TYPE(p, over(p.numel(), [&](int64_t from, int64_t to) {
            adadelta_kernel(p.data_ptr<T>() + from, g.data_ptr<T>() + from, s.data_ptr<T>() + from, u.data_ptr<T>() + from, to - from,
                T(maximize ? -1 : 1), T(lr), T(rho), T(1 - rho), T(eps), T(decay));
        }););
        changed(p);
    });
}

// total: the norm of all gradients together before scaling; 0 without gradients.
TB_EXPORT int tb_nn_clip_grad_norm(TensorHandle* parameters, int count, double max_norm, double type, double* total)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        auto infinite = std::isinf(type);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            const auto& g = parameters[i]->grad();
            if (!g.defined()) continue;
            if (type == 2 && flat(g) && g.device().is_cpu() && (g.scalar_type() == at::kFloat || g.scalar_type() == at::kDouble)) {
                WITH_TYPE(g, squares_kernel(g.data_ptr<T>(), g.numel(), &sum););
                continue;
            }
            auto norm = at::linalg_vector_norm(g, type).item<double>();
            sum = infinite ? std::max(sum, norm) : sum + std::pow(norm, type);
        }
        *total = infinite ? sum : std::pow(sum, 1 / type);
        auto scale = max_norm / (*total + 1e-6);
        if (!(scale < 1)) return;
        for (int i = 0; i < count; i++) {
            if (!parameters[i]->grad().defined()) continue;
            auto& g = parameters[i]->mutable_grad();
            if (flat(g) && g.device().is_cpu() && (g.scalar_type() == at::kFloat || g.scalar_type() == at::kDouble)) {
                WITH_TYPE(g, over(g.numel(), [&](int64_t from, int64_t to) { scale_kernel(g.data_ptr<T>() + from, to - from, T(scale)); }););
                changed(g);
            }
            else {
                g.mul_(scale);
            }
        }
    });
}

TB_EXPORT int tb_nn_clip_grad_value(TensorHandle* parameters, int count, double limit)
{
    return each(parameters, count, [&](int, at::Tensor& p, const at::Tensor&) { p.mutable_grad().clamp_(-limit, limit); });
}

// set_to_none: forget the gradients instead of zeroing them.
TB_EXPORT int tb_nn_clear_grad(TensorHandle* parameters, int count)
{
    return tb::status([&] {
        for (int i = 0; i < count; i++) parameters[i]->mutable_grad() = at::Tensor();
    });
}

TB_EXPORT TensorHandle tb_nn_parameters_to_vector(TensorHandle* parameters, int count)
{
    return tb::tensor([&] {
        std::vector<at::Tensor> parts;
        for (int i = 0; i < count; i++) parts.push_back(parameters[i]->reshape({ -1 }));
        return at::cat(parts);
    });
}

TB_EXPORT int tb_nn_vector_to_parameters(TensorHandle vector, TensorHandle* parameters, int count)
{
    return tb::status([&] {
        at::NoGradGuard guard;
        int64_t offset = 0;
        for (int i = 0; i < count; i++) {
            auto n = parameters[i]->numel();
            parameters[i]->copy_(vector->narrow(0, offset, n).view(parameters[i]->sizes()));
            offset += n;
        }
    });
}
