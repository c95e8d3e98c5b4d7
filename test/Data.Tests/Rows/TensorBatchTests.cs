using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class TensorBatchTests
{
    [TestMethod]
    public void Each_tensor_has_its_name_and_one_that_is_not_there_is_named_in_the_error()
    {
        using var batch = Batch(0, 1, 2);
        CollectionAssert.AreEqual(new[] { BatchMember.Features, BatchMember.Lengths, BatchMember.Targets }, batch.Members.ToArray());
        Assert.AreEqual(3, batch.Rows);
        Assert.AreSame(batch[BatchMember.Lengths], batch.Lengths);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => batch.Conditions).Message, "The batch has no Conditions.");
    }

    [TestMethod]
    public void Chosen_and_joined_rows_keep_features_lengths_and_targets_together()
    {
        using var scope = NewDisposeScope();
        using var batch = Batch(0, 1, 2, 3);
        using var chosen = batch.Select(tensor(new long[] { 2, 0 }));
        using var slice = batch.Slice(1, 2);
        using var joined = TensorBatch.Concat([chosen, slice]);
        CollectionAssert.AreEqual(new[] { 2f, 0, 1, 2 }, joined.Features.data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 20, 0, 10, 20 }, joined.Lengths.data<long>().ToArray());
        CollectionAssert.AreEqual(new[] { -2f, 0, -1, -2 }, joined.Targets.data<float>().ToArray());
        Assert.AreEqual(4, joined.Rows);
    }

    [TestMethod]
    public void A_batch_that_is_disposed_leaves_no_tensor_behind()
    {
        var before = LiveTensors.Count();
        using (var batch = Batch(0, 1, 2))
        using (var slice = batch.Slice(0, 2))
        using (var joined = TensorBatch.Concat([batch, slice]))
        using (var alone = TensorBatch.Concat([joined]))
            Assert.AreEqual(5, alone.Rows);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static TensorBatch Batch(params float[] numbers) => new(
        (BatchMember.Features, tensor(numbers)),
        (BatchMember.Lengths, tensor(Array.ConvertAll(numbers, x => (long)x * 10))),
        (BatchMember.Targets, tensor(Array.ConvertAll(numbers, x => -x))));
}
