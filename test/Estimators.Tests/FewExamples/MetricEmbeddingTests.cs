using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.FewExamples;

/// <summary>Vectors by which rows of one class lie near each other.</summary>
[TestClass]
public sealed class MetricEmbeddingTests
{
    private static readonly MetricEmbeddingOptions Longer = new()
    {
        Body = new DenseBody { HiddenSizes = [32], EmbeddingSize = 8 },
        BatchesPerEpoch = 40,
        Training = new TrainingOptions { Epochs = 10, LearningRate = 5e-3, ValidationFraction = 0.25, Seed = 1 },
    };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Losses =>
    [
        [new TripletLoss()], [new TripletLoss { Mining = TripletMining.All }], [new ContrastiveLoss()],
    ];

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void Rows_of_classes_that_were_never_learned_lie_nearer_each_other_than_by_their_numbers(MetricLoss loss)
    {
        using var model = _ml.Transforms.MetricEmbedding("Vector", "Features", "Kind", Longer with { Loss = loss }).Fit(Rings(40, 1, 0, 6));
        Assert.AreEqual(8, model.EmbeddingSize);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.IsTrue(baseline.IsBeaten, baseline.ToString());
        Assert.IsTrue(model.TrainingHistory.Epochs[^1].Metrics.ContainsKey("validation nearest alike"));
        var scored = model.Transform(Rings(40, 2, 6, 9));
        var (vectors, numbers, kinds) = (
            scored.GetColumn<float[]>("Vector").ToArray(), scored.GetColumn<float[]>("Features").ToArray(),
            scored.GetColumn<string>("Kind").ToArray());
        Assert.IsTrue(vectors.All(vector => Math.Abs(vector.Sum(x => x * x) - 1) < 1e-4), "of length 1");
        var (learned, raw) = (ShareAlike(vectors, kinds), ShareAlike(numbers, kinds));
        Assert.IsGreaterThan(raw + 0.15, learned, $"{learned} against {raw} of the numbers as they are");
    }

    [TestMethod]
    public void Vectors_may_be_of_any_length_and_the_column_may_be_replaced()
    {
        using var model = _ml.Transforms.MetricEmbedding("Features", null, "Kind", Longer with
        {
            UnitLength = false,
            ClassesPerBatch = 2,
            Training = new TrainingOptions { Epochs = 1, Seed = 1 },
        }).Fit(Rings(6, 1, 0, 3));
        var vectors = model.Transform(Rings(6, 1, 0, 3)).GetColumn<float[]>("Features").ToArray();
        Assert.AreEqual(8, vectors[0].Length);
        Assert.IsTrue(vectors.Any(vector => Math.Abs(vector.Sum(x => x * x) - 1) > 0.05));
    }

    [TestMethod]
    public void Too_few_classes_or_rows_and_options_out_of_range_are_named()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => _ml.Transforms.MetricEmbedding("Vector", "Features", "Kind").Fit(Rings(3, 1, 0, 5))).Message,
            "0 classes of label column 'Kind' have 4 training rows or more (RowsPerClass)");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MetricEmbedding(
                "Vector", "Features", "Kind", new MetricEmbeddingOptions { ClassesPerBatch = 7 }).Fit(Rings(5, 1, 0, 5))).Message,
            "ClassesPerBatch is 7; it must be in [2, 5]");
        var message = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MetricEmbedding(
            "Vector", "Features", "Kind", new MetricEmbeddingOptions
            {
                Body = new DenseBody { HiddenSizes = [0] },
                Loss = new TripletLoss { Margin = 0, Mining = (TripletMining)5 },
                ClassesPerBatch = 1,
                RowsPerClass = 1,
                BatchesPerEpoch = 0,
                Training = new TrainingOptions { BatchSize = 9, LabelNoise = 0.5 },
            })).Message;
        foreach (var fault in new[]
        {
            "Body.HiddenSizes[0] is 0", "Loss.Margin is 0", "Loss.Mining is 5", "ClassesPerBatch is 1", "RowsPerClass is 1",
            "BatchesPerEpoch is 0", "Training.BatchSize is 9", "Training.LabelNoise is 0.5",
        })
            StringAssert.Contains(message, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MetricEmbedding(
                "Vector", "Features", "Kind", new MetricEmbeddingOptions { Loss = new ContrastiveLoss { Margin = -1 } })).Message,
            "Loss.Margin is -1");
    }

    private static double ShareAlike(float[][] rows, string[] kinds) => Enumerable.Range(0, rows.Length).Average(i =>
    {
        var nearest = Enumerable.Range(0, rows.Length).Where(j => j != i)
            .MinBy(j => rows[i].Zip(rows[j], (a, b) => (a - b) * (a - b)).Sum());
        return kinds[nearest] == kinds[i] ? 1.0 : 0;
    });

    private IDataView Rings(int each, int seed, int from, int to) => _ml.Data.LoadFromEnumerable(RingRow.Draw(each, seed, from, to));
}
