namespace DeepML.Bench;

/// <summary>Sequences made with fixed seeds, few and many of each kind.</summary>
internal static class SequenceSets
{
    private const int TunedSize = 32;
    private const int TunedSteps = 800;
    private const int TunedBatch = 20;
    private const int SineLength = 40;
    private const int NoiseLength = 60;
    private const int MotifLength = 8;

    private static readonly int[] Sizes = [200, 2000];

    /// <summary>Sines, motifs and brackets.</summary>
    public static IEnumerable<SequenceSet> All() => Sizes.SelectMany(rows => new[] { Sines(rows), Motifs(rows), Brackets(rows) });

    /// <summary>Three, four or five periods of a wave with any phase, around 20 and not around 0.</summary>
    private static SequenceSet Sines(int rows) => new()
    {
        Name = $"sines{rows}",
        TrainRows = rows,
        Classes = 3,
        Draw = (random, label) =>
        {
            var phase = 2 * Math.PI * random.NextDouble();
            var noise = Draws.Normal(random, SineLength, deviation: 2);
            return [.. noise.Select((n, t) => (float)(20 + (5 * Math.Sin((2 * Math.PI * (3 + label) * t / SineLength) + phase))) + n)];
        },
        Tuned =
        [
            Settings(rows) with { Encoder = new TimeDelayEncoder { HiddenSize = TunedSize }, Pooling = SequencePooling.Mean },
            Settings(rows) with
            {
                Encoder = new GruEncoder { HiddenSize = TunedSize },
                Bidirectional = true,
                Pooling = SequencePooling.Mean
            },
        ],
    };

    /// <summary>Somewhere in noise there is a ramp up, a ramp down or a bump.</summary>
    private static SequenceSet Motifs(int rows) => new()
    {
        Name = $"motifs{rows}",
        TrainRows = rows,
        Classes = 3,
        Draw = (random, label) =>
        {
            var sequence = Draws.Normal(random, NoiseLength, deviation: 1);
            var start = random.Next(NoiseLength - MotifLength);
            for (var i = 0; i < MotifLength; i++)
                sequence[start + i] += 4 * Motif(label, i / (MotifLength - 1f));
            return sequence;
        },
        Tuned =
        [
            Settings(rows) with { Encoder = new TimeDelayEncoder { HiddenSize = TunedSize }, Pooling = SequencePooling.Attention },
            Settings(rows) with
            {
                Encoder = new GruEncoder { HiddenSize = TunedSize },
                Bidirectional = true,
                Pooling = SequencePooling.Attention
            },
        ],
    };

    /// <summary>Two kinds of brackets, well nested (yes) or with one of them replaced by another (no).</summary>
    private static SequenceSet Brackets(int rows) => new()
    {
        Name = $"brackets{rows}",
        TrainRows = rows,
        Classes = 2,
        Symbols = 4,
        Draw = (random, label) =>
        {
            var text = Nested(random, pairs: random.Next(2, 9));
            if (label == 0)
            {
                var place = random.Next(text.Length);
                text[place] = (text[place] + random.Next(1, 4)) % 4;
            }
            return text;
        },
        Tuned =
        [
            Settings(rows) with { Encoder = new LstmEncoder { HiddenSize = TunedSize } },
            Settings(rows) with
            {
                Encoder = new GruEncoder { HiddenSize = TunedSize },
                Bidirectional = true,
                Pooling = SequencePooling.Attention
            },
        ],
    };

    // Keys 0 and 1 open, 2 and 3 close.
    private static float[] Nested(Random random, int pairs)
    {
        var (text, open) = (new List<float>(), new Stack<int>());
        while (text.Count < 2 * pairs)
        {
            var mayOpen = text.Count + open.Count < 2 * pairs;
            if (open.Count == 0 || (mayOpen && random.Next(2) == 0))
            {
                open.Push(random.Next(2));
                text.Add(open.Peek());
            }
            else
            {
                text.Add(open.Pop() + 2);
            }
        }
        return [.. text];
    }

    private static float Motif(int label, float t) => label switch
    {
        0 => t,
        1 => 1 - t,
        _ => (float)Math.Sin(Math.PI * t),
    };

    // As many steps for few rows as for many.
    private static RecurrentNetworkOptions Settings(int rows) => new()
    {
        Training = new TrainingOptions
        {
            Epochs = TunedSteps * TunedBatch / rows,
            BatchSize = TunedBatch,
            LearningRate = 5e-3,
            Schedule = new CosineSchedule(),
            GradientClipNorm = 1,
        },
    };
}
