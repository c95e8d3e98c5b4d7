#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(LayerTools.Repeat(padding, 4));
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
            public static ZeroPad2d ZeroPad2d(long padding) => new(LayerTools.Repeat(padding, 4));
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class ReflectionPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReflectionPad2d(long[] padding) : base(nameof(ReflectionPad2d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Reflect, 0);
    }

    public sealed class ZeroPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ZeroPad2d(long[] padding) : base(nameof(ZeroPad2d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Constant, 0);
    }
}
