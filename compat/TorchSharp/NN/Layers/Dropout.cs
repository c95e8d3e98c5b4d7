#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static partial class functional
            {
                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 0, p, training, inplace);
                public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 1, p, training, inplace);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Dropout : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor) => LayerTools.Drop(tensor, 0, p, training, inplace);
    }

    public sealed class Dropout2d : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => LayerTools.Drop(input, 1, p, training, inplace);
    }
}
