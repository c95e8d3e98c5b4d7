using DeepML.Workout;

namespace DeepML.Networks.Tests.History;

/// <summary>Curves of learning rates, names of metrics and records of epochs, as users and files read them.</summary>
[TestClass]
public sealed class HistoryWordsTests
{
    [TestMethod]
    public void A_curve_of_rates_says_what_it_suggests_and_from_what()
    {
        var curve = new LearningRateCurve([1e-5, 1e-4, 1e-3, 1e-2], [4, 3, 1, 9]);
        Assert.AreEqual(1e-3, curve.LowestAt);
        Assert.AreEqual(1e-4, curve.Suggestion, 1e-18);
        const string Words = "learning rate 0.0001: a tenth of 0.001, where the loss was lowest over 4 batches at rates from 1E-05 to 0.01";
        Assert.AreEqual(Words, $"{curve}");
        Assert.AreEqual(Words, GermanNumbers.In(() => $"{curve}"));
    }

    [TestMethod]
    public void The_first_of_two_equally_low_rates_counts() =>
        Assert.AreEqual(1, new LearningRateCurve([1, 2, 3], [2, 2, 2]).LowestAt);

    [TestMethod]
    public void Metrics_of_layers_parts_and_validation_have_names_that_can_be_told_apart()
    {
        Assert.AreEqual("gradient norm layers.linear1", MetricNames.GradientNorm("layers.linear1"));
        Assert.AreEqual("gradient norm of steps, part 2/4", MetricNames.StepGradientNorm(2, 4));
        Assert.AreEqual("validation accuracy", MetricNames.Validation(MetricNames.Accuracy));
        Assert.AreEqual(
            MetricNames.StepGradientNorm(1000, 2000), GermanNumbers.In(() => MetricNames.StepGradientNorm(1000, 2000)));
    }

    [TestMethod]
    public void Records_with_metrics_in_another_order_are_the_same_and_with_another_value_are_not()
    {
        var one = new EpochRecord(1, 0.5, 0.1, 100) { Metrics = new Dictionary<string, double> { ["a"] = 1, ["b"] = double.NaN } };
        var other = one with { Metrics = new Dictionary<string, double> { ["b"] = double.NaN, ["a"] = 1 } };
        Assert.AreEqual(one, other);
        Assert.AreEqual(one.GetHashCode(), other.GetHashCode());
        Assert.AreNotEqual(one, one with { Metrics = new Dictionary<string, double> { ["a"] = 1, ["c"] = double.NaN } });
        Assert.AreNotEqual(one, one with { Metrics = new Dictionary<string, double> { ["a"] = 1 } });
        Assert.AreNotEqual(one, one with { ValidationLoss = 0.5 });
        Assert.IsFalse(one.Equals(null));
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    [DataRow(-0.5)]
    [DataRow(double.NaN)]
    public void A_share_that_is_none_names_no_vanishing_gradients(double share) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TrainingHistory().VanishingGradients(share));

    [TestMethod]
    public void Only_the_last_epoch_tells_which_gradients_vanish()
    {
        EpochRecord At(int epoch, double first) => new(epoch, 1, 0.1, 1)
        {
            Metrics = new Dictionary<string, double>
            {
                [MetricNames.GradientNorm("first")] = first,
                [MetricNames.GradientNorm("last")] = 1,
                [MetricNames.Accuracy] = 1e-9, // no gradient
            },
        };
        CollectionAssert.AreEqual(
            new[] { "first" }, new TrainingHistory { Epochs = [At(1, 1), At(2, 1e-4)] }.VanishingGradients().ToArray());
        Assert.IsEmpty(new TrainingHistory { Epochs = [At(1, 1e-4), At(2, 1)] }.VanishingGradients());
    }
}
