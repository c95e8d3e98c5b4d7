using DeepML.Workout;

namespace DeepML.Networks.Tests.History;

[TestClass]
public sealed class HistoryTests
{
    [TestMethod]
    public void A_history_says_how_it_went_in_any_culture()
    {
        var epochs = new[] { new EpochRecord(1, 2.5, 0.1, 10), new EpochRecord(2, 1.25, 0.1, 10) { ValidationLoss = 1.75 } };
        var history =
            new TrainingHistory { Epochs = epochs, StopMessage = "cancelled", Baseline = new Baseline("the mean", "error", 4.5, 1.5) };
        Assert.AreEqual(
            "2 epochs, loss 1.25, validation loss 1.75; cancelled; error 1.5 against 4.5 of the mean",
            GermanNumbers.In(history.ToString));
        Assert.AreEqual("1 epochs, loss 2.5", (history with { Epochs = epochs[..1], StopMessage = null, Baseline = null }).ToString());
        Assert.AreEqual("no finished epoch", new TrainingHistory().ToString());
    }

    [TestMethod]
    public void Layers_and_steps_that_next_to_no_gradient_reaches_are_named_each_beside_its_own_kind()
    {
        var epoch = new EpochRecord(1, 1, 0.1, 10)
        {
            Metrics = new Dictionary<string, double>
            {
                ["accuracy"] = 0,
                ["gradient norm first"] = 9e-4,
                ["gradient norm second"] = 2e-3,
                ["gradient norm last"] = 1,
                ["gradient norm of steps, part 1/2"] = 1e-5,
                ["gradient norm of steps, part 2/2"] = 2e-5,
            },
        };
        var history = new TrainingHistory { Epochs = [epoch] };
        CollectionAssert.AreEqual(new[] { "first" }, history.VanishingGradients().ToArray());
        CollectionAssert.AreEqual(
            new[] { "first", "second", "of steps, part 1/2" }, history.VanishingGradients(0.6).ToArray());
        Assert.IsEmpty(new TrainingHistory().VanishingGradients());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => history.VanishingGradients(1));
    }

    [TestMethod]
    [DataRow(1.0, true)]
    [DataRow(2.0, false)]
    [DataRow(3.0, false)]
    [DataRow(double.NaN, false)]
    public void A_baseline_is_beaten_by_less_only(double network, bool beaten)
    {
        var baseline = new Baseline("repeating", "error", 2, network);
        Assert.AreEqual(beaten, baseline.IsBeaten);
    }

    [TestMethod]
    [DataRow(1.99)]
    [DataRow(2.01)]
    public void A_baseline_without_a_standard_error_is_no_verdict(double network)
    {
        var line = new TrainingHistory { Baseline = new Baseline("repeating", "error", 2, network) }.ToString();
        Assert.AreEqual(FormattableString.Invariant($"no finished epoch; error {network} against 2 of repeating"), line);
    }

    [TestMethod]
    [DataRow(0.90, "better than a linear model")]
    [DataRow(0.83, "no better than a linear model")]
    [DataRow(0.70, "worse than a linear model")]
    public void The_line_of_a_history_judges_only_beyond_the_standard_error(double network, string verdict)
    {
        var comparison = new HeldOutComparison("a linear model", "accuracy", 100, network, 0.04, 0.80, 0.04, 0.03);
        StringAssert.StartsWith(
            new TrainingHistory { Comparisons = [comparison] }.ToString(), $"no finished epoch; {verdict} on 100 held-out rows: accuracy");
    }

    [TestMethod]
    public void Records_are_equal_if_all_their_numbers_are()
    {
        var record = Record();
        Assert.AreEqual(record, Record());
        Assert.AreEqual(record.GetHashCode(), Record().GetHashCode());
        foreach (var other in new[]
        {
            record with { Epoch = 2 }, record with { TrainingLoss = 9 }, record with { LearningRate = 9 },
                record with { RowsPerSecond = 9 },
            record with { ValidationLoss = null }, record with { Metrics = new Dictionary<string, double> { ["a"] = 9 } },
            record with { Metrics = new Dictionary<string, double> { ["b"] = 5 } },
                record with { Metrics = new Dictionary<string, double>() },
        })
            Assert.AreNotEqual(record, other);
        Assert.AreEqual(record with { TrainingLoss = double.NaN }, record with { TrainingLoss = double.NaN });
        static EpochRecord Record() => new(1, 2, 3, 4) { ValidationLoss = 5, Metrics = new Dictionary<string, double> { ["a"] = 5 } };
    }

    [TestMethod]
    public void The_validation_loss_is_watched_where_there_is_one()
    {
        Assert.AreEqual(2, new EpochRecord(1, 2, 3, 4).MonitoredLoss);
        Assert.AreEqual(7, new EpochRecord(1, 2, 3, 4) { ValidationLoss = 7 }.MonitoredLoss);
    }

    [TestMethod]
    public void An_epoch_prints_its_losses_and_its_metrics()
    {
        var record = new EpochRecord(3, 0.41234, 0.001, 1000)
        {
            ValidationLoss = 0.5,
            Metrics = new Dictionary<string,
            double>
            { ["accuracy"] = 0.75, ["validation accuracy"] = 0.7 }
        };
        Assert.AreEqual("epoch 3: loss 0.4123, validation loss 0.5, accuracy 0.75, validation accuracy 0.7", record.ToString());
        Assert.AreEqual("epoch 1: loss 2", new EpochRecord(1, 2, 0.1, 10).ToString());
    }
}
