// Losses. reduction: 0 none, 1 mean, 2 sum.
#include "bridge.h"

namespace
{
    at::Tensor reduce(const at::Tensor& loss, int reduction)
    {
        return reduction == 1 ? loss.mean() : reduction == 2 ? loss.sum() : loss;
    }

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

TB_EXPORT TensorHandle tb_nn_poisson_nll_loss(TensorHandle x, TensorHandle y, int log_input, int full, double eps, int reduction)
{
    return TB_TENSOR(at::poisson_nll_loss(*x, *y, log_input, full, eps, reduction));
}

TB_EXPORT TensorHandle tb_nn_gaussian_nll_loss(TensorHandle x, TensorHandle y, TensorHandle variance, int full, double eps, int reduction)
{
    return tb::tensor([&] {
        auto var = *variance;
        if (!var.sizes().equals(x->sizes())) {
            if (var.dim() == x->dim() - 1 && var.sizes().equals(x->sizes().slice(0, x->dim() - 1)))
                var = var.unsqueeze(-1);
            else
                TORCH_CHECK(var.dim() == x->dim() && var.size(-1) == 1 && var.sizes().slice(0, var.dim() - 1).equals(x->sizes().slice(0, x->dim() - 1)),
                    "variance is of incorrect size");
        }
        var = var.clone();
        {
            at::NoGradGuard guard;
            TORCH_CHECK(!(var < 0).any().item<bool>(), "variance has negative entry/entries");
            var.clamp_min_(eps);
        }
        auto difference = *x - *y;
        auto loss = 0.5 * (var.log() + difference * difference / var);
        if (full) loss = loss + 0.5 * std::log(2 * M_PI);
        return reduce(loss, reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_soft_margin_loss(TensorHandle x, TensorHandle y, int reduction)
{
    return TB_TENSOR(at::soft_margin_loss(*x, *y, reduction));
}

TB_EXPORT TensorHandle tb_nn_multi_label_margin_loss(TensorHandle x, TensorHandle y, int reduction)
{
    return TB_TENSOR(at::multilabel_margin_loss(*x, *y, reduction));
}

TB_EXPORT TensorHandle tb_nn_multi_label_soft_margin_loss(TensorHandle x, TensorHandle y, TensorHandle weight, int reduction)
{
    return tb::tensor([&] {
        auto loss = -(*y * at::log_sigmoid(*x) + (1 - *y) * at::log_sigmoid(-*x));
        if (weight) loss = loss * *weight;
        return reduce(loss.mean(-1), reduction);
    });
}

TB_EXPORT TensorHandle tb_nn_multi_margin_loss(TensorHandle x, TensorHandle y, int64_t p, double margin, TensorHandle weight, int reduction)
{
    return TB_TENSOR(at::multi_margin_loss(*x, *y, p, margin, tb::optional_tensor(weight), reduction));
}

TB_EXPORT TensorHandle tb_nn_hinge_embedding_loss(TensorHandle x, TensorHandle y, double margin, int reduction)
{
    return TB_TENSOR(at::hinge_embedding_loss(*x, *y, margin, reduction));
}

TB_EXPORT TensorHandle tb_nn_cosine_embedding_loss(TensorHandle x1, TensorHandle x2, TensorHandle y, double margin, int reduction)
{
    return TB_TENSOR(at::cosine_embedding_loss(*x1, *x2, *y, margin, reduction));
}

TB_EXPORT TensorHandle tb_nn_margin_ranking_loss(TensorHandle x1, TensorHandle x2, TensorHandle y, double margin, int reduction)
{
    return TB_TENSOR(at::margin_ranking_loss(*x1, *x2, *y, margin, reduction));
}

TB_EXPORT TensorHandle tb_nn_triplet_margin_loss(TensorHandle anchor, TensorHandle positive, TensorHandle negative, double margin, double p,
    double eps, int swap, int reduction)
{
    return TB_TENSOR(at::triplet_margin_loss(*anchor, *positive, *negative, margin, p, eps, swap, reduction));
}

TB_EXPORT TensorHandle tb_nn_ctc_loss(TensorHandle log_probs, TensorHandle targets, TensorHandle input_lengths, TensorHandle target_lengths,
    int64_t blank, int zero_infinity, int reduction)
{
    return TB_TENSOR(at::ctc_loss(*log_probs, *targets, *input_lengths, *target_lengths, blank, reduction, zero_infinity));
}
