#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null)
            {
                var weight = LayerTools.Normal(0, 1, num_embeddings, embedding_dims);
                if (padding_idx is { } row)
                    using (no_grad())
                    using (var padding = weight.select(0, row))
                        padding.zero_().Dispose();
                return new Embedding(weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse).Placed(device, dtype);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        Parameter _weight;
        readonly long _padding;
        readonly double _maxNorm, _normType;
        readonly bool _scale, _sparse;

        internal Embedding(Parameter weight, long? padding, double? maxNorm, double normType, bool scale, bool sparse) : base(nameof(Embedding))
        {
            SealComponents();
            (_padding, _maxNorm, _normType, _scale, _sparse) = (padding is { } row ? row < 0 ? row + weight.Size(0) : row : -1,
                maxNorm ?? 0, normType, scale, sparse);
            Own(nameof(this.weight), weight);
            Refresh();
        }

        internal override void Refresh() => _weight = Registered(nameof(weight));

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }

        public override Tensor forward(Tensor input) =>
            Native.ToTensor(Native.tb_nn_embedding(input.Handle, _weight.Handle, _padding, _scale.Int(), _sparse.Int(), _maxNorm, _normType), input, _weight);
    }
}
