using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The probability of labels that a fitted network says beside the forward recursion of Graves et al. (ICML 2006, equations 5 to 8), in
/// float64 over the probabilities of its steps. The largest difference, relative to the logarithm, is reported.
/// </summary>
internal sealed class CtcParity : IQualityTask
{
    private const int Labels = 4;

    public string Name => "parity.ctc";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("parity.ctc", Seeds.All.Max(Difference));
    }

    private static double Difference(int seed)
    {
        var (ml, random) = (new MLContext(seed), new Random(seed));
        var rows = Enumerable.Range(0, 40).Select(_ => new Row
        {
            Steps = [.. Enumerable.Range(0, random.Next(12, 30)).Select(_ => (float)((2 * random.NextDouble()) - 1))],
            Names = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => (uint)random.Next(1, Labels + 1))],
        }).ToArray();
        using var model = ml.Transforms.SequenceLabelling("Read", "Steps", "Names", new SequenceLabellingOptions
        {
            Encoder = new GruEncoder { HiddenSize = 8 },
            Training = new TrainingOptions { Epochs = 3, LearningRate = 0.02 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        return rows.Max(row =>
        {
            var expected = Forward(model.StepProbabilities(row.Steps), row.Names);
            return Math.Abs(model.LogProbability(row.Steps, row.Names) - expected) / Math.Max(1, Math.Abs(expected));
        });
    }

    // Labels with a none in front, between and behind; each is entered from itself, the one before, or past a none between two that differ.
    private static double Forward(IReadOnlyList<float[]> steps, uint[] labels)
    {
        int[] extended = [.. labels.SelectMany(label => new[] { 0, (int)label }), 0];
        var before = new double[extended.Length];
        var logarithm = 0.0;
        for (var t = 0; t < steps.Count; t++)
        {
            var now = new double[extended.Length];
            for (var s = 0; s < extended.Length; s++)
            {
                var entered = t == 0
                    ? (s <= 1 ? 1 : 0)
                    : before[s] + (s > 0 ? before[s - 1] : 0)
                        + (s > 1 && extended[s] != 0 && extended[s] != extended[s - 2] ? before[s - 2] : 0);
                now[s] = entered * steps[t][extended[s]];
            }
            var sum = now.Sum();
            logarithm += Math.Log(sum);
            before = Array.ConvertAll(now, value => value / sum);
        }
        return logarithm + Math.Log(before[^1] + (before.Length > 1 ? before[^2] : 0));
    }

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];

        [KeyType(Labels)]
        public uint[] Names { get; set; } = [];
    }
}
