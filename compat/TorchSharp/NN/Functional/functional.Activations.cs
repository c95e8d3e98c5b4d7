#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor relu(Tensor x, bool inplace = false) => Activation.Relu.Apply(x, inplace: inplace);
            public static Tensor relu6(Tensor x, bool inplace = false) => Activation.Relu6.Apply(x, inplace: inplace);
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => Activation.LeakyRelu.Apply(input, negative_slope, inplace: inplace);
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => Activation.Elu.Apply(x, alpha, inplace: inplace);
            public static Tensor celu(Tensor x, double alpha, bool inplace = false) => Activation.Celu.Apply(x, alpha, inplace: inplace);
            public static Tensor selu(Tensor x, bool inplace = false) => Activation.Selu.Apply(x, inplace: inplace);
            public static Tensor gelu(Tensor x) => Activation.Gelu.Apply(x);
            public static Tensor sigmoid(Tensor x) => Activation.Sigmoid.Apply(x);
            public static Tensor tanh(Tensor x, bool inplace = false) => Activation.Tanh.Apply(x, inplace: inplace);
            public static Tensor silu(Tensor x, bool inplace = false) => Activation.Silu.Apply(x, inplace: inplace);
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);
            public static Tensor Mish(Tensor x) => Activation.Mish.Apply(x);
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => Activation.Softplus.Apply(x, beta, threshold);

            /// Gives the input back unchanged, as it always has; the module Hardtanh is the one that clips.
            public static Tensor Hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) => x;

            public static Tensor prelu(Tensor input, Tensor weight) => Native.ToTensor(Native.tb_nn_prelu(input.Handle, weight.Handle), input, weight);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Native.ToTensor(Native.tb_nn_softmax(input.Handle, 0, dim, Native.Code(dtype)), input);

            public static Tensor log_softmax(Tensor x, long dim) => Native.ToTensor(Native.tb_nn_softmax(x.Handle, 1, dim, -1), x);
        }
    }
}
