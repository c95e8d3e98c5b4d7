#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MaxPool1d MaxPool1d(long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceilMode = false) =>
                new(LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride ?? kernelSize, 1), LayerTools.Repeat(padding ?? 0, 1), LayerTools.Repeat(dilation ?? 1, 1), ceilMode);
            public static MaxPool2d MaxPool2d(long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceilMode = false) =>
                new(LayerTools.Repeat(kernelSize, 2), LayerTools.Repeat(stride ?? kernelSize, 2), LayerTools.Repeat(padding ?? 0, 2), LayerTools.Repeat(dilation ?? 1, 2), ceilMode);
            public static MaxPool2d MaxPool2d((long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceilMode = false) =>
                new(LayerTools.Array2(kernelSize), LayerTools.Array2(stride ?? kernelSize), LayerTools.Array2(padding, 0), LayerTools.Array2(dilation, 1), ceilMode);
            public static MaxPool2d MaxPool2d(long[] kernelSize, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceilMode = false) =>
                new(LayerTools.Sized(kernelSize, 2), LayerTools.Sized(strides ?? kernelSize, 2), LayerTools.Sized(padding ?? [0], 2), LayerTools.Sized(dilation ?? [1], 2), ceilMode);
            public static AvgPool1d AvgPool1d(long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(LayerTools.Repeat(kernel_size, 1), LayerTools.Repeat(stride ?? kernel_size, 1), LayerTools.Repeat(padding, 1), ceil_mode, count_include_pad, divisor_override);
            public static AvgPool2d AvgPool2d(long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(LayerTools.Repeat(kernel_size, 2), LayerTools.Repeat(stride ?? kernel_size, 2), LayerTools.Repeat(padding ?? 0, 2), ceil_mode, count_include_pad, divisor_override);
            public static AvgPool2d AvgPool2d((long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(LayerTools.Array2(kernel_size), LayerTools.Array2(stride ?? kernel_size), LayerTools.Array2(padding, 0), ceil_mode, count_include_pad, divisor_override);
            public static AvgPool2d AvgPool2d(long[] kernel_size, long[] strides = null, long[] padding = null, bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                new(LayerTools.Sized(kernel_size, 2), LayerTools.Sized(strides ?? kernel_size, 2), LayerTools.Sized(padding ?? [0], 2), ceil_mode, count_include_pad, divisor_override);
        }
    }

    /// The sliding window of a pooling layer, one number a dimension.
    internal sealed record PoolWindow(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation, bool Ceil)
    {
        int Dimensions => Kernel.Length;

        internal unsafe Tensor Max(Tensor x)
        {
            fixed (long* k = Kernel, s = Stride, p = Padding, d = Dilation)
                return Native.ToTensor(Native.tb_nn_max_pool(Dimensions, x.Handle, k, s, p, d, Ceil.Int()), x);
        }

        internal unsafe (Tensor Values, Tensor Indices) MaxWithIndices(Tensor x)
        {
            var outputs = stackalloc IntPtr[2];
            fixed (long* k = Kernel, s = Stride, p = Padding, d = Dilation)
                Native.Check(Native.tb_nn_max_pool_with_indices(Dimensions, x.Handle, k, s, p, d, Ceil.Int(), outputs));
            GC.KeepAlive(x);
            return (Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]));
        }

        /// divisor 0: the size of the window.
        internal unsafe Tensor Average(Tensor x, bool countPadding, long divisor)
        {
            fixed (long* k = Kernel, s = Stride, p = Padding)
                return Native.ToTensor(Native.tb_nn_avg_pool(Dimensions, x.Handle, k, s, p, Ceil.Int(), countPadding.Int(), divisor), x);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class MaxPool1d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;

        internal MaxPool1d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) : base(nameof(MaxPool1d)) =>
            _window = new(kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor tensor) => _window.Max(tensor);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor tensor) => _window.MaxWithIndices(tensor);
    }

    public sealed class MaxPool2d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;

        internal MaxPool2d(long[] kernel, long[] stride, long[] padding, long[] dilation, bool ceil) : base(nameof(MaxPool2d)) =>
            _window = new(kernel, stride, padding, dilation, ceil);

        public override Tensor forward(Tensor tensor) => _window.Max(tensor);

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor tensor) => _window.MaxWithIndices(tensor);
    }

    public sealed class AvgPool1d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;
        readonly bool _countPadding;
        readonly long _divisor;

        internal AvgPool1d(long[] kernel, long[] stride, long[] padding, bool ceil, bool countPadding, long? divisor) : base(nameof(AvgPool1d)) =>
            (_window, _countPadding, _divisor) = (new(kernel, stride, padding, null, ceil), countPadding, divisor ?? 0);

        public override Tensor forward(Tensor tensor) => _window.Average(tensor, _countPadding, _divisor);
    }

    public sealed class AvgPool2d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;
        readonly bool _countPadding;
        readonly long _divisor;

        internal AvgPool2d(long[] kernel, long[] stride, long[] padding, bool ceil, bool countPadding, long? divisor) : base(nameof(AvgPool2d)) =>
            (_window, _countPadding, _divisor) = (new(kernel, stride, padding, null, ceil), countPadding, divisor ?? 0);

        public override Tensor forward(Tensor tensor) => _window.Average(tensor, _countPadding, _divisor);
    }
}
