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

            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device device = null, ScalarType? dtype = null) =>
                new GroupNorm(num_groups, num_channels, eps, affine).Placed(device, dtype);

            public static LocalResponseNorm LocalResponseNorm(long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0) => new(size, alpha, beta, k);

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

                public static Tensor group_norm(Tensor input, long num_groups, Tensor weight = null, Tensor bias = null, double eps = 1e-05) =>
                    Native.ToTensor(Native.tb_nn_group_norm(input.Handle, num_groups, Native.HandleOrNull(weight), Native.HandleOrNull(bias), eps), input, weight, bias);

                public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0) =>
                    Native.ToTensor(Native.tb_nn_local_response_norm(input.Handle, size, alpha, beta, k), input);
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

    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        readonly long _groups;
        readonly double _eps;
        Parameter _weight, _bias;

        internal GroupNorm(long groups, long channels, double eps, bool affine) : base(nameof(GroupNorm))
        {
            SealComponents();
            (_groups, _eps) = (groups, eps);
            if (affine) Own(nameof(weight), LayerTools.Constant(1, channels));
            if (affine) Own(nameof(bias), LayerTools.Constant(0, channels));
            Refresh();
        }

        internal override void Refresh() => (_weight, _bias) = (Registered(nameof(weight)), Registered(nameof(bias)));

        public Parameter weight { get => _weight?.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor tensor)
        {
            if (tensor.Rank() < 3) throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.Rank()}");
            return nn.functional.group_norm(tensor, _groups, _weight, _bias, _eps);
        }
    }

    public sealed class LocalResponseNorm : nn.Module<Tensor, Tensor>
    {
        readonly long size;
        readonly double alpha, beta, k;

        internal LocalResponseNorm(long size, double alpha, double beta, double k) : base(nameof(LocalResponseNorm)) =>
            (this.size, this.alpha, this.beta, this.k) = (size, alpha, beta, k);

        public override Tensor forward(Tensor tensor)
        {
            if (tensor.Rank() < 3) throw new ArgumentException($"Invalid number of dimensions for LocalResponseNorm argument: {tensor.Rank()}");
            return nn.functional.local_response_norm(tensor, size, alpha, beta, k);
        }
    }
}
