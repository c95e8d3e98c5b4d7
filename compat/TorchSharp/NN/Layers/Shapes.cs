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
            public static PixelUnshuffle PixelUnshuffle(long downscaleFactor) => new(downscaleFactor);
            public static ChannelShuffle ChannelShuffle(long groups) => new(groups);
            public static Upsample Upsample(long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null) =>
                new(size, scale_factor, mode, align_corners);

            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(kernel_size, dilation, padding, stride);

            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation, padding, stride);

            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);
            public static PairwiseDistance PairwiseDistance(double p = 2.0, double eps = 1e-6, bool keep_dim = false) => new(p, eps, keep_dim);
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

    public sealed class PixelUnshuffle : nn.Module<Tensor, Tensor>
    {
        readonly long _factor;

        internal PixelUnshuffle(long factor) : base(nameof(PixelUnshuffle)) => _factor = factor;

        public override Tensor forward(Tensor tensor) => nn.functional.pixel_unshuffle(tensor, _factor);
    }

    public sealed class ChannelShuffle : nn.Module<Tensor, Tensor>
    {
        readonly long _groups;

        internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle)) => _groups = groups;

        public override Tensor forward(Tensor tensor) => Native.ToTensor(Native.tb_nn_channel_shuffle(tensor.Handle, _groups), tensor);
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

    public sealed class Unfold : nn.Module<Tensor, Tensor>
    {
        readonly (long, long) _kernel;
        readonly (long, long)? _dilation, _padding, _stride;

        internal Unfold((long, long) kernel, (long, long)? dilation, (long, long)? padding, (long, long)? stride) : base(nameof(Unfold)) =>
            (_kernel, _dilation, _padding, _stride) = (kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, _kernel, _dilation, _padding, _stride);
    }

    public sealed class Fold : nn.Module<Tensor, Tensor>
    {
        readonly (long, long) _size, _kernel;
        readonly (long, long)? _dilation, _padding, _stride;

        internal Fold((long, long) size, (long, long) kernel, (long, long)? dilation, (long, long)? padding, (long, long)? stride) : base(nameof(Fold)) =>
            (_size, _kernel, _dilation, _padding, _stride) = (size, kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => nn.functional.fold(tensor, _size, _kernel, _dilation, _padding, _stride);
    }

    public sealed class CosineSimilarity : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly long _dim;
        readonly double _eps;

        internal CosineSimilarity(long dim, double eps) : base(nameof(CosineSimilarity)) => (_dim, _eps) = (dim, eps);

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cosine_similarity(input1, input2, _dim, _eps);
    }

    public sealed class PairwiseDistance : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly double _p, _eps;
        readonly bool _keep;

        internal PairwiseDistance(double p, double eps, bool keep) : base(nameof(PairwiseDistance)) => (_p, _eps, _keep) = (p, eps, keep);

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.pairwise_distance(input1, input2, _p, _eps, _keep);
    }
}
