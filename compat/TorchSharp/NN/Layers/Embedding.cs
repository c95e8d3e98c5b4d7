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

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null,
                double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device device = null, ScalarType? dtype = null) =>
                new Embedding(LayerTools.Pretrained(embeddings, freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse).Placed(device, dtype);

            public static EmbeddingBag EmbeddingBag(long num_embeddings, long embedding_dims, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                long padding_index = -1, Device device = null, ScalarType? dtype = null) =>
                new EmbeddingBag(LayerTools.Normal(0, 1, num_embeddings, embedding_dims), max_norm, norm_type, scale_grad_by_freq, mode, sparse,
                    include_last_offset, padding_index).Placed(device, dtype);

            public static EmbeddingBag EmbeddingBag_from_pretrained(Tensor embeddings, bool freeze = true, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool sparse = false, bool include_last_offset = false,
                long padding_index = -1, Device device = null, ScalarType? dtype = null) =>
                new EmbeddingBag(LayerTools.Pretrained(embeddings, freeze), max_norm, norm_type, scale_grad_by_freq, mode, sparse, include_last_offset,
                    padding_index).Placed(device, dtype);
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

    public sealed class EmbeddingBag : nn.Module<Tensor, Tensor, Tensor, Tensor>
    {
        Parameter _weight;
        readonly long _padding;
        readonly double _maxNorm, _normType;
        readonly bool _scale, _sparse, _includeLast;
        readonly EmbeddingBagMode _mode;

        internal EmbeddingBag(Parameter weight, double? maxNorm, double normType, bool scale, EmbeddingBagMode mode, bool sparse, bool includeLast, long padding)
            : base(nameof(EmbeddingBag))
        {
            SealComponents();
            (_maxNorm, _normType, _scale, _mode, _sparse, _includeLast, _padding) = (maxNorm ?? 0, normType, scale, mode, sparse, includeLast, padding);
            Own(nameof(this.weight), weight);
            Refresh();
        }

        internal override void Refresh() => _weight = Registered(nameof(weight));

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }

        public override Tensor forward(Tensor input, Tensor offsets, Tensor perSampleWeights)
        {
            var result = Native.tb_nn_embedding_bag(input.Handle, _weight.Handle, Native.HandleOrNull(offsets), _scale.Int(), (int)_mode, _sparse.Int(),
                Native.HandleOrNull(perSampleWeights), _includeLast.Int(), _padding, _maxNorm, _normType);
            GC.KeepAlive(perSampleWeights);
            return Native.ToTensor(result, input, offsets, _weight);
        }

        public new Tensor call(Tensor input, Tensor offsets, Tensor perSampleWeights) => base.call(input, offsets, perSampleWeights);
        public Tensor call(Tensor input, Tensor offsets) => base.call(input, offsets, null);
        public Tensor call(Tensor input) => base.call(input, null, null);
    }
}
