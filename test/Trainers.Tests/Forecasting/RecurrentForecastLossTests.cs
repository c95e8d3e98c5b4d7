using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Forecasting;

/// <summary>The loss of forecasts over members and steps, with and without values that were never measured.</summary>
[TestClass]
public sealed class RecurrentForecastLossTests
{
    private const float None = float.NaN;

    [TestMethod]
    public void Members_and_steps_are_averaged()
    {
        using var scope = NewDisposeScope();
        // two members, two steps; wanted are 1 and 4
        Assert.AreEqual((0 + 4 + 1 + 9) / 4f, Loss(masked: false, [1, 2, 2, 1], [1, 4]));
        Assert.AreEqual((0 + 4 + 1 + 9) / 4f, Loss(masked: true, [1, 2, 2, 1], [1, 4]), "the same where all was measured");
    }

    [TestMethod]
    public void A_value_that_was_not_measured_costs_nothing_and_counts_nothing()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual((0 + 1) / 2f, Loss(masked: true, [1, 2, 2, 1], [1, None]), "one step of two members");
        Assert.AreEqual(0f, Loss(masked: true, [1, 2, 2, 1], [None, None]), "nothing by nothing is nothing");
        Assert.IsTrue(float.IsNaN(Loss(masked: false, [1, 2, 2, 1], [1, None])), "where no mask was asked for a hole shows");
    }

    [TestMethod]
    public void No_slope_comes_from_what_was_not_measured()
    {
        using var scope = NewDisposeScope();
        var answer = tensor(new float[] { 1, 2, 2, 1 }, [1, 2, 2, 1]).requires_grad_();
        new RecurrentForecastLoss(new PointForecast(), 0.95, masked: true)
            .Mean(answer, new TensorBatch(zeros(1, 1), tensor(new[] { 5, None }, [1, 2]))).backward();
        CollectionAssert.AreEqual(new float[] { -4, 0, -3, 0 }, Toy.Values(answer.grad!), "2 · (1 - 5) of two, and 2 · (2 - 5) of two");
    }

    [TestMethod]
    public void Quantiles_are_those_of_the_level()
    {
        using var scope = NewDisposeScope();
        var answer = tensor(new float[] { 0, 0, 0 }, [1, 1, 1, 3]);
        var batch = new TensorBatch(zeros(1, 1), ones(1, 1));
        // 1 above the median, the lower and the upper quantile: a half, a tenth and nine tenths of it
        Assert.AreEqual(0.5 + 0.1 + 0.9, Of(0.8), 1e-6);
        var below = new TensorBatch(zeros(1, 1), -ones(1, 1));
        Assert.AreEqual(0.5 + 0.75 + 0.25, Of(0.5, below), 1e-6, "1 below them");

        float Of(double level, TensorBatch? other = null) =>
            new RecurrentForecastLoss(new QuantileForecast(), level, masked: false).Mean(answer, other ?? batch).item<float>();
    }

    [TestMethod]
    public void A_loss_is_known_by_all_that_it_depends_on()
    {
        var losses = new[]
        {
            new RecurrentForecastLoss(new PointForecast(), 0.9, false), new(new GaussianForecast(), 0.9, false),
            new(new PointForecast(), 0.8, false), new(new PointForecast(), 0.9, true), new(new StudentTForecast(), 0.9, false),
            new(new StudentTForecast { DegreesOfFreedom = 3 }, 0.9, false),
        };
        CollectionAssert.AllItemsAreUnique(losses.Select(loss => loss.Identity).ToArray());
        Assert.AreEqual(losses[0].Identity, new RecurrentForecastLoss(new PointForecast(), 0.9, false).Identity);
    }

    private static float Loss(bool masked, float[] answers, float[] targets) =>
        new RecurrentForecastLoss(new PointForecast(), 0.95, masked).Mean(
            tensor(answers, [1, 2, 2, 1]), new TensorBatch(zeros(1, 1), tensor(targets, [1, 2]))).item<float>();
}
