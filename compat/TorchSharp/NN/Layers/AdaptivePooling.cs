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
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] outputSize) => new(LayerTools.Sized(outputSize, 2));
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) outputSize) => new(LayerTools.Array2(outputSize));
            public static AdaptiveAvgPool2d AdaptiveAvgPool2d(long outputSize) => new(LayerTools.Repeat(outputSize, 2));
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

    public sealed class AdaptiveAvgPool2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _size;

        internal AdaptiveAvgPool2d(long[] size) : base(nameof(AdaptiveAvgPool2d)) => _size = size;

        public override Tensor forward(Tensor tensor) => LayerTools.AdaptiveAvg(tensor, _size);
    }
}
