using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Heads;

/// <summary>Labels that are only the least that they can be, against numbers worked out by hand.</summary>
[TestClass]
public sealed class CensoredRegressionTests
{
    // The second and third label are censored; the answer lies 2 above, 3 above and 1 below.
    private static readonly float[] Labels = [10, 20, 30];
    private static readonly float[] Answers = [12, 23, 29];
    private static readonly float[] Censored = [0, 1, 1];

    public static IEnumerable<object[]> Losses =>
    [
        [new SquaredLoss(), (4.0 + 0 + 1) / 3, new[] { 4.0 / 3, 0, -2.0 / 3 }],
        [new AbsoluteLoss(), (2.0 + 0 + 1) / 3, new[] { 1.0 / 3, 0, -1.0 / 3 }],
        [new HuberLoss { Delta = 1 }, (1.5 + 0 + 0.5) / 3, new[] { 1.0 / 3, 0, -1.0 / 3 }],
        [new QuantileLoss { Quantile = 0.25 }, ((0.75 * 2) + 0 + 0.25) / 3, new[] { 0.25, 0, -0.25 / 3 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Losses))]
    public void A_censored_label_costs_only_where_less_is_predicted(NumberLoss number, double mean, double[] slopes)
    {
        using var scope = NewDisposeScope();
        using var loss = new RegressionLoss(new TrainingOptions(), rule: new NumberRule(number, NumberFunction.Identity));
        using var batch = Batch(Censored);
        var answer = tensor(Answers, [3, 1], requires_grad: true);
        var found = loss.Training(answer, batch);
        found.backward();
        Assert.AreEqual(mean, found.item<float>(), 1e-6);
        Assert.AreEqual(mean, loss.Mean(answer, batch).item<float>(), 1e-6, "of rows held out");
        var gradient = answer.grad!.data<float>().ToArray();
        for (var row = 0; row < slopes.Length; row++)
            Assert.AreEqual(slopes[row], gradient[row], 1e-6, $"row {row}");
    }

    [TestMethod]
    public void A_unit_of_its_own_and_weights_count_as_for_known_labels()
    {
        using var scope = NewDisposeScope();
        using var loss = new RegressionLoss(new TrainingOptions(), centre: 20, spread: 10) { MeanWeight = 2 };
        using var batch = Batch(Censored, 1, 2, 3);
        // errors in the unit learned in: 0.2, 0, 0.1
        var answer = tensor(Answers.Select(a => (a - 20) / 10).ToArray(), [3, 1]);
        Assert.AreEqual(((0.5 * 0.04) + (1.5 * 0.01)) / 3, loss.Mean(answer, batch).item<float>(), 1e-6);
    }

    [TestMethod]
    public void The_metric_measures_censored_rows_from_one_side()
    {
        using var scope = NewDisposeScope();
        using var loss = new RegressionLoss(new TrainingOptions());
        foreach (var (censored, error) in new[] { (Censored, 1.0), ([0, 0, 0], 2.0), ([1, 1, 1], 1 / 3.0) })
        {
            using var batch = Batch(censored);
            var sums = new RowSums();
            loss.Measure(tensor(Answers, [3, 1]), batch, sums);
            Assert.AreEqual(error, sums.MeanMetrics[MetricNames.AbsoluteError], 1e-6);
        }
    }

    private static TensorBatch Batch(float[] censored, params float[] weights)
    {
        (BatchMember, Tensor)[] tensors =
            [(BatchMember.Features, zeros(3, 1)), (BatchMember.Targets, tensor(Labels)), (BatchMember.Censored, tensor(censored))];
        return new TensorBatch(weights.Length == 0 ? tensors : [.. tensors, (BatchMember.Weights, tensor(weights))]);
    }
}
