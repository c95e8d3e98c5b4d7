#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new LayerNorm(normalized_shape, eps, elementwise_affine, bias, dtype).Placed(device, null);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                LayerNorm([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static partial class functional
            {
                public static Tensor batch_norm(Tensor input, Tensor running_mean, Tensor running_var, Tensor weight = null, Tensor bias = null,
                    bool training = false, double momentum = 0.1, double eps = 1e-05)
                {
                    var result = Native.tb_nn_batch_norm(input.Handle, Native.HandleOrNull(running_mean), Native.HandleOrNull(running_var),
                        Native.HandleOrNull(weight), Native.HandleOrNull(bias), IntPtr.Zero, training.Int(), momentum, eps);
                    GC.KeepAlive(running_mean);
                    GC.KeepAlive(running_var);
                    return Native.ToTensor(result, input, weight, bias);
                }

                public static Tensor instance_norm(Tensor input, Tensor running_mean = null, Tensor running_var = null, Tensor weight = null,
                    Tensor bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-05)
                {
                    var result = Native.tb_nn_instance_norm(input.Handle, Native.HandleOrNull(running_mean), Native.HandleOrNull(running_var),
                        Native.HandleOrNull(weight), Native.HandleOrNull(bias), use_input_stats.Int(), momentum, eps);
                    GC.KeepAlive(running_mean);
                    GC.KeepAlive(running_var);
                    return Native.ToTensor(result, input, weight, bias);
                }

                public static unsafe Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor weight = null, Tensor bias = null, double eps = 1e-05)
                {
                    fixed (long* s = normalized_shape)
                        return Native.ToTensor(Native.tb_nn_layer_norm(input.Handle, s, normalized_shape.Length, Native.HandleOrNull(weight),
                            Native.HandleOrNull(bias), eps), input, weight, bias);
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        readonly long[] _shape;
        readonly double _eps;
        Parameter _weight, _bias;

        internal LayerNorm(long[] shape, double eps, bool affine, bool bias, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            SealComponents();
            (_shape, _eps) = ([.. shape], eps);
            var type = dtype ?? get_default_dtype();
            if (affine) Own(nameof(weight), LayerTools.Constant(type, 1, _shape));
            if (affine && bias) Own(nameof(this.bias), LayerTools.Constant(type, 0, _shape));
            Refresh();
        }

        internal override void Refresh() => (_weight, _bias) = (Registered(nameof(weight)), Registered(nameof(bias)));

        public Parameter weight { get => _weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, _shape, _weight, _bias, _eps);
    }
}
