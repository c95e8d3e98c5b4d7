using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.DeepBelief;

[TestClass]
public sealed class DeepBeliefLearningTests
{
    private static DeepBeliefPredictionOptions Trained(string label, double learningRate = 0.01) => new()
    {
        LabelColumnName = label,
        Layers = [new() { HiddenSize = 16 }, new() { HiddenSize = 8 }],
        Pretraining = RbmOptions.DefaultTraining with { Epochs = 20, BatchSize = 16 },
        Training = new TrainingOptions { Epochs = 60, BatchSize = 16, LearningRate = learningRate },
    };

    private static Row[] Rows(int count, Func<int, bool> isLabelled)
    {
        var ml = new MLContext(1);
        return [.. ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml, count), reuseRowObject: false)
            .Select((row, i) => new Row
            {
                Features = row.Features,
                Class = isLabelled(i) ? uint.Parse(row.Name[^1..]) : uint.MaxValue,
                Number = isLabelled(i) ? row.Number : float.NaN,
            })];
    }

    [TestMethod]
    public void A_few_labels_among_many_rows_are_enough_to_beat_the_most_frequent_class()
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Rows(150, i => i < 15));
        var test = ml.Data.LoadFromEnumerable(Rows(60, _ => true));
        using var model = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Trained("Class")).Fit(train);
        Assert.IsGreaterThan(0.9, ml.MulticlassClassification.Evaluate(model.Transform(test), "Class").MicroAccuracy);
        Assert.HasCount(2, model.PretrainingHistories);
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten);
    }

    [TestMethod]
    public void Rows_without_a_label_take_part_in_the_pretraining_and_only_there()
    {
        var ml = new MLContext(seed: 1);
        var rows = Rows(90, i => i < 30);
        var options = Trained("Class");
        using var all = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(options).Fit(ml.Data.LoadFromEnumerable(rows));
        using var few = new MLContext(seed: 1).MulticlassClassification.Trainers.DeepBeliefNetwork(options)
            .Fit(ml.Data.LoadFromEnumerable(rows[..30]));
        Assert.AreNotEqual(few.PretrainingHistories[0].Epochs[^1].TrainingLoss, all.PretrainingHistories[0].Epochs[^1].TrainingLoss);
        Assert.IsTrue(all.TrainingHistory.Epochs.All(e => double.IsFinite(e.TrainingLoss)), "a missing label would be no class");
    }

    [TestMethod]
    public void Rows_that_are_all_alike_do_not_make_rectifiers_answer_with_rounding_errors()
    {
        var ml = new MLContext(seed: 1);
        float[] features = [0.3f, 0.7f, 0.1f, 0.123f, 0.2f, 0.9f, 0.5f, 0.6f];
        var alike = Enumerable.Range(0, 61).Select(i => new Row { Features = features, Number = i % 2 }).ToArray();
        var options = Trained("Number") with { HiddenActivation = Activation.ReLU, Training = new TrainingOptions { Epochs = 2 } };
        using var model = ml.Regression.Trainers.DeepBeliefNetwork(options).Fit(ml.Data.LoadFromEnumerable(alike));
        Row[] near = [new() { Features = [.. features[..3], 0.124f, .. features[4..]] }];
        var scored = model.Transform(ml.Data.LoadFromEnumerable(near));
        Assert.IsLessThan(10f, MathF.Abs(scored.GetColumn<float>(scored.Schema["Score"]).Single()));
    }

    [TestMethod]
    public void Streamed_rows_without_labels_are_left_out_of_the_fine_tuning_too()
    {
        var ml = new MLContext(seed: 1);
        const int rows = 30000; // of 9 numbers: more than 1 MiB
        var data = ml.Data.LoadFromEnumerable(Rows(rows, i => i % 2 == 0));
        using var model = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Trained("Class") with
        {
            Pretraining = RbmOptions.DefaultTraining with { Epochs = 1, BatchSize = 512 },
            Training = new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 512,
                LearningRate = 0.02,
                MemoryBudget = 1 << 20,
                ValidationFraction = 0.1
            },
        }).Fit(data);
        Assert.IsTrue(model.TrainingHistory.Epochs.All(
            e => double.IsFinite(e.TrainingLoss) && e.ValidationLoss is { } loss && double.IsFinite(loss)));
    }

    [TestMethod]
    public void Numbers_may_be_missing_as_well()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Regression.Trainers.DeepBeliefNetwork(Trained("Number"))
            .Fit(ml.Data.LoadFromEnumerable(Rows(120, i => i % 2 == 0)));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
    }

    [TestMethod]
    public void Labels_that_cannot_be_learned_from_are_named()
    {
        var ml = new MLContext(seed: 1);
        var none = Assert.ThrowsExactly<InvalidOperationException>(() =>
            ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Trained("Class")).Fit(ml.Data.LoadFromEnumerable(Rows(30, _ => false))));
        StringAssert.Contains(none.Message, "No row has a label in column 'Class'");
        var one = Assert.ThrowsExactly<InvalidOperationException>(() =>
            ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Trained("Class"))
                .Fit(ml.Data.LoadFromEnumerable(Rows(30, i => i % 3 == 0))));
        StringAssert.Contains(one.Message, "the same class");
    }

    [TestMethod]
    public void Values_outside_the_unit_interval_are_refused_for_bits()
    {
        var ml = new MLContext(seed: 1);
        var rows = Rows(30, _ => true);
        rows[3].Features[1] = 4;
        var options = Trained("Class") with { VisibleUnits = VisibleUnits.Bernoulli };
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => ml.MulticlassClassification.Trainers.DeepBeliefNetwork(options).Fit(ml.Data.LoadFromEnumerable(rows)));
        StringAssert.Contains(error.Message, "choose VisibleUnits.Gaussian");
    }

    [TestMethod]
    public void A_warm_start_goes_on_without_pretraining()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows(60, _ => true));
        var estimator = ml.MulticlassClassification.Trainers.DeepBeliefNetwork(Trained("Class"));
        using var first = estimator.Fit(data);
        using var second = estimator.Fit(data, first);
        Assert.IsEmpty(second.PretrainingHistories);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss, second.TrainingHistory.Epochs[0].TrainingLoss);
    }

    [TestMethod]
    public void Drawn_rows_look_like_the_rows_learned()
    {
        var ml = new MLContext(seed: 1);
        var bits = Rows(150, _ => true);
        foreach (var row in bits)
            row.Features = Array.ConvertAll(row.Features, x => x > 0.5f ? 1f : 0);
        var data = ml.Data.LoadFromEnumerable(bits);
        using var model = ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 16 }, new() { HiddenSize = 12, Persistent = true, GibbsSteps = 3 }],
            Training = RbmOptions.DefaultTraining with { Epochs = 80, BatchSize = 16, LearningRate = 0.1 },
        }).Fit(data);
        var drawn = model.Sample(200, 200, means: true, seed: 1);
        var rows = data.GetColumn<float[]>("Features").ToArray();
        // Distance to the nearest row learned, against that of rows drawn column by column.
        var random = new Random(1);
        var independent = Enumerable.Range(0, 200)
            .Select(_ => Enumerable.Range(0, Blobs.Width).Select(i => rows[random.Next(rows.Length)][i]).ToArray());
        Assert.IsLessThan(0.6 * independent.Average(Nearest), drawn.Average(Nearest));
        CollectionAssert.AreEqual(new[] { 16, 12 }, model.HiddenSizes.ToArray());
        Assert.HasCount(150, model.Reconstruct(data).GetColumn<float[]>("Features").ToArray());

        double Nearest(float[] v) => rows.Min(row => Math.Sqrt(row.Zip(v, (a, b) => Math.Pow(a - b, 2)).Sum()));
    }

    private sealed class Row
    {
        [VectorType(Blobs.Width)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Class { get; set; }

        public float Number { get; set; }
    }
}
