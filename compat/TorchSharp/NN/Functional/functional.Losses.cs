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

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                Native.ToTensor(Native.tb_nn_cosine_similarity(x1.Handle, x2.Handle, dim, eps), x1, x2);
        }
    }
}
