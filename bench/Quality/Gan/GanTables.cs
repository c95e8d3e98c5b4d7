using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A table with 5 % positives in two clusters: does a classifier learn from synthetic rows, and do twice the positives help?
/// </summary>
internal sealed class GanImbalanced : IQualityTask
{
    private const int Seeds = 3;

    public string Name => "imbalanced";

    public static GanAugmenterOptions Options { get; } = new()
    {
        LatentSize = 16,
        DiscriminatorSizes = [256, 256],
        RowsPerDecision = 2,
        Dropout = 0,
        DiscriminatorLearningRate = 1e-3,
        Amount = GanAmount.FactorOfSmaller(2),
        Training = new GanAugmenterOptions().Training with { Epochs = 300, BatchSize = 128 },
    };

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (share, change, over) = (new List<double>(), new List<double>(), new List<double>());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var ml = new MLContext(seed);
            var rows = GanTable.Create(2000, seed: 11);
            var train = ml.Data.LoadFromEnumerable(rows);
            var test = ml.Data.LoadFromEnumerable(GanTable.Create(4000, seed: 12));
            using var model = ml.Transforms.AugmentTableWithGan(GanTable.Columns, "IsPositive", Options).Fit(train);
            var real = F1(ml, train, test);
            share.Add(F1(ml, model.GenerateRows(2000, seed: seed), test) / real);
            change.Add(F1(ml, model.Transform(train), test) - real);
            over.Add(F1(ml, ml.Data.LoadFromEnumerable(rows.Concat(rows.Where(row => row.IsPositive)).ToArray()), test) - real);
        }
        yield return ("imbalanced.tstr_f1", share.Average());
        yield return ("imbalanced.f1_change", change.Average());
        yield return ("imbalanced.f1_change (random oversampling)", over.Average());
    }

    public static double F1(MLContext ml, IDataView train, IDataView test)
    {
        var pipeline = ml.Transforms.Categorical.OneHotEncoding("RegionHot", "Region")
            .Append(ml.Transforms.Categorical.OneHotEncoding("PlanHot", "Plan"))
            .Append(ml.Transforms.Concatenate("Features", [.. Enumerable.Range(0, GanTable.Numbers).Select(i => $"N{i}")]))
            .Append(ml.Transforms.NormalizeMeanVariance("Features", fixZero: false))
            .Append(ml.Transforms.Concatenate("Features", "Features", "RegionHot", "PlanHot"))
            .Append(ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                LabelColumnName = "IsPositive",
                HiddenSizes = [32],
                Training = new TrainingOptions { Epochs = 40, BatchSize = 64, LearningRate = 3e-3 },
            }));
        using var model = (IDisposable)pipeline.Fit(train);
        var scored = ((ITransformer)model).Transform(test);
        var pairs = scored.GetColumn<bool>("IsPositive").Zip(scored.GetColumn<bool>("PredictedLabel")).ToArray();
        var hits = pairs.Count(p => p.First && p.Second);
        return 2.0 * hits / Math.Max(1, (2.0 * hits) + pairs.Count(p => p.First != p.Second));
    }
}

/// <summary>A mixed table: how far are the distributions and correlations of synthetic rows, and are any of them copies?</summary>
internal sealed class GanTableLikeness : IQualityTask
{
    private const int Seeds = 3;

    public string Name => "table";

    // Larger steps, and a mean over more of them: correlations are what the last weights wobble about.
    private static GanAugmenterOptions Options { get; } = GanImbalanced.Options with
    {
        AveragingDecay = 0.999,
        DiscriminatorLearningRate = 2e-3,
        Training = GanImbalanced.Options.Training with { LearningRate = 1e-3 },
    };

    public IEnumerable<(string Name, double Value)> Run()
    {
        var reports = Enumerable.Range(1, Seeds).Select(seed =>
        {
            var ml = new MLContext(seed);
            var data = ml.Data.LoadFromEnumerable(GanTable.Create(5000, seed: 21));
            using var model = ml.Transforms.AugmentTableWithGan(GanTable.Columns, "IsPositive", Options).Fit(data);
            return model.Compare(data, seed);
        }).ToArray();
        yield return ("table.tv", reports.Average(r => r.LargestMarginal));
        yield return ("table.corr", reports.Average(r => r.LargestCorrelationDifference));
        yield return ("table.copies", reports.Average(r => r.Copies));
        yield return ("table.nearest (to a real row)", reports.Average(r => r.NearestReal));
        yield return ("table.nearest (among real rows)", reports.Average(r => r.NearestAmongReal));
    }
}

/// <summary>A table made with a fixed seed: ten numbers of several shapes, two categories, and positives in two clusters.</summary>
internal static class GanTable
{
    public const int Numbers = 10;

    public static string[] Columns { get; } = [.. Enumerable.Range(0, Numbers).Select(i => $"N{i}"), "Region", "Plan"];

    public static Row[] Create(int rows, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Make(random))];
    }

    private static Row Make(Random random)
    {
        var isPositive = random.NextDouble() < 0.05;
        var isFirst = random.NextDouble() < 0.6;
        var n = new float[Numbers];
        for (var i = 0; i < Numbers; i++)
            n[i] = (float)Draws.Normal(random);
        n[1] = (0.7f * n[0]) + (0.5f * n[1]);
        n[2] = (float)Math.Exp(0.6 * n[2]);
        n[3] = random.Next(2) == 0 ? n[3] - 3 : n[3] + 3;
        if (isPositive)
            for (var i = 4; i < 8; i++)
                n[i] += isFirst ? 2.2f : -2.2f;
        var region = Draws.Index(random, isPositive ? [0.5, 0.3, 0.15, 0.05] : [0.2, 0.3, 0.3, 0.2]);
        return new Row
        {
            N0 = n[0],
            N1 = n[1],
            N2 = n[2],
            N3 = n[3],
            N4 = n[4],
            N5 = n[5],
            N6 = n[6],
            N7 = n[7],
            N8 = n[8],
            N9 = n[9],
            Region = "NESW"[region].ToString(),
            Plan = n[0] > 0.5 ? "gold" : random.Next(3) == 0 ? "free" : "basic",
            IsPositive = isPositive,
        };
    }

    public sealed class Row
    {
        public float N0 { get; set; }

        public float N1 { get; set; }

        public float N2 { get; set; }

        public float N3 { get; set; }

        public float N4 { get; set; }

        public float N5 { get; set; }

        public float N6 { get; set; }

        public float N7 { get; set; }

        public float N8 { get; set; }

        public float N9 { get; set; }

        public string Region { get; set; } = "";

        public string Plan { get; set; } = "";

        public bool IsPositive { get; set; }
    }
}
