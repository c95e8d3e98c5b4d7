#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Flatten Flatten(long startDim = 1, long endDim = -1) => new(startDim, endDim);
            public static Unflatten Unflatten(long dim, long[] unflattenedSize) => new(dim, unflattenedSize);
            public static PixelShuffle PixelShuffle(long upscaleFactor) => new(upscaleFactor);
            public static Upsample Upsample(long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null) =>
                new(size, scale_factor, mode, align_corners);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Flatten : nn.Module<Tensor, Tensor>
    {
        readonly long _start, _end;

        internal Flatten(long start, long end) : base(nameof(Flatten)) => (_start, _end) = (start, end);

        public override Tensor forward(Tensor tensor) => Native.ToTensor(Native.tb_nn_flatten(tensor.Handle, _start, _end), tensor);
    }

    public sealed class Unflatten : nn.Module<Tensor, Tensor>
    {
        readonly long _dim;
        readonly long[] _size;

        internal Unflatten(long dim, long[] size) : base(nameof(Unflatten)) => (_dim, _size) = (dim, size);

        public override unsafe Tensor forward(Tensor tensor)
        {
            fixed (long* s = _size) return Native.ToTensor(Native.tb_nn_unflatten(tensor.Handle, _dim, s, _size.Length), tensor);
        }
    }

    public sealed class PixelShuffle : nn.Module<Tensor, Tensor>
    {
        readonly long _factor;

        internal PixelShuffle(long factor) : base(nameof(PixelShuffle)) => _factor = factor;

        public override Tensor forward(Tensor tensor) => nn.functional.pixel_shuffle(tensor, _factor);
    }

    public sealed class Upsample : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;
        readonly double[] _scale;

        internal Upsample(long[] size, double[] scale, UpsampleMode mode, bool? align) : base(nameof(Upsample)) =>
            (_size, _scale, this.mode, align_corners) = (size, scale, mode, align);

        public ReadOnlySpan<long> size => _size;
        public ReadOnlySpan<double> scale_factor => _scale;
        public UpsampleMode mode { get; }
        public bool? align_corners { get; }

        public override Tensor forward(Tensor tensor) => LayerTools.Interpolate(tensor, _size, _scale, (int)mode, align_corners, false);
    }
}
