#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static AdaptiveAvgPool1d AdaptiveAvgPool1d(long outputSize) => new([outputSize]);
            public static AdaptiveMaxPool1d AdaptiveMaxPool1d(long outputSize) => new([outputSize]);
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] outputSize) => new(LayerTools.Sized(outputSize, 2));
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) outputSize) => new(LayerTools.Array2(outputSize));
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long outputSize) => new(LayerTools.Repeat(outputSize, 2));
            public static AdaptiveMaxPool2d AdaptiveMaxPool2d(long[] outputSize) => new(LayerTools.Sized(outputSize, 2));
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long[] outputSize) => new(LayerTools.Sized(outputSize, 3));
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d((long, long, long) outputSize) => new(LayerTools.Array3(outputSize));
            public static AdaptiveAvgPool3d AdaptiveAvgPool3d(long outputSize) => new(LayerTools.Repeat(outputSize, 3));
            public static AdaptiveMaxPool3d AdaptiveMaxPool3d(long[] outputSize) => new(LayerTools.Sized(outputSize, 3));
            public static LPPool1d LPPool1d(double norm_type, long kernelSize, long? stride = null, bool ceil_mode = false) =>
                new(norm_type, LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride ?? kernelSize, 1), ceil_mode);
            public static LPPool2d LPPool2d(double norm_type, long kernel_size, long? stride = null, bool ceil_mode = false) =>
                new(norm_type, LayerTools.Repeat(kernel_size, 2), LayerTools.Repeat(stride ?? kernel_size, 2), ceil_mode);
            public static LPPool2d LPPool2d(double norm_type, long[] kernel_size, long[] strides = null, bool ceil_mode = false) =>
                new(norm_type, LayerTools.Sized(kernel_size, 2), LayerTools.Sized(strides ?? kernel_size, 2), ceil_mode);
            public static MaxUnpool1d MaxUnpool1d(long kernelSize, long? stride = null, long? padding = null) =>
                new(LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride ?? kernelSize, 1), LayerTools.Repeat(padding ?? 0, 1));
            public static MaxUnpool2d MaxUnpool2d(long kernelSize, long? stride = null, long? padding = null) =>
                new(LayerTools.Repeat(kernelSize, 2), LayerTools.Repeat(stride ?? kernelSize, 2), LayerTools.Repeat(padding ?? 0, 2));
            public static MaxUnpool2d MaxUnpool2d((long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null) =>
                new(LayerTools.Array2(kernelSize), LayerTools.Array2(stride ?? kernelSize), LayerTools.Array2(padding, 0));
            public static MaxUnpool2d MaxUnpool2d(long[] kernelSize, long[] strides = null, long[] padding = null) =>
                new(LayerTools.Sized(kernelSize, 2), LayerTools.Sized(strides ?? kernelSize, 2), LayerTools.Sized(padding ?? [0], 2));
            public static MaxUnpool3d MaxUnpool3d(long kernelSize, long? stride = null, long? padding = null) =>
                new(LayerTools.Repeat(kernelSize, 3), LayerTools.Repeat(stride ?? kernelSize, 3), LayerTools.Repeat(padding ?? 0, 3));
            public static MaxUnpool3d MaxUnpool3d((long, long, long) kernelSize, (long, long, long)? stride = null, (long, long, long)? padding = null) =>
                new(LayerTools.Array3(kernelSize), LayerTools.Array3(stride ?? kernelSize), LayerTools.Array3(padding, 0));
            public static MaxUnpool3d MaxUnpool3d(long[] kernelSize, long[] strides = null, long[] padding = null) =>
                new(LayerTools.Sized(kernelSize, 3), LayerTools.Sized(strides ?? kernelSize, 3), LayerTools.Sized(padding ?? [0], 3));
            public static FractionalMaxPool2d FractionalMaxPool2d(long kernel_size, long? output_size = null, double? output_ratio = null) =>
                new(LayerTools.Repeat(kernel_size, 2), output_size is { } s ? LayerTools.Repeat(s, 2) : null, output_ratio is { } r ? [r, r] : null);
            public static FractionalMaxPool2d FractionalMaxPool2d((long, long) kernel_size, (long, long)? output_size = null, (double, double)? output_ratio = null) =>
                new(LayerTools.Array2(kernel_size), output_size is { } s ? LayerTools.Array2(s) : null, output_ratio is { } r ? [r.Item1, r.Item2] : null);
            public static FractionalMaxPool2d FractionalMaxPool2d(long[] kernel_size, long[] output_size = null, double[] output_ratio = null) =>
                new(LayerTools.Sized(kernel_size, 2), output_size, output_ratio);
            public static FractionalMaxPool3d FractionalMaxPool3d(long kernel_size, long? output_size = null, double? output_ratio = null) =>
                new(LayerTools.Repeat(kernel_size, 3), output_size is { } s ? LayerTools.Repeat(s, 3) : null, output_ratio is { } r ? [r, r, r] : null);
            public static FractionalMaxPool3d FractionalMaxPool3d((long, long, long) kernel_size, (long, long, long)? output_size = null, (double, double, double)? output_ratio = null) =>
                new(LayerTools.Array3(kernel_size), output_size is { } s ? LayerTools.Array3(s) : null, output_ratio is { } r ? [r.Item1, r.Item2, r.Item3] : null);
            public static FractionalMaxPool3d FractionalMaxPool3d(long[] kernel_size, long[] output_size = null, double[] output_ratio = null) =>
                new(LayerTools.Sized(kernel_size, 3), output_size, output_ratio);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class AdaptiveAvgPool1d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveAvgPool1d(long[] size) : base(nameof(AdaptiveAvgPool1d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveAvg(tensor, _size);
    }

    public sealed class AdaptiveMaxPool1d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveMaxPool1d(long[] size) : base(nameof(AdaptiveMaxPool1d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveMax(tensor, _size);
    }

    public sealed class AdaptiveAvgPool2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveAvgPool2d(long[] size) : base(nameof(AdaptiveAvgPool2d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveAvg(tensor, _size);
    }

    public sealed class AdaptiveMaxPool2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveMaxPool2d(long[] size) : base(nameof(AdaptiveMaxPool2d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveMax(tensor, _size);
    }

    public sealed class AdaptiveAvgPool3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveAvgPool3d(long[] size) : base(nameof(AdaptiveAvgPool3d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveAvg(tensor, _size);
    }

    public sealed class AdaptiveMaxPool3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveMaxPool3d(long[] size) : base(nameof(AdaptiveMaxPool3d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveMax(tensor, _size);
    }

    public sealed class LPPool1d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;
        readonly double _norm;

        internal LPPool1d(double norm, long[] kernel, long[] stride, bool ceil) : base(nameof(LPPool1d)) =>
            (_norm, _window) = (norm, new(kernel, stride, null, null, ceil));

        public override Tensor forward(Tensor tensor) => _window.Power(tensor, _norm);
    }

    public sealed class LPPool2d : nn.Module<Tensor, Tensor>
    {
        readonly PoolWindow _window;
        readonly double _norm;

        internal LPPool2d(double norm, long[] kernel, long[] stride, bool ceil) : base(nameof(LPPool2d)) =>
            (_norm, _window) = (norm, new(kernel, stride, null, null, ceil));

        public override Tensor forward(Tensor tensor) => _window.Power(tensor, _norm);
    }

    public sealed class MaxUnpool1d : nn.Module<Tensor, Tensor, long[], Tensor>
    {
        readonly long[] _kernel, _stride, _padding;

        internal MaxUnpool1d(long[] kernel, long[] stride, long[] padding) : base(nameof(MaxUnpool1d)) => (_kernel, _stride, _padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            LayerTools.Unpool(tensor, indices, output_size, _kernel, _stride, _padding);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }

    public sealed class MaxUnpool2d : nn.Module<Tensor, Tensor, long[], Tensor>
    {
        readonly long[] _kernel, _stride, _padding;

        internal MaxUnpool2d(long[] kernel, long[] stride, long[] padding) : base(nameof(MaxUnpool2d)) => (_kernel, _stride, _padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            LayerTools.Unpool(tensor, indices, output_size, _kernel, _stride, _padding);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }

    public sealed class MaxUnpool3d : nn.Module<Tensor, Tensor, long[], Tensor>
    {
        readonly long[] _kernel, _stride, _padding;

        internal MaxUnpool3d(long[] kernel, long[] stride, long[] padding) : base(nameof(MaxUnpool3d)) => (_kernel, _stride, _padding) = (kernel, stride, padding);

        public override Tensor forward(Tensor tensor, Tensor indices, long[] output_size = null) =>
            LayerTools.Unpool(tensor, indices, output_size, _kernel, _stride, _padding);

        public new Tensor call(Tensor tensor, Tensor indices, long[] output_size = null) => base.call(tensor, indices, output_size);
    }

    public sealed class FractionalMaxPool2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _kernel, _size;
        readonly double[] _ratio;

        internal FractionalMaxPool2d(long[] kernel, long[] size, double[] ratio) : base(nameof(FractionalMaxPool2d))
        {
            LayerTools.CheckFractional(kernel.Length, size, ratio);
            (_kernel, _size, _ratio) = (kernel, size, ratio);
        }

        public override Tensor forward(Tensor tensor)
        {
            var (values, indices) = forward_with_indices(tensor);
            indices.Dispose();
            return values;
        }

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor tensor) => LayerTools.FractionalMax(tensor, _kernel, _size, _ratio);
    }

    public sealed class FractionalMaxPool3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _kernel, _size;
        readonly double[] _ratio;

        internal FractionalMaxPool3d(long[] kernel, long[] size, double[] ratio) : base(nameof(FractionalMaxPool3d))
        {
            LayerTools.CheckFractional(kernel.Length, size, ratio);
            (_kernel, _size, _ratio) = (kernel, size, ratio);
        }

        public override Tensor forward(Tensor tensor)
        {
            var (values, indices) = forward_with_indices(tensor);
            indices.Dispose();
            return values;
        }

        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor tensor) => LayerTools.FractionalMax(tensor, _kernel, _size, _ratio);
    }
}
