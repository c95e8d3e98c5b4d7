using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Ten of 16 symbols, to be copied or reversed: by a transformer that tags each step, and by one that writes; an LSTM with the same budget
/// of steps beside the tagger.
/// </summary>
internal abstract class TransformerCopies(string what, bool reversed) : IQualityTask
{
    private const int Symbols = 16, Length = 10, Steps = 600, BatchSize = 64;

    private static readonly TransformerEncoder Encoder = new() { HiddenSize = 64, LayerCount = 2, FeedForwardSize = 128 };

    public string Name => $"{what}.transformer";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ($"{Name}.exact", Seeds.Mean(seed => Tagged(Encoder, seed)));
        yield return ($"{Name}.written.exact", Seeds.Mean(Written));
        yield return ($"{Name}.lstm.exact", Seeds.Mean(seed => Tagged(new LstmEncoder { HiddenSize = 64 }, seed)));
    }

    private double Tagged(SequenceEncoder encoder, int seed)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.TagSequence("Output", "Input", "Target", new SequenceTaggerOptions
        {
            Encoder = encoder,
            Training = Training(),
        }).Fit(ml.Data.LoadFromEnumerable(Rows(seed, Steps * BatchSize)));
        return Exact(model.Transform(ml.Data.LoadFromEnumerable(Rows(100, 1000))));
    }

    private double Written(int seed)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.SequenceToSequence("Output", "Input", "Target", new SequenceToSequenceOptions
        {
            Encoder = Encoder,
            Training = Training(),
        }).Fit(ml.Data.LoadFromEnumerable(Rows(seed, Steps * BatchSize)));
        return Exact(model.Transform(ml.Data.LoadFromEnumerable(Rows(100, 1000))));
    }

    private static TrainingOptions Training() => new()
    {
        Epochs = 1,
        BatchSize = BatchSize,
        LearningRate = 2e-3,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    private static double Exact(IDataView data) =>
        data.GetColumn<uint[]>("Output").Zip(data.GetColumn<uint[]>("Target"), (a, b) => a.SequenceEqual(b) ? 1.0 : 0).Average();

    private IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var input = Enumerable.Range(0, Length).Select(_ => (uint)random.Next(1, Symbols + 1)).ToArray();
            yield return new Row { Input = input, Target = reversed ? [.. input.Reverse()] : input };
        }
    }

    private sealed class Row
    {
        [VectorType(Length), KeyType(Symbols)]
        public uint[] Input { get; set; } = [];

        [VectorType(Length), KeyType(Symbols)]
        public uint[] Target { get; set; } = [];
    }
}

/// <summary>Ten symbols in reverse.</summary>
internal sealed class TransformerReversal() : TransformerCopies("reverse", reversed: true);

/// <summary>Ten symbols again.</summary>
internal sealed class TransformerCopying() : TransformerCopies("copy", reversed: false);
