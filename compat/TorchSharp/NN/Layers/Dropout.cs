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
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static FeatureAlphaDropout FeatureAlphaDropout(double p = 0.5) => new(p);

            public static partial class functional
            {
                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 0, p, training, inplace);
                public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 1, p, training, inplace);
                public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 1, p, training, inplace);
                public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => LayerTools.Drop(input, 1, p, training, inplace);
                public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => LayerTools.Drop(input, 2, p, training, inplace);
                public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => LayerTools.Drop(input, 3, p, training, inplace);
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

    public sealed class Dropout1d : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal Dropout1d(double p, bool inplace) : base(nameof(Dropout1d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor) => LayerTools.Drop(tensor, 1, p, training, inplace);
    }

    public sealed class Dropout2d : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => LayerTools.Drop(input, 1, p, training, inplace);
    }

    public sealed class Dropout3d : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal Dropout3d(double p, bool inplace) : base(nameof(Dropout3d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => LayerTools.Drop(input, 1, p, training, inplace);
    }

    public sealed class AlphaDropout : nn.Module<Tensor, Tensor>
    {
        readonly double p;
        readonly bool inplace;

        internal AlphaDropout(double p, bool inplace) : base(nameof(AlphaDropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor) => LayerTools.Drop(tensor, 2, p, training, inplace);
    }

    public sealed class FeatureAlphaDropout : nn.Module<Tensor, Tensor>
    {
        readonly double p;

        internal FeatureAlphaDropout(double p) : base(nameof(FeatureAlphaDropout)) => this.p = p;

        public override Tensor forward(Tensor tensor) => LayerTools.Drop(tensor, 3, p, training, false);
    }
}
