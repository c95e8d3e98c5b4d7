using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Labels that are only the least that a number can be, in recurrent networks.</summary>
[TestClass]
public sealed class CensoredLabelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_that_ended_early_do_not_draw_the_answer_down()
    {
        var rows = Rows();
        using var knowing = Fit(rows, new RecurrentNetworkOptions { CensoredColumnName = "IsCensored" });
        using var ignorant = Fit(rows, new RecurrentNetworkOptions());
        // of sequences that begin with 1, one in four is known to be 8, and the others are only known to be at least 2
        Assert.AreEqual(8, Score(knowing, 1), 0.6);
        Assert.AreEqual(3.5, Score(ignorant, 1), 0.6, "the mean of 8 and three times 2");
        Assert.AreEqual(4, Score(knowing, -1), 0.6, "known labels are learned as ever");
    }

    [TestMethod]
    public void The_history_measures_them_from_one_side()
    {
        var rows = Rows();
        using var model = Fit(rows, new RecurrentNetworkOptions { CensoredColumnName = "IsCensored" }, rows);
        var baseline = model.TrainingHistory.Baseline!;
        var mean = rows.Average(row => row.Label);
        Assert.AreEqual(
            rows.Average(row => row.IsCensored ? Math.Max(0, row.Label - mean) : Math.Abs(row.Label - mean)), baseline.Value, 1e-4);
        var scores = model.Transform(View(rows)).GetColumn<float>("Score").ToArray();
        Assert.AreEqual(rows.Zip(scores, (row, score) =>
            row.IsCensored ? Math.Max(0, row.Label - score) : Math.Abs(row.Label - score)).Average(), baseline.NetworkValue, 1e-4);
        Assert.IsEmpty(model.TrainingHistory.Comparisons, "linear models and trees know no censored labels");
    }

    [TestMethod]
    public void Options_that_cannot_be_meant_are_refused()
    {
        Says(() => _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions { CensoredColumnName = "" }),
            "CensoredColumnName is \"\"; it must be a name, or null for labels that are all known");
        Says(() => _ml.Regression.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions { CensoredColumnName = "C", Loss = new PoissonLoss() }),
            "CensoredColumnName is \"C\"; it must be null with PoissonLoss, whose counts are known");
        Says(() => _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions { CensoredColumnName = "C" }),
            "CensoredColumnName is \"C\"; it must be null where no single number is predicted");

        static void Says(Action made, string message) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(made).Message, message);
    }

    [TestMethod]
    public void Columns_that_say_nothing_are_refused()
    {
        var rows = Rows();
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => Fit(rows, new RecurrentNetworkOptions { CensoredColumnName = "Label" })).Message,
            "Schema mismatch for censoring column 'Label': expected Boolean, got Single");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => Fit(rows, new RecurrentNetworkOptions { CensoredColumnName = "Absent" })).Message,
            "Could not find censoring column 'Absent'");
        foreach (var row in rows)
            row.IsCensored = true;
        Assert.AreEqual(
            "Censored column 'IsCensored' is true in every training row; at least one label must be known.",
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Fit(rows, new RecurrentNetworkOptions { CensoredColumnName = "IsCensored" })).Message);
    }

    private RecurrentNetworkTransformer Fit(Row[] rows, RecurrentNetworkOptions options, Row[]? validation = null)
    {
        var estimator = _ml.Regression.Trainers.RecurrentNetwork(options with
        {
            Encoder = new GruEncoder { HiddenSize = 6 },
            Training = new TrainingOptions { Epochs = 60, BatchSize = 20, LearningRate = 0.02, ValidationFraction = 0 },
        });
        return validation is null ? estimator.Fit(View(rows)) : estimator.Fit(View(rows), View(validation));
    }

    private float Score(RecurrentNetworkTransformer model, float first) =>
        model.Transform(View([new Row { Features = [first, 0, 0] }])).GetColumn<float>("Score").Single();

    private IDataView View(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static Row[] Rows() => [.. Enumerable.Range(0, 80).Select(i => i % 2 == 0
        ? new Row { Features = [-1, 0, 0], Label = 4 }
        : new Row { Features = [1, 0, 0], Label = i % 8 == 1 ? 8 : 2, IsCensored = i % 8 != 1 })];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public bool IsCensored { get; set; }
    }
}
