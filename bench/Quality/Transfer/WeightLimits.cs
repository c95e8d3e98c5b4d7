using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Digits of which 200 have a label: what DropConnect, a limit of weights, noise on weights, gradients and hidden values, a running mean of
/// weights and mixed rows change of a perceptron's accuracy. No gain is to be expected; the worst of them should do no harm.
/// </summary>
internal static class WeightLimits
{
    private const int Labels = 200;
    private const int Draws = 5;
    private const double Limit = 1.5;

    private static readonly MultilayerPerceptronOptions Plain = new()
    {
        HiddenSizes = [100],
        Training = new TrainingOptions { Epochs = 60, BatchSize = 20, LearningRate = 2e-3 },
    };

    private static readonly (string Name, MultilayerPerceptronOptions Options)[] Kinds =
    [
        ("none", Plain),
        ("dropconnect", Plain with { Training = Plain.Training with { DropConnect = 0.3 } }),
        ("maxnorm", Plain with { Training = Plain.Training with { MaximumWeightNorm = Limit } }),
        ("weight noise", Plain with { Training = Plain.Training with { WeightNoise = 0.05 } }),
        ("gradient noise", Plain with { Training = Plain.Training with { GradientNoise = 0.01 } }),
        ("mean of weights", Plain with { Training = Plain.Training with { WeightAverageDecay = 0.99 } }),
        ("hidden noise", Plain with { HiddenNoise = 0.1 }),
        ("mixup", Plain with { MixUp = 0.2 }),
    ];

    /// <summary>
    /// Accuracy on the other digits, mean of five draws, and the share of hidden units whose weights are as long as they may be.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var draws = Enumerable.Range(1, Draws).Select(seed => Array.ConvertAll(Kinds, kind => Measure(seed, kind.Options))).ToArray();
        var means = Kinds.Select((kind, i) => (kind.Name, Value: draws.Average(draw => draw[i].Accuracy))).ToArray();
        yield return ("regularizers.worst", means.Skip(1).Min(m => m.Value) - means[0].Value);
        foreach (var (name, value) in means)
            yield return ($"regularizers.accuracy ({name})", value);
        yield return ("regularizers.maxnorm.active", draws.Average(draw => draw[2].Limited));
        yield return ("regularizers.maxnorm.active (as long without a limit)", draws.Average(draw => draw[0].Limited));
    }

    private static (double Accuracy, double Limited) Measure(int seed, MultilayerPerceptronOptions options)
    {
        var ml = new MLContext(seed);
        var rows = GanRows.Digits();
        new Random(seed).Shuffle(rows);
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(options)
            .Fit(GanRows.Keyed(ml, rows[..Labels]));
        var accuracy = ml.MulticlassClassification.Evaluate(model.Transform(GanRows.Keyed(ml, rows[Labels..]))).MicroAccuracy;
        return (accuracy, Norms(model).Average(norm => norm > Limit - 1e-3 ? 1.0 : 0));
    }

    // Of the first layer, from the file that other programs read: a header's length, the header, numbers.
    private static IEnumerable<double> Norms(MultilayerPerceptronTransformer model)
    {
        var path = Path.GetTempFileName();
        try
        {
            model.SaveWeights(path);
            var bytes = File.ReadAllBytes(path);
            var header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes) + 8;
            var weights = JsonDocument.Parse(bytes.AsMemory(8, header - 8)).RootElement.GetProperty("layers.linear1.weight");
            var (from, width) = (weights.GetProperty("data_offsets")[0].GetInt32(), weights.GetProperty("shape")[1].GetInt32());
            var length = weights.GetProperty("data_offsets")[1].GetInt32() - from;
            return [.. MemoryMarshal.Cast<byte, float>(bytes.AsSpan(header + from, length)).ToArray().Chunk(width)
                .Select(row => Math.Sqrt(row.Sum(weight => (double)weight * weight)))];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
