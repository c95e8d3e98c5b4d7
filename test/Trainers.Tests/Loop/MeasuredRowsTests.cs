using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Loop;

/// <summary>How many rows pass through a network at a time when it is measured.</summary>
[TestClass]
public sealed class MeasuredRowsTests
{
    [TestMethod]
    public void Convolutions_are_measured_on_as_many_rows_at_a_time_as_they_learn_from()
    {
        using var convolution = nn.Conv2d(1, 1, 3);
        CollectionAssert.AreEqual(new[] { 40, 40, 40, 40, 40, 40, 40, 20 }, Measured(convolution, batchSize: 40));
        using var dense = nn.Linear(2, 1);
        CollectionAssert.AreEqual(new[] { 256, 44 }, Measured(dense, batchSize: 40));
        CollectionAssert.AreEqual(new[] { 300 }, Measured(dense, batchSize: 400));
    }

    [TestMethod]
    public void A_network_that_needs_less_memory_when_it_is_measured_is_measured_on_more()
    {
        using var convolution = nn.Conv2d(1, 1, 3);
        CollectionAssert.AreEqual(new[] { 120, 120, 60 }, Measured(convolution, batchSize: 40, forOneTrained: 3));
        CollectionAssert.AreEqual(new[] { 256, 44 }, Measured(convolution, batchSize: 100, forOneTrained: 3), "many are enough");
        CollectionAssert.AreEqual(new[] { 299, 1 }, Measured(convolution, batchSize: 299, forOneTrained: 3));
    }

    [TestMethod]
    public void What_is_measured_of_rows_together_is_not_cut()
    {
        using var convolution = nn.Conv2d(1, 1, 3);
        CollectionAssert.AreEqual(new[] { 256, 44 }, Measured(convolution, batchSize: 40, apart: false));
    }

    private static int[] Measured(nn.Module network, int batchSize, bool apart = true, int forOneTrained = 1)
    {
        using var rows = Toy.Source(300, seed: 1);
        using var step = new Counting(network, apart, forOneTrained);
        TrainingLoop.Evaluate(step, rows, new TrainingOptions { BatchSize = batchSize });
        return [.. step.Seen];
    }

    private sealed class Counting(nn.Module network, bool apart, int forOneTrained) : TrainingStep
    {
        public List<int> Seen { get; } = [];

        public override nn.Module Network => network;

        public override object Identity => "";

        public override IReadOnlyList<WeightUpdate> Updates => [];

        public override bool MeasuresRowsApart => apart;

        public override int MeasuredForOneTrained => forOneTrained;

        public override void Train(TensorBatch batch, RowSums sums) => throw new NotSupportedException();

        public override void Evaluate(TensorBatch batch, RowSums sums) => Seen.Add(batch.Rows);
    }
}
