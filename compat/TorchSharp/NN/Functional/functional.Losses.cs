#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_mse_loss(input.Handle, target.Handle, (int)reduction), input, target);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_l1_loss(input.Handle, target.Handle, (int)reduction), input, target);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                Native.ToTensor(Native.tb_nn_smooth_l1_loss(input.Handle, target.Handle, (int)reduction, beta), input, target);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_huber_loss(input.Handle, target.Handle, delta, (int)reduction), input, target);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_bce_loss(input.Handle, target.Handle, Native.HandleOrNull(weight), (int)reduction), input, target, weight);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor weight = null,
                Reduction reduction = Reduction.Mean, Tensor pos_weights = null)
            {
                var result = Native.tb_nn_bce_with_logits_loss(input.Handle, target.Handle, Native.HandleOrNull(weight), (int)reduction, Native.HandleOrNull(pos_weights));
                GC.KeepAlive(pos_weights);
                return Native.ToTensor(result, input, target, weight);
            }

            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                Native.ToTensor(Native.tb_nn_cross_entropy(input.Handle, target.Handle, Native.HandleOrNull(weight), ignore_index, (int)reduction, label_smoothing),
                    input, target, weight);

            public static Tensor nll_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_nll_loss(input.Handle, target.Handle, Native.HandleOrNull(weight), (int)reduction), input, target, weight);

            /// Mean divides by the number of elements, not of rows.
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_kl_div(input.Handle, target.Handle, log_target.Int(), (int)reduction), input, target);

            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f,
                Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_poisson_nll_loss(input.Handle, target.Handle, log_input.Int(), full.Int(), eps, (int)reduction), input, target);

            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f,
                Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_gaussian_nll_loss(input.Handle, target.Handle, variance.Handle, full.Int(), eps, (int)reduction), input, target, variance);

            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_soft_margin_loss(input.Handle, target.Handle, (int)reduction), input, target);

            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_multi_label_margin_loss(input.Handle, target.Handle, (int)reduction), input, target);

            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor weight = null, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_multi_label_soft_margin_loss(input.Handle, target.Handle, Native.HandleOrNull(weight), (int)reduction), input, target, weight);

            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1.0, Tensor weight = null,
                Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_multi_margin_loss(input.Handle, target.Handle, p, margin, Native.HandleOrNull(weight), (int)reduction), input, target, weight);

            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_hinge_embedding_loss(input.Handle, target.Handle, margin, (int)reduction), input, target);

            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_cosine_embedding_loss(input1.Handle, input2.Handle, target.Handle, margin, (int)reduction), input1, input2, target);

            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_margin_ranking_loss(input1.Handle, input2.Handle, target.Handle, margin, (int)reduction), input1, input2, target);

            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-06,
                bool swap = false, Reduction reduction = Reduction.Mean) =>
                Native.ToTensor(Native.tb_nn_triplet_margin_loss(anchor.Handle, positive.Handle, negative.Handle, margin, p, eps, swap.Int(), (int)reduction),
                    anchor, positive, negative);

            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor> distance = null,
                double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= (a, b) => pairwise_distance(a, b);
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap) far = minimum(far, distance(positive, negative));
                var loss = (near - far + margin).clamp_min(0.0);
                return reduction switch { Reduction.Mean => loss.mean(), Reduction.Sum => loss.sum(), _ => loss };
            }

            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0,
                bool zero_infinity = false, Reduction reduction = Reduction.Mean)
            {
                var result = Native.tb_nn_ctc_loss(log_probs.Handle, targets.Handle, input_lengths.Handle, target_lengths.Handle, blank, zero_infinity.Int(), (int)reduction);
                GC.KeepAlive(target_lengths);
                return Native.ToTensor(result, log_probs, targets, input_lengths);
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Native.ToTensor(Native.tb_nn_cosine_similarity(x1.Handle, x2.Handle, dim, eps), x1, x2);

            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keep_dim = false) =>
                Native.ToTensor(Native.tb_nn_pairwise_distance(input1.Handle, input2.Handle, p, eps, keep_dim.Int()), input1, input2);
        }
    }
}
