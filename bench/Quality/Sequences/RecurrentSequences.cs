using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997): a hundred steps of a number and a mark; the answer is the sum of the two
/// marked numbers. Answering 1 has a squared error of 1/6.
/// </summary>
internal sealed class AddingProblem : IQualityTask
{
    private const int Length = 100;
    private const int BatchSize = 64;

    public string Name => "adding";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        foreach (var (kind, encoder, steps, rate) in ((string, SequenceEncoder, int, double)[])
        [
            ("lstm", new LstmEncoder { HiddenSize = 64 }, 3000, 4e-3), ("gru", new GruEncoder { HiddenSize = 64 }, 1500, 4e-3),
            ("rnn", new ElmanEncoder { HiddenSize = 64 }, 3000, 4e-3),
            ("transformer", new TransformerEncoder { HiddenSize = 32, LayerCount = 1, FeedForwardSize = 64 }, 600, 3e-3),
        ])
            if (Catalog.IsAskedFor($"adding.{kind}.mse", asked))
                yield return ($"adding.{kind}.mse", Seeds.Mean(seed => Learn(encoder, steps, seed, rate)));
        yield return ("adding.chance.mse", 1.0 / 6);
    }

    private static double Learn(SequenceEncoder encoder, int steps, int seed, double rate)
    {
        var ml = new MLContext(seed);
        var training = ml.Data.LoadFromEnumerable(Rows(seed, steps * BatchSize)); // made as they are read, each seen once
        var test = ml.Data.LoadFromEnumerable(Rows(100, 2000));
        using var model = ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "Sum",
            FeatureColumnName = "Steps",
            Encoder = encoder,
            Training = new TrainingOptions
            {
                Epochs = 1,
                BatchSize = BatchSize,
                LearningRate = rate,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1
            },
        }).Fit(training);
        return ml.Regression.Evaluate(model.Transform(test), "Sum").MeanSquaredError;
    }

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var steps = new float[2 * Length];
            for (var step = 0; step < Length; step++)
                steps[2 * step] = random.NextSingle();
            var (first, second) = (random.Next(Length / 2), random.Next(Length / 2, Length));
            steps[(2 * first) + 1] = steps[(2 * second) + 1] = 1;
            yield return new Row { Steps = steps, Sum = steps[2 * first] + steps[2 * second] };
        }
    }

    private sealed class Row
    {
        [VectorType(Length, 2)]
        public float[] Steps { get; set; } = [];

        public float Sum { get; set; }
    }
}

/// <summary>"hello", and 4,096 characters of the read-me learned by heart.</summary>
internal sealed class CharacterModels : IQualityTask
{
    private const int Characters = 4096;

    public string Name => "char";

    public IEnumerable<(string Name, double Value)> Run()
    {
        using (var hello = Learn(
            "hello", new CharacterLanguageModelOptions { Encoder = new LstmEncoder { HiddenSize = 16 }, Training = Training(150, null) }))
            yield return ("char.hello", hello.Generate("hell", 1, temperature: 0) == "o" ? 1 : 0);
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "README.md"));
        text = text[..Math.Min(Characters, text.Length)];
        using var readme = Learn(text, new CharacterLanguageModelOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 256 },
            Training = Training(150, TimeSpan.FromSeconds(58))
        });
        yield return ("char.readme.bpc", readme.BitsPerCharacter(text));
        yield return ("char.readme.characters", text.Length);
        yield return ("char.readme.seconds", readme.TrainingHistory.Epochs.Count == 0 ? 0 : Seconds(readme.TrainingHistory, text.Length));
    }

    private static TrainingOptions Training(int epochs, TimeSpan? limit) =>
        new()
        {
            Epochs = epochs,
            BatchSize = 16,
            LearningRate = 8e-3,
            Schedule = new CosineSchedule(),
            GradientClipNorm = 1,
            TimeLimit = limit
        };

    private static double Seconds(TrainingHistory history, int characters) =>
        history.Epochs.Sum(e => characters / 64.0 / Math.Max(1e-9, e.RowsPerSecond));

    private static CharacterLanguageModelTransformer Learn(string text, CharacterLanguageModelOptions options)
    {
        var ml = new MLContext(seed: 1);
        return ml.Transforms.CharacterLanguageModel("Bits", "Text", options).Fit(ml.Data.LoadFromEnumerable([new Row { Text = text }]));
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}

/// <summary>Writes ten symbols in reverse.</summary>
internal sealed class Reversal : IQualityTask
{
    private const int Symbols = 20;
    private const int Length = 10;
    private const int Steps = 2500;
    private const int BatchSize = 64;

    public string Name => "reverse";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var results = Seeds.All.Select(Learn).ToArray();
        yield return ("reverse.exact", results.Average(r => r.Greedy));
        yield return ("reverse.beam4.exact", results.Average(r => r.Beam));
    }

    private static (double Greedy, double Beam) Learn(int seed)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.SequenceToSequence("Output", "Input", "Target", new SequenceToSequenceOptions
        {
            Training = new TrainingOptions
            {
                Epochs = 1,
                BatchSize = BatchSize,
                LearningRate = 3e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1
            },
        }).Fit(ml.Data.LoadFromEnumerable(Rows(seed, Steps * BatchSize)));
        var test = ml.Data.LoadFromEnumerable(Rows(100, 1000));
        using var wide = model.WithBeam(4);
        return (Exact(model.Transform(test)), Exact(wide.Transform(test)));
    }

    private static double Exact(IDataView data) =>
        data.GetColumn<uint[]>("Output").Zip(data.GetColumn<uint[]>("Target"), (a, b) => a.SequenceEqual(b) ? 1.0 : 0).Average();

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var input = Enumerable.Range(0, Length).Select(_ => (uint)random.Next(1, Symbols + 1)).ToArray();
            yield return new Row { Input = input, Target = [.. input.Reverse()] };
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

/// <summary>The tag of each step is the symbol that follows: only a network that also reads backwards can know.</summary>
internal sealed class NextSymbolTags : IQualityTask
{
    private const int Symbols = 10;
    private const int Length = 12;

    public string Name => "tagging";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("tagging.bi", Seeds.Mean(seed => Learn(bidirectional: true, seed)));
        yield return ("tagging.uni", Seeds.Mean(seed => Learn(bidirectional: false, seed)));
        yield return ("tagging.chance", 1.0 / Symbols);
    }

    private static double Learn(bool bidirectional, int seed)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.TagSequence("Tags", "Symbols", "Next", new SequenceTaggerOptions
        {
            Bidirectional = bidirectional,
            Encoder = new LstmEncoder { HiddenSize = 32 },
            Training = new TrainingOptions
            {
                Epochs = 10,
                BatchSize = 32,
                LearningRate = 5e-3,
                Schedule = new CosineSchedule(),
                GradientClipNorm = 1
            },
        }).Fit(ml.Data.LoadFromEnumerable(Rows(seed, 2000)));
        var tagged = model.Transform(ml.Data.LoadFromEnumerable(Rows(100, 500)));
        // what follows the last symbol is nothing that could be known
        return tagged.GetColumn<uint[]>("Tags")
            .Zip(tagged.GetColumn<uint[]>("Next"), (a, b) => a.Zip(b).SkipLast(1).Average(p => p.First == p.Second ? 1.0 : 0)).Average();
    }

    private static IEnumerable<Row> Rows(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var symbols = Enumerable.Range(0, Length).Select(_ => (uint)random.Next(1, Symbols + 1)).ToArray();
            yield return new Row { Symbols = symbols, Next = [.. symbols.Skip(1), symbols[0]] };
        }
    }

    private sealed class Row
    {
        [VectorType(Length), KeyType(NextSymbolTags.Symbols)]
        public uint[] Symbols { get; set; } = [];

        [VectorType(Length), KeyType(NextSymbolTags.Symbols)]
        public uint[] Next { get; set; } = [];
    }
}

/// <summary>Memory that truncated back-propagation over 10,000 steps takes beyond full back-propagation over 100.</summary>
internal sealed class TruncatedMemory : IQualityTask
{
    public string Name => "tbptt";

    public IEnumerable<(string Name, double Value)> Run()
    {
        Learn(100, null);
        var before = Peak();
        Learn(10_000, 100);
        yield return ("tbptt.memory_mib", (Peak() - before) / (1024.0 * 1024.0));
    }

    private static void Learn(int length, int? segment)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, length).Select(_ => (uint)random.Next(1, 5)).ToArray())
            .Select(symbols => new Row { Symbols = symbols, Next = [.. symbols.Skip(1), 1] }).ToArray();
        using var model = ml.Transforms.TagSequence("Tags", "Symbols", "Next", new SequenceTaggerOptions
        {
            Bidirectional = false,
            SegmentLength = segment,
            Encoder = new LstmEncoder { HiddenSize = 64 },
            Training = new TrainingOptions { Epochs = 2, BatchSize = 8, GradientClipNorm = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private sealed class Row
    {
        [KeyType(4)]
        public uint[] Symbols { get; set; } = [];

        [KeyType(4)]
        public uint[] Next { get; set; } = [];
    }
}
