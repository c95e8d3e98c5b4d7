#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device device = null, ScalarType? dtype = null) =>
                new Linear(inputSize, outputSize, hasBias).Placed(device, dtype);

            public static Identity Identity() => new();

            public static partial class functional
            {
                public static Tensor linear(Tensor input, Tensor weights, Tensor bias = null) =>
                    Native.ToTensor(Native.tb_nn_linear(input.Handle, weights.Handle, Native.HandleOrNull(bias)), input, weights, bias);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        Parameter _weight, _bias;

        internal Linear(long inputs, long outputs, bool bias) : base(nameof(Linear))
        {
            SealComponents();
            Own(nameof(weight), LayerTools.Uniform(LayerTools.KaimingBound(inputs), outputs, inputs));
            if (bias) Own(nameof(this.bias), LayerTools.Uniform(1 / Math.Sqrt(inputs), outputs));
            Refresh();
        }

        internal override void Refresh() => (_weight, _bias) = (Registered(nameof(weight)), Registered(nameof(bias)));

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor tensor)
        {
            Parameter w = _weight, b = _bias;
            return Native.ToTensor(Native.tb_nn_linear(tensor.Handle, w.Handle, b is null ? IntPtr.Zero : b.Handle), tensor, w, b);
        }
    }

    public sealed class Identity : nn.Module<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        public override Tensor forward(Tensor tensor) => LayerTools.Alias(tensor);
    }
}
