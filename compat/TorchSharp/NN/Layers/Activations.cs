#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    /// The numbers are those of the native side.
    internal enum Activation
    {
        Relu, Relu6, LeakyRelu, Elu, Celu, Selu, Gelu, Sigmoid, Tanh, Silu, Mish, Softplus, Hardtanh,
    }

    internal static class ActivationExtensions
    {
        /// In place: a new object over the storage of `x`, so either can be disposed.
        internal static Tensor Apply(this Activation op, Tensor x, double a = 0, double b = 0, bool inplace = false) =>
            Native.ToTensor(Native.tb_nn_activation(x.Handle, (int)op, a, b, inplace ? 1 : 0), x);
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            public static ReLU6 ReLU6(bool inplace = false) => new(inplace);
            public static LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);
            public static ELU ELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);
            public static CELU CELU(double alpha = 1.0, bool inplace = false) => new(alpha, inplace);
            public static SELU SELU(bool inplace = false) => new(inplace);
            public static GELU GELU() => new();
            public static Sigmoid Sigmoid() => new();
            public static Tanh Tanh() => new();
            public static SiLU SiLU() => new();
            public static Mish Mish() => new();
            public static Softplus Softplus(double beta = 1.0, double threshold = 20.0) => new(beta, threshold);
            public static Hardtanh Hardtanh(double min_val = -1.0, double max_val = 1.0, bool inplace = false) => new(min_val, max_val, inplace);
            public static PReLU PReLU(long num_parameters, double init = 0.25, Device device = null, ScalarType? dtype = null) =>
                new PReLU(num_parameters, init).Placed(device, dtype);
            public static Softmax Softmax(long dim) => new(dim);
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class ReLU : nn.Module<Tensor, Tensor>
    {
        readonly bool inplace;

        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => Activation.Relu.Apply(tensor, inplace: inplace);
    }

    public sealed class ReLU6 : nn.Module<Tensor, Tensor>
    {
        readonly bool inplace;

        internal ReLU6(bool inplace) : base(nameof(ReLU6)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => Activation.Relu6.Apply(tensor, inplace: inplace);
    }

    public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
    {
        readonly double negative_slope;
        readonly bool inplace;

        internal LeakyReLU(double negative_slope, bool inplace) : base(nameof(LeakyReLU)) => (this.negative_slope, this.inplace) = (negative_slope, inplace);

        public override Tensor forward(Tensor tensor) => Activation.LeakyRelu.Apply(tensor, negative_slope, inplace: inplace);
    }

    public sealed class ELU : nn.Module<Tensor, Tensor>
    {
        readonly double alpha;
        readonly bool inplace;

        internal ELU(double alpha, bool inplace) : base(nameof(ELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => Activation.Elu.Apply(tensor, alpha, inplace: inplace);
    }

    public sealed class CELU : nn.Module<Tensor, Tensor>
    {
        readonly double alpha;
        readonly bool inplace;

        internal CELU(double alpha, bool inplace) : base(nameof(CELU)) => (this.alpha, this.inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => Activation.Celu.Apply(tensor, alpha, inplace: inplace);
    }

    public sealed class SELU : nn.Module<Tensor, Tensor>
    {
        readonly bool inplace;

        internal SELU(bool inplace) : base(nameof(SELU)) => this.inplace = inplace;

        public override Tensor forward(Tensor tensor) => Activation.Selu.Apply(tensor, inplace: inplace);
    }

    public sealed class GELU : nn.Module<Tensor, Tensor>
    {
        internal GELU() : base(nameof(GELU)) { }

        public override Tensor forward(Tensor tensor) => Activation.Gelu.Apply(tensor);
    }

    public sealed class Sigmoid : nn.Module<Tensor, Tensor>
    {
        internal Sigmoid() : base(nameof(Sigmoid)) { }

        public override Tensor forward(Tensor tensor) => Activation.Sigmoid.Apply(tensor);
    }

    public sealed class Tanh : nn.Module<Tensor, Tensor>
    {
        internal Tanh() : base(nameof(Tanh)) { }

        public override Tensor forward(Tensor tensor) => Activation.Tanh.Apply(tensor);
    }

    public sealed class SiLU : nn.Module<Tensor, Tensor>
    {
        internal SiLU() : base(nameof(SiLU)) { }

        public override Tensor forward(Tensor tensor) => Activation.Silu.Apply(tensor);
    }

    public sealed class Mish : nn.Module<Tensor, Tensor>
    {
        internal Mish() : base(nameof(Mish)) { }

        public override Tensor forward(Tensor tensor) => Activation.Mish.Apply(tensor);
    }

    public sealed class Softplus : nn.Module<Tensor, Tensor>
    {
        readonly double beta;
        readonly double threshold;

        internal Softplus(double beta, double threshold) : base(nameof(Softplus)) => (this.beta, this.threshold) = (beta, threshold);

        public override Tensor forward(Tensor tensor) => Activation.Softplus.Apply(tensor, beta, threshold);
    }

    public sealed class Hardtanh : nn.Module<Tensor, Tensor>
    {
        readonly double min_val;
        readonly double max_val;
        readonly bool inplace;

        internal Hardtanh(double min_val, double max_val, bool inplace) : base(nameof(Hardtanh)) => (this.min_val, this.max_val, this.inplace) = (min_val, max_val, inplace);

        public override Tensor forward(Tensor tensor) => Activation.Hardtanh.Apply(tensor, min_val, max_val, inplace);
    }

    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        Parameter _weight;

        internal PReLU(long count, double init) : base(nameof(PReLU))
        {
            SealComponents();
            Own(nameof(weight), LayerTools.Constant(init, count));
            Refresh();
        }

        internal override void Refresh() => _weight = Registered(nameof(weight));

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }

        public override Tensor forward(Tensor tensor) => nn.functional.prelu(tensor, _weight);
    }

    public sealed class Softmax : nn.Module<Tensor, Tensor>
    {
        readonly long dim;

        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => Native.ToTensor(Native.tb_nn_softmax(tensor.Handle, 0, dim, -1), tensor);
    }

    public sealed class LogSoftmax : nn.Module<Tensor, Tensor>
    {
        readonly long dim;

        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        public override Tensor forward(Tensor tensor) => Native.ToTensor(Native.tb_nn_softmax(tensor.Handle, 1, dim, -1), tensor);
    }
}
