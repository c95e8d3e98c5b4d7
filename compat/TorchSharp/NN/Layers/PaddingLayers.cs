#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new(LayerTools.Repeat(padding, 2), value);
            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new([padding.Item1, padding.Item2], value);
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new(LayerTools.Repeat(padding, 4), value);
            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);
            public static ConstantPad3d ConstantPad3d(long padding, double value) => new(LayerTools.Repeat(padding, 6), value);
            public static ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);
            public static ReflectionPad1d ReflectionPad1d(long padding) => new(LayerTools.Repeat(padding, 2));
            public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new([padding.Item1, padding.Item2]);
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(LayerTools.Repeat(padding, 4));
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
            public static ReflectionPad3d ReflectionPad3d(long padding) => new(LayerTools.Repeat(padding, 6));
            public static ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static ReplicationPad1d ReplicationPad1d(long padding) => new(LayerTools.Repeat(padding, 2));
            public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new([padding.Item1, padding.Item2]);
            public static ReplicationPad2d ReplicationPad2d(long padding) => new(LayerTools.Repeat(padding, 4));
            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
            public static ReplicationPad3d ReplicationPad3d(long padding) => new(LayerTools.Repeat(padding, 6));
            public static ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);
            public static ZeroPad2d ZeroPad2d(long padding) => new(LayerTools.Repeat(padding, 4));
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class ConstantPad1d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;
        readonly double _value;

        internal ConstantPad1d(long[] padding, double value) : base(nameof(ConstantPad1d)) => (_padding, _value) = (padding, value);

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Constant, _value);
    }

    public sealed class ConstantPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;
        readonly double _value;

        internal ConstantPad2d(long[] padding, double value) : base(nameof(ConstantPad2d)) => (_padding, _value) = (padding, value);

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Constant, _value);
    }

    public sealed class ConstantPad3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;
        readonly double _value;

        internal ConstantPad3d(long[] padding, double value) : base(nameof(ConstantPad3d)) => (_padding, _value) = (padding, value);

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Constant, _value);
    }

    public sealed class ReflectionPad1d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReflectionPad1d(long[] padding) : base(nameof(ReflectionPad1d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Reflect, 0);
    }

    public sealed class ReflectionPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReflectionPad2d(long[] padding) : base(nameof(ReflectionPad2d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Reflect, 0);
    }

    public sealed class ReflectionPad3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReflectionPad3d(long[] padding) : base(nameof(ReflectionPad3d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Reflect, 0);
    }

    public sealed class ReplicationPad1d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReplicationPad1d(long[] padding) : base(nameof(ReplicationPad1d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Replicate, 0);
    }

    public sealed class ReplicationPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReplicationPad2d(long[] padding) : base(nameof(ReplicationPad2d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Replicate, 0);
    }

    public sealed class ReplicationPad3d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ReplicationPad3d(long[] padding) : base(nameof(ReplicationPad3d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Replicate, 0);
    }

    public sealed class ZeroPad2d : nn.Module<Tensor, Tensor>
    {
        readonly long[] _padding;

        internal ZeroPad2d(long[] padding) : base(nameof(ZeroPad2d)) => _padding = padding;

        public override Tensor forward(Tensor tensor) => nn.functional.pad(tensor, _padding, PaddingModes.Constant, 0);
    }
}
