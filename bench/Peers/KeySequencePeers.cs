using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>Networks over sequences of keys in plain TorchSharp: a transformer that classifies, and a GRU that tags.</summary>
internal static class KeySequencePeers
{
    public static Func<long> TransformerClassifier()
    {
        var keys = randint(1, KeySequences.Keys + 1, [KeySequences.Rows, KeySequences.Length], dtype: ScalarType.Int64);
        var classes = randint(0, KeySequences.Classes, [KeySequences.Rows], dtype: ScalarType.Int64);
        return () =>
        {
            using var network = new Classifier();
            using var loss = CrossEntropyLoss();
            return PlainLoop.Train(network, loss, keys, classes, KeySequences.BatchSize, epochs: 1);
        };
    }

    public static Func<long> GruTagger()
    {
        var keys = randint(1, KeySequences.Keys + 1, [KeySequences.Rows, KeySequences.Length], dtype: ScalarType.Int64);
        var tags = randint(0, KeySequences.Tags, [KeySequences.Rows, KeySequences.Length], dtype: ScalarType.Int64);
        return () =>
        {
            using var network = new Tagger();
            using var loss = CrossEntropyLoss();
            return PlainLoop.Train(network, loss, keys, tags, KeySequences.BatchSize, epochs: 1);
        };
    }

    private sealed class Classifier : Module<Tensor, Tensor>
    {
        private const int Width = 64;
        private readonly Embedding _embedding = Embedding(KeySequences.Keys + 1, Width);
        private readonly TorchSharp.Modules.TransformerEncoder _layers =
            nn.TransformerEncoder(TransformerEncoderLayer(Width, 4, 4 * Width, dropout: 0, activation: nn.Activations.GELU), 2);

        private readonly Linear _head = Linear(Width, KeySequences.Classes);
        private readonly Tensor _positions;

        public Classifier()
            : base(nameof(Classifier))
        {
            using var scope = NewDisposeScope();
            var places = arange(KeySequences.Length, dtype: ScalarType.Float32).unsqueeze(1);
            var angles = places * exp(arange(0, Width, 2, dtype: ScalarType.Float32) * (-Math.Log(10000) / Width)); // (length, width / 2)
            _positions = stack([angles.sin(), angles.cos()], 2).reshape(1, KeySequences.Length, Width).MoveToOuterDisposeScope();
            RegisterComponents();
        }

        public override Tensor forward(Tensor keys)
        {
            using var scope = NewDisposeScope();
            var steps = (_embedding.call(keys) + _positions).transpose(0, 1); // (length, batch, width), as TorchSharp's layers want it
            return _head.call(_layers.call(steps, null, null).mean([0L])).MoveToOuterDisposeScope();
        }
    }

    private sealed class Tagger : Module<Tensor, Tensor>
    {
        private readonly Embedding _embedding = Embedding(KeySequences.Keys + 1, 32);
        private readonly GRU _recurrent = GRU(32, 64, batchFirst: true, bidirectional: true);
        private readonly Linear _head = Linear(128, KeySequences.Tags);

        public Tagger()
            : base(nameof(Tagger)) => RegisterComponents();

        public override Tensor forward(Tensor keys)
        {
            using var scope = NewDisposeScope();
            var (steps, _) = _recurrent.call(_embedding.call(keys)); // (batch, length, 128)
            return _head.call(steps).transpose(1, 2).MoveToOuterDisposeScope(); // (batch, tags, length), as the loss wants it
        }
    }
}
