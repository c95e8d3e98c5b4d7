// Losses. reduction: 0 none, 1 mean, 2 sum.
#include "bridge.h"

namespace
{
    void warn_when_sizes_differ(const at::Tensor& input, const at::Tensor& target)
    {
        if (!input.sizes().equals(target.sizes()))
            TORCH_WARN("Using a target size (", target.sizes(), ") that is different to the input size (", input.sizes(),
                "): the smaller one is broadcast, which is rarely meant.");
    }
}

TB_EXPORT TensorHandle tb_nn_mse_loss(TensorHandle x, TensorHandle y, int reduction)
{
    return tb::tensor([&] {
        warn_when_sizes_differ(*x, *y);
        return at::mse_loss(*x, *y, reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_l1_loss(TensorHandle x, TensorHandle y, int reduction)
{
    return tb::tensor([&] {
        warn_when_sizes_differ(*x, *y);
        return at::l1_loss(*x, *y, reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_smooth_l1_loss(TensorHandle x, TensorHandle y, int reduction, double beta)
{
    return tb::tensor([&] {
        warn_when_sizes_differ(*x, *y);
        return at::smooth_l1_loss(*x, *y, reduction, beta);
    });
}

TB_EXPORT TensorHandle tb_nn_huber_loss(TensorHandle x, TensorHandle y, double delta, int reduction)
{
    return tb::tensor([&] {
        warn_when_sizes_differ(*x, *y);
        return at::huber_loss(*x, *y, reduction, delta);
    });
}

TB_EXPORT TensorHandle tb_nn_bce_loss(TensorHandle x, TensorHandle y, TensorHandle weight, int reduction)
{
    return tb::tensor([&] {
        TORCH_CHECK(x->sizes().equals(y->sizes()), "Using a target size (", y->sizes(), ") that is different to the input size (", x->sizes(),
            ") is deprecated. Please ensure they have the same size.");
        auto w = tb::optional_tensor(weight);
        if (w && !w->sizes().equals(x->sizes())) w = w->expand_as(*x);
        return at::binary_cross_entropy(*x, *y, w, reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_bce_with_logits_loss(TensorHandle x, TensorHandle y, TensorHandle weight, int reduction, TensorHandle pos_weights)
{
    return tb::tensor([&] {
        TORCH_CHECK(x->sizes().equals(y->sizes()), "Target size (", y->sizes(), ") must be the same as input size (", x->sizes(), ")");
        return at::binary_cross_entropy_with_logits(*x, *y, tb::optional_tensor(weight), tb::optional_tensor(pos_weights), reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_cross_entropy(TensorHandle x, TensorHandle y, TensorHandle weight, int64_t ignore, int reduction, double smoothing)
{
    return TB_TENSOR(at::cross_entropy_loss(*x, *y, tb::optional_tensor(weight), reduction, ignore, smoothing));
}

TB_EXPORT TensorHandle tb_nn_nll_loss(TensorHandle x, TensorHandle y, TensorHandle weight, int reduction)
{
    return TB_TENSOR(at::nll_loss_nd(*x, *y, tb::optional_tensor(weight), reduction, -100));
}

TB_EXPORT TensorHandle tb_nn_kl_div(TensorHandle x, TensorHandle y, int log_target, int reduction)
{
    return TB_TENSOR(at::kl_div(*x, *y, reduction, log_target));
}
