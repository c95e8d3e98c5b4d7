using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Search;

[TestClass]
public sealed class LearningRateFinderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rates_rise_by_the_same_factor_and_a_tenth_of_the_best_is_suggested()
    {
        var options = new LearningRateFinderOptions { LowestRate = 1e-5, HighestRate = 0.1, Steps = 60, Training = Brief };
        var curve = LearningRateFinder.Run(Blobs.WithKeys(_ml), Perceptron, options);
        Assert.AreEqual(1e-5, curve.Rates[0], 1e-9);
        var factor = curve.Rates[1] / curve.Rates[0];
        Assert.AreEqual(Math.Pow(1e4, 1.0 / 60), factor, 1e-6);
        for (var i = 1; i < curve.Rates.Count; i++)
            Assert.IsTrue(Math.Abs((curve.Rates[i] / curve.Rates[i - 1]) - factor) < 1e-6 || curve.Rates[i] >= 0.1 * 0.999, $"step {i}");
        Assert.HasCount(curve.Rates.Count, curve.Losses);
        var mean = 0.0;
        for (var i = 0; i < curve.Losses.Count; i++)
        {
            mean = (0.9 * mean) + (0.1 * curve.Losses[i]);
            Assert.AreEqual(mean / (1 - Math.Pow(0.9, i + 1)), curve.Smoothed[i], 1e-9);
        }
        var lowest = Enumerable.Range(0, curve.Smoothed.Count).MinBy(i => curve.Smoothed[i]);
        Assert.AreEqual(curve.Rates[lowest], curve.LowestAt);
        Assert.AreEqual(curve.LowestAt / 10, curve.Suggestion, 1e-12);
        Assert.IsGreaterThan(1e-4, curve.LowestAt, "nothing is learned at the lowest rates");
        StringAssert.Contains(curve.ToString(), "where the loss was lowest over");
    }

    [TestMethod]
    public void The_first_loss_is_that_of_fresh_weights_and_the_same_seed_gives_the_same_curve()
    {
        var options = new LearningRateFinderOptions { Steps = 20, Training = Brief };
        var first = LearningRateFinder.Run(Blobs.WithKeys(_ml), Perceptron, options);
        var again = LearningRateFinder.Run(Blobs.WithKeys(_ml), Perceptron, options);
        CollectionAssert.AreEqual(first.Losses.ToArray(), again.Losses.ToArray());
        Assert.IsTrue(first.Losses[0] is > 0.5 and < 3, $"{first.Losses[0]}, about the logarithm of the classes");
    }

    [TestMethod]
    public void Rates_past_all_bounds_end_the_curve_and_are_no_error()
    {
        var curve = LearningRateFinder.Run(
            Blobs.WithKeys(_ml), Perceptron, new LearningRateFinderOptions
            {
                HighestRate = 1e12,
                Steps = 100,
                Training = Brief with { Optimizer = new GradientDescentOptimizer() },
            });
        Assert.IsLessThan(1e12, curve.Rates[^1]);
        Assert.IsTrue(curve.Losses.All(double.IsFinite));
    }

    [TestMethod]
    public void Chains_and_networks_without_labels_are_searched_alike()
    {
        var chain = LearningRateFinder.Run(
            Blobs.Create(_ml), training => _ml.Transforms.NormalizeMeanVariance("Features").Append(
                _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = training })),
            new LearningRateFinderOptions { Steps = 40, Training = Brief });
        Assert.IsGreaterThan(20, chain.Rates.Count);
    }

    [TestMethod]
    public void What_is_asked_wrongly_is_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => LearningRateFinder.Run(
            Blobs.WithKeys(_ml), Perceptron,
            new LearningRateFinderOptions { LowestRate = 0, HighestRate = -1, Steps = 5, Training = null! }));
        foreach (var part in new[] { "LowestRate is 0", "HighestRate is -1", "Steps is 5; it must be in [20, 100000]", "Training is null" })
            StringAssert.Contains(error.Message, part);
        var other = Assert.ThrowsExactly<ArgumentException>(
            () => LearningRateFinder.Run(Blobs.WithKeys(_ml), _ => Perceptron(Brief with { Epochs = 1 })));
        StringAssert.Contains(other.Message, "hand them to the estimator as its Training");
        Assert.ThrowsExactly<InvalidOperationException>(
            () => LearningRateFinder.Run(_ml.Data.SkipRows(Blobs.WithKeys(_ml), 100_000), Perceptron));
    }

    private static TrainingOptions Brief => new() { BatchSize = 16, Seed = 1 };

    private IEstimator<ITransformer> Perceptron(TrainingOptions training) =>
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [8], Training = training });
}
