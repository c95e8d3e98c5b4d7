using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Two numbers for every step of a walk that is measured with noise: where it is, and the sum of all that was measured. Three labels in ten
/// are missing. What is not explained of the true numbers, as a share of their variance.
/// </summary>
internal sealed class StepNumbers : IQualityTask
{
    private const int Most = 40;

    public string Name => "steps";

    public IEnumerable<(string Name, double Value)> Run()
    {
        SequenceEncoder lstm = new LstmEncoder { HiddenSize = 32 };
        SequenceEncoder transformer = new TransformerEncoder { HiddenSize = 32, LayerCount = 2, FeedForwardSize = 64 };
        yield return ("steps.lstm.unexplained", Seeds.Mean(seed => Learn(lstm, seed).Network));
        yield return ("steps.transformer.unexplained", Seeds.Mean(seed => Learn(transformer, seed).Network));
        var simple = Seeds.All.Select(seed => Learn(lstm, seed, epochs: 1)).ToArray();
        yield return ("steps.linear.unexplained", simple.Average(found => found.Baseline.Value));
        yield return ("steps.mean.unexplained", 1);
    }

    private static (double Network, Baseline Baseline) Learn(SequenceEncoder encoder, int seed, int epochs = 20)
    {
        var ml = new MLContext(seed);
        using var model = ml.Transforms.PredictSteps("Predicted", "Measured", "Labels", new StepRegressorOptions
        {
            Encoder = encoder,
            LabelSize = 2,
            Training = new TrainingOptions { Epochs = epochs, LearningRate = 3e-3, Schedule = new CosineSchedule(), GradientClipNorm = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(Walks(seed, 1000)), ml.Data.LoadFromEnumerable(Walks(50 + seed, 100)));
        var test = Walks(100, 300).ToArray();
        var predicted = model.Transform(ml.Data.LoadFromEnumerable(test)).GetColumn<float[]>("Predicted").SelectMany(row => row).ToArray();
        var truth = test.SelectMany(walk => walk.Truth).ToArray();
        var shares = Enumerable.Range(0, 2).Select(number =>
        {
            var of = Enumerable.Range(0, truth.Length / 2).Select(step => (2 * step) + number).ToArray();
            var mean = of.Average(i => truth[i]);
            return of.Sum(i => Math.Pow(predicted[i] - truth[i], 2)) / of.Sum(i => Math.Pow(truth[i] - mean, 2));
        });
        return (shares.Average(), model.TrainingHistory.Baseline!);
    }

    private static IEnumerable<Walk> Walks(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (place, sum) = (0.0, 0.0);
            var (measured, truth) = (new List<float>(), new List<float>());
            for (var left = random.Next(10, Most + 1); left > 0; left--)
            {
                place += 0.3 * Draws.Normal(random);
                measured.Add((float)(place + Draws.Normal(random)));
                sum += measured[^1];
                truth.AddRange([(float)place, 1000 + (float)sum]);
            }
            yield return new Walk
            {
                Measured = [.. measured],
                Truth = [.. truth],
                Labels = [.. truth.Select(number => random.NextDouble() < 0.3 ? float.NaN : number)],
            };
        }
    }

    private sealed class Walk
    {
        public float[] Measured { get; set; } = [];

        public float[] Labels { get; set; } = [];

        [NoColumn]
        public float[] Truth { get; set; } = [];
    }
}
