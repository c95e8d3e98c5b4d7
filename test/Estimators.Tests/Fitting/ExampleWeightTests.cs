using DeepML.Estimators.Tests.Contracts;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>A row of weight 2 is two rows, one of weight 0 is none.</summary>
[TestClass]
public sealed class ExampleWeightTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Trainers => Trainer.All.Append(["Perceptron", "Binary"]);

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void A_row_of_weight_two_counts_as_two_rows_and_one_of_weight_zero_as_none(string family, string task)
    {
        var weighted = Weighted(30);
        var repeated = Plain(weighted.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight)));
        using var one = Fit(family, task, View(weighted));
        using var other = Fit(family, task, View(repeated));
        AreClose(Scores(one, View(weighted)), Scores(other, View(weighted)), 2e-3);
        var (a, b) = (one.TrainingHistory, other.TrainingHistory);
        for (var i = 0; i < a.Epochs.Count; i++)
        {
            AreClose([a.Epochs[i].TrainingLoss, a.Epochs[i].ValidationLoss!.Value],
                [b.Epochs[i].TrainingLoss, b.Epochs[i].ValidationLoss!.Value], 1e-3);
            foreach (var (name, value) in a.Epochs[i].Metrics)
                AreClose([value], [b.Epochs[i].Metrics[name]], 1e-3);
        }
        AreClose([a.Baseline!.Value, a.Baseline.NetworkValue], [b.Baseline!.Value, b.Baseline.NetworkValue], 1e-3);
        using var alike = Fit(family, task, View(Plain(weighted)));
        Assert.AreNotEqual(a.Epochs[^1].TrainingLoss, alike.TrainingHistory.Epochs[^1].TrainingLoss, "weights have changed nothing");
    }

    [TestMethod]
    public void What_counts_is_what_one_weight_is_of_another()
    {
        var rows = Weighted(30);
        using var one = Fit("MultilayerPerceptron", "Multiclass", View(rows));
        foreach (var row in rows)
            row.Weight *= 1000;
        using var other = Fit("MultilayerPerceptron", "Multiclass", View(rows));
        AreClose(Scores(one, View(rows)), Scores(other, View(rows)), 1e-4);
    }

    [TestMethod]
    public void Class_weights_count_beside_the_weights_of_rows()
    {
        var weighted = Weighted(30);
        using var one = Fit(weighted);
        using var other = Fit(Plain(weighted.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight))));
        AreClose(Scores(one, View(weighted)), Scores(other, View(weighted)), 1e-3);

        MultilayerPerceptronTransformer Fit(IReadOnlyList<Blobs.Row> rows) =>
            new MLContext(seed: 1).MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions
            {
                ExampleWeightColumnName = "Weight",
                HiddenSizes = [6],
                Training = new TrainingOptions { Epochs = 5, BatchSize = 200, LearningRate = 0.01, ClassWeights = [1, 5, 0.5] },
            }).Fit(View(rows));
    }

    [TestMethod]
    public void Weights_hold_in_batches_of_a_single_row()
    {
        // The same features with either answer: only weights can decide.
        var rows = Plain(Weighted(2));
        (rows[0].IsFirst, rows[0].Weight, rows[1].IsFirst, rows[1].Weight, rows[1].Features) = (true, 1, false, 9, rows[0].Features);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "IsFirst",
            ExampleWeightColumnName = "Weight",
            HiddenSizes = [],
            Training = new TrainingOptions { Epochs = 300, BatchSize = 1, LearningRate = 0.02, Optimizer = new GradientDescentOptimizer() },
        }).Fit(View(rows));
        var probability = model.Transform(View(rows)).GetColumn<float>("Probability").First();
        Assert.AreEqual(0.1, probability, 0.03, "one vote in ten");
    }

    [TestMethod]
    public void A_sequence_of_weight_two_is_learned_to_be_tagged_as_two()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 12).Select(_ => RecurrentSequences.Sequences.Row.Draw(random))
            .Select((row, i) => new Tagged { Keys = row.Keys, Next = row.Next, Weight = i % 3 }).ToArray();
        using var one = Fit(rows);
        var repeated = rows.SelectMany(row =>
            Enumerable.Repeat(new Tagged { Keys = row.Keys, Next = row.Next, Weight = 1 }, (int)row.Weight)).ToArray();
        using var other = Fit(repeated);
        for (var i = 0; i < 3; i++)
            AreClose([one.TrainingHistory.Epochs[i].TrainingLoss], [other.TrainingHistory.Epochs[i].TrainingLoss], 1e-3);

        SequenceTaggerTransformer Fit(Tagged[] tagged) =>
            new MLContext(seed: 1).Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
            {
                ExampleWeightColumnName = "Weight",
                Encoder = new LstmEncoder { HiddenSize = 6 },
                MaximumLength = 20,
                Training = new TrainingOptions { Epochs = 3, BatchSize = 100, LearningRate = 0.01 },
            }).Fit(_ml.Data.LoadFromEnumerable(tagged));
    }

    [TestMethod]
    [DataRow(30, 1L << 30)]
    [DataRow(40_000, 1L << 20)]
    public void A_weight_that_means_nothing_is_refused_with_column_and_row(int count, long budget)
    {
        Says(row => row.Weight = -1, "Weight column 'Weight' is -1 in row 3 (counted from 0); a row counts 0 or more.");
        Says(row => row.Weight = float.NaN, "Column 'Weight' is NaN in row 3 (counted from 0).");
        Says(row => row.Weight = float.PositiveInfinity, "Column 'Weight' is \u221E in row 3 (counted from 0).");

        void Says(Action<Blobs.Row> change, string message)
        {
            var rows = Plain(Weighted(count));
            change(rows[3]);
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => Refused(View(rows), "Weight", budget))
                    .Message.Replace("Infinity", "\u221E"), message);
        }
    }

    [TestMethod]
    public void Weights_that_are_all_zero_or_no_floats_are_refused()
    {
        var rows = Plain(Weighted(9));
        foreach (var row in rows)
            row.Weight = 0;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Refused(View(rows), "Weight")).Message,
            "Weight column 'Weight' is 0 in every training row; at least one must count.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Refused(View(rows), "Name")).Message,
            "Schema mismatch for weight column 'Name': expected Single, got String. "
                + "ml.Transforms.Conversion.ConvertType(\"Name\", outputKind: DataKind.Single) makes it so.");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Refused(View(rows), "Absent")).Message,
                "Could not find weight column 'Absent': there are ");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Refused(View(rows), "")).Message,
                "ExampleWeightColumnName is \"\"; it must be a name, or null");
    }

    [TestMethod]
    public void A_loss_of_the_users_own_that_knows_no_weights_refuses_them()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Regression.Trainers.TorchModule(
            (features, answers) => new TwoLayers(new TwoLayers.Sizes(features, 3, answers)),
            new TorchModulePredictionOptions { ExampleWeightColumnName = "Weight", Loss = new AbsoluteLoss() }));
        StringAssert.Contains(error.Message, "ExampleWeightColumnName is \"Weight\"; it must be null with a loss of your own");
    }

    private void Refused(IDataView data, string column, long budget = 1L << 30) =>
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions
        {
            ExampleWeightColumnName = column,
            HiddenSizes = [3],
            Training = new TrainingOptions { Epochs = 1, MemoryBudget = budget },
        }).Fit(data).Dispose();

    private PredictionTransformer Fit(string family, string task, IDataView data)
    {
        var trainer = Trainer.Create(new MLContext(seed: 1), family, task, epochs: 3, weights: "Weight", batchSize: 200);
        return (PredictionTransformer)((dynamic)trainer).Fit(data, data);
    }

    private static Blobs.Row[] Weighted(int count)
    {
        var random = new Random(5);
        var rows = Plain(
            new MLContext(seed: 1).Data.CreateEnumerable<Blobs.Row>(Blobs.Create(new MLContext(seed: 1), count), reuseRowObject: false));
        foreach (var row in rows)
            row.Weight = random.Next(row.IsFirst ? 4 : row.Name == "class 1" ? 3 : 2); // alike in sum, a perceptron's classes would tie
        rows[0].Weight = 3;
        return rows;
    }

    private static Blobs.Row[] Plain(IEnumerable<Blobs.Row> rows) =>
        [.. rows.Select(row => new Blobs.Row { Features = row.Features, Name = row.Name, IsFirst = row.IsFirst, Number = row.Number })];

    private IDataView View(IReadOnlyList<Blobs.Row> rows)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        var names = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 3).Select(i => new Blobs.Row { Features = new float[Blobs.Width], Name = $"class {i}" }));
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(names).Transform(data);
    }

    private static double[] Scores(PredictionTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return scored.Schema["Score"].Type is VectorDataViewType
            ? [.. scored.GetColumn<float[]>("Score").SelectMany(s => s).Select(s => (double)s)]
            : [.. scored.GetColumn<float>("Score").Select(s => (double)s)];
    }

    private static void AreClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"number {i}");
    }

    private sealed class Tagged
    {
        [KeyType(3)]
        public uint[] Keys { get; set; } = [];

        [KeyType(3)]
        public uint[] Next { get; set; } = [];

        public float Weight { get; set; } = 1;
    }
}
