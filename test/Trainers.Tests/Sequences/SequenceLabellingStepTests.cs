using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

/// <summary>What a network that labels sequences minimizes, and how it is measured.</summary>
[TestClass]
public sealed class SequenceLabellingStepTests
{
    private const int Labels = 3;

    [TestMethod]
    public void Each_sequence_counts_once_by_what_one_of_its_labels_costs()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name.StartsWith("answer.", StringComparison.Ordinal))
                    parameter.zero_();
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        // all answers are alike: of 4² ways of the first sequence three leave [1], and of 4⁴ ways of the other some leave [1, 2]
        var first = Math.Log(16 / 3.0);
        var second = Math.Log(256.0 / Enumerable.Range(0, 256).Count(way =>
        {
            int[] answers = [way % 4, way / 4 % 4, way / 16 % 4, way / 64];
            return answers.Where((a, t) => a != 0 && (t == 0 || answers[t - 1] != a)).SequenceEqual([1, 2]);
        })) / 2;
        Assert.AreEqual((first + second) / 2, sums.MeanLoss, 1e-5);
        Assert.AreEqual(1, sums.MeanMetrics[MetricNames.EditsPerLabel], 1e-9, "none is likeliest by its place: nothing is written");
    }

    [TestMethod]
    public void Training_ends_with_the_labels()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network);
        for (var i = 0; i < 120; i++)
            step.Learn(Batch(), new RowSums());
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        Assert.AreEqual(0, sums.MeanMetrics[MetricNames.EditsPerLabel]);
        Assert.IsLessThan(0.1, sums.MeanLoss);
    }

    [TestMethod]
    public void Sequences_without_labels_are_learned_as_having_none()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using var step = Step(network);
        var nothing = new TensorBatch(
            (BatchMember.Features, ones(1, 4)), (BatchMember.Lengths, tensor(new long[] { 4 })),
            (BatchMember.Targets, zeros(1, 2, int32)), (BatchMember.TargetLengths, tensor(new long[] { 0 })));
        var (first, last) = (new RowSums(), new RowSums());
        step.Evaluate(nothing, first);
        for (var i = 0; i < 20; i++)
            step.Learn(nothing, new RowSums());
        step.Evaluate(nothing, last);
        Assert.IsLessThan(first.MeanLoss, last.MeanLoss);
        Assert.IsFalse(last.MeanMetrics.ContainsKey(MetricNames.EditsPerLabel), "there is nothing to divide by");
    }

    private static TensorBatch Batch() => new(
        (BatchMember.Features, tensor(new[] { 1f, 0, 0, 0, 1, 0, -1, 0 }, [2, 4])), (BatchMember.Lengths, tensor(new long[] { 2, 4 })),
        (BatchMember.Targets, tensor(new[] { 1, 0, 1, 2 }, [2, 2])), (BatchMember.TargetLengths, tensor(new long[] { 1, 2 })));

    private static RecurrentTaggingNetwork Network()
    {
        manual_seed(1);
        return new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(
            new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 8 }, 1), 0), Labels + 1));
    }

    private static SequenceLabellingStep Step(RecurrentTaggingNetwork network) =>
        new(network, new WeightUpdate(network.parameters(), new TrainingOptions { LearningRate = 0.05 }));
}
