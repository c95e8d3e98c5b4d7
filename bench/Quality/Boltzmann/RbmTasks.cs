using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Machines small enough to be summed over every state: the gradient, the partition function, bars and stripes.</summary>
internal sealed class RbmTasks : IQualityTask
{
    public string Name => "rbm";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("rbm.gradient.cosine", GradientCosine(100));
        yield return ("rbm.gradient.cosine (CD-1)", GradientCosine(1));
        var (gap, effective) = PartitionGap(temperatures: 10000);
        yield return ("rbm.ais.gap", gap);
        yield return ("rbm.ais.effective (of 100 chains)", effective);
        yield return ("rbm.ais.gap (10 temperatures)", PartitionGap(temperatures: 10).Gap);
        foreach (var result in BarsAndStripes())
            yield return result;
    }

    // A machine with strong weights; the step of one batch, divided by the rate, is the gradient that was followed.
    private static double GradientCosine(int gibbsSteps)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 20000).Select(_ => Row.Of([.. Correlated(random)])).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows, Row.Schema(4));
        using var start = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Options(3, 10, 0.5, 100, 1))
            .Fit(ml.Data.LoadFromEnumerable(rows[..2000].Reverse(), Row.Schema(4)));
        using var moved = start.FitMore(data, Options(3, 1, 1, rows.Length, gibbsSteps));
        var exact = new RbmExact(start).Gradient([.. rows.Select(r => r.V)]);
        var found = Parameters(moved).Zip(Parameters(start), (a, b) => a - b).ToArray();
        return exact.Zip(found, (a, b) => a * b).Sum() / Math.Sqrt(exact.Sum(a => a * a) * found.Sum(b => b * b));
    }

    private static IEnumerable<float> Correlated(Random random)
    {
        var (a, b) = (random.Next(2), random.NextDouble() < 0.3 ? 1 : 0);
        return [a, random.NextDouble() < 0.9 ? a : 1 - a, b, a & b];
    }

    private static (double Gap, double Effective) PartitionGap(int temperatures)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        // Rows around four patterns, so that the machine has modes to find.
        var patterns = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 15).Select(_ => random.Next(2)).ToArray()).ToArray();
        var rows = Enumerable.Range(0, 1000)
            .Select(i => Row.Of([.. patterns[i % 4].Select(p => (float)(random.NextDouble() < 0.1 ? 1 - p : p))])).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows, Row.Schema(15));
        using var machine =
            ml.Transforms.RestrictedBoltzmannMachine("H", "V", Options(8, 50, 0.1, 20, 1) with { Persistent = true }).Fit(data);
        var estimate = machine.LogLikelihood(data, temperatures, 100, seed: 1);
        return (Math.Abs(estimate.LogPartition - new RbmExact(machine).LogPartition), estimate.EffectiveSampleSize);
    }

    private static IEnumerable<(string Name, double Value)> BarsAndStripes()
    {
        var ml = new MLContext(seed: 1);
        var patterns = RbmPatterns.BarsAndStripes(4);
        var rows = Enumerable.Range(0, 20).SelectMany(_ => patterns).Select(Row.Of).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows, Row.Schema(16));
        using var machine = ml.Transforms.RestrictedBoltzmannMachine(
            "H", "V", Options(16, 1500, 0.05, 60, 1) with { Persistent = true, Chains = 200, GibbsSteps = 5 }).Fit(data);
        var valid = patterns.Select(p => string.Concat(p)).ToHashSet();
        yield return ("rbm.bars.valid", machine.Sample(10000, 1000, seed: 1).Count(v => valid.Contains(string.Concat(v))) / 10000.0);
        yield return ("rbm.bars.valid (chance)", patterns.Count / 65536.0);
        var exact = new RbmExact(machine);
        yield return ("rbm.bars.loglik", patterns.Average(exact.LogLikelihood));
        yield return ("rbm.bars.loglik (best possible)", -Math.Log(patterns.Count));
        yield return ("rbm.bars.loglik (independent pixels)", -16 * Math.Log(2));
    }

    private static RbmOptions Options(int hidden, int epochs, double rate, int batch, int gibbsSteps) => new()
    {
        HiddenSize = hidden,
        GibbsSteps = gibbsSteps,
        Training = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = batch,
            LearningRate = rate,
            Optimizer = new GradientDescentOptimizer(),
            Schedule = epochs > 1 ? new CosineSchedule() : new ConstantSchedule(),
        },
    };

    private static IEnumerable<double> Parameters(RbmTransformer machine) =>
        machine.Weights.SelectMany(w => w).Concat(machine.VisibleBiases).Concat(machine.HiddenBiases).Select(x => (double)x);

    private sealed class Row
    {
        public float[] V { get; set; } = [];

        public static Row Of(float[] v) => new() { V = v };

        public static SchemaDefinition Schema(int size)
        {
            var schema = SchemaDefinition.Create(typeof(Row));
            schema["V"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
            return schema;
        }
    }
}

/// <summary>Rows of bits with a rule.</summary>
internal static class RbmPatterns
{
    /// <summary>
    /// Every picture of whole rows, or of whole columns, that are on: 30 different ones of 4 × 4 (MacKay 2003, section 43.1).
    /// </summary>
    public static IReadOnlyList<float[]> BarsAndStripes(int side)
    {
        var lines = RbmExact.States(side).ToArray();
        var bars = lines.Select(line => Enumerable.Range(0, side * side).Select(i => line[i / side]).ToArray());
        var stripes = lines.Select(line => Enumerable.Range(0, side * side).Select(i => line[i % side]).ToArray());
        return [.. bars.Concat(stripes).DistinctBy(p => string.Concat(p))];
    }
}
