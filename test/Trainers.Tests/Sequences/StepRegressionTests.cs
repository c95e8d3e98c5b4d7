using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

/// <summary>What is learned of numbers at every step, and what is not.</summary>
[TestClass]
public sealed class StepRegressionTests
{
    private const float Missing = float.NaN;

    [TestMethod]
    public void The_loss_is_the_mean_over_the_numbers_that_are_there()
    {
        using var scope = NewDisposeScope();
        using var network = Network(answers: [1, -1]);
        using var step = Step(network, new SquaredLoss());
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        // Labels in their own unit: (label - 10) / 2 and label / 4. Row 0: (0.5, there is none), (0, 2); row 1: (1, -1), then the end.
        var errors = new[] { 1 - 0.5, 1.0, -1 - 2, 1 - 1, -1 + 1 };
        Assert.AreEqual(errors.Average(error => error * error), sums.MeanLoss, 1e-6);
        Assert.AreEqual(
            new[] { 0.5 * 2, 1 * 2, 3 * 4, 0, 0 }.Average(), sums.MeanMetrics[MetricNames.AbsoluteError], 1e-6, "in the labels' unit");
    }

    [TestMethod]
    public void A_sequence_counts_as_much_as_its_weight()
    {
        using var scope = NewDisposeScope();
        using var network = Network(answers: [1, -1]);
        using var step = Step(network, new AbsoluteLoss(), meanWeight: 2);
        var sums = new RowSums();
        step.Evaluate(Batch(weights: [3, 1]), sums);
        Assert.AreEqual(3 * (0.5 + 1 + 3) / (3 * 3 + 1 * 2), sums.MeanLoss, 1e-6);
    }

    [TestMethod]
    public void Missing_numbers_give_no_gradient_and_a_batch_of_them_teaches_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = Network(answers: [1, -1]);
        var bias = network.named_parameters().Single(p => p.name == "answer.bias").parameter;
        using var step = Step(network, new SquaredLoss());
        step.Train(Batch(labels: [11, Missing, 10, Missing, Missing, Missing, 12, Missing, 99, 99, 99, 99]), new RowSums());
        var learned = Toy.Values(bias);
        Assert.IsTrue(learned.All(float.IsFinite), string.Join(" ", learned));
        Assert.AreNotEqual(1, learned[0]);
        Assert.AreEqual(-1, learned[1], "no label of the second number was there");
        var sums = new RowSums();
        step.Train(Batch(labels: [.. Enumerable.Repeat(Missing, 12)]), sums);
        step.Evaluate(Batch(labels: [.. Enumerable.Repeat(Missing, 12)]), sums);
        CollectionAssert.AreEqual(learned, Toy.Values(bias));
        Assert.AreEqual((0.0, 2L), (sums.MeanLoss, sums.Rows));
    }

    [TestMethod]
    public void Segments_make_a_step_each_and_the_loss_is_over_all_numbers()
    {
        using var scope = NewDisposeScope();
        var (expected, found) = (new RowSums(), new RowSums());
        foreach (var (sums, segment) in new[] { (expected, 0), (found, 1) })
        {
            using var network = Network(answers: null);
            using var step = Step(network, new SquaredLoss(), segment, rate: 1e-9);
            step.Train(Batch(), sums);
        }
        Assert.AreEqual(expected.MeanLoss, found.MeanLoss, 1e-5);
    }

    private static RecurrentTaggingNetwork Network(float[]? answers)
    {
        manual_seed(1);
        var network = new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(
            new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 1), 0), 2));
        if (answers is null)
            return network;
        using var gradientsOff = no_grad();
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        weights["answer.weight"].zero_();
        weights["answer.bias"].copy_(tensor(answers));
        return network;
    }

    private static StepRegressionStep Step(
        RecurrentTaggingNetwork network, NumberLoss loss, int segment = 0, double rate = 0.1, double meanWeight = 1) => new(
        network,
        new WeightUpdate(network.parameters(), new TrainingOptions { LearningRate = rate, Optimizer = new GradientDescentOptimizer() }),
        segment, new NumberRule(loss, NumberFunction.Identity), [10, 0], [2, 4], CPU, meanWeight);

    // Two numbers per step; row 1 ends after one step, and what stands behind is padding.
    private static TensorBatch Batch(float[]? weights = null, float[]? labels = null)
    {
        labels ??= [11, Missing, 10, 8, 0, 0, 12, -4, 99, 99, 99, 99];
        var members = new List<(BatchMember, Tensor)>
        {
            (BatchMember.Features, tensor(new float[] { 1, -1, 0, 2, 0, 0 }, [2, 3])), (BatchMember.Lengths, tensor(new long[] { 2, 1 })),
            (BatchMember.Targets, tensor(labels, [2, 6])), (BatchMember.TargetLengths, tensor(new long[] { 2, 1 })),
        };
        if (weights is not null)
            members.Add((BatchMember.Weights, tensor(weights)));
        return new TensorBatch([.. members]);
    }
}
