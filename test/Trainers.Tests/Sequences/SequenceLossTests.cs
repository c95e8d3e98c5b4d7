using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Sequences;

[TestClass]
public sealed class SequenceLossTests
{
    [TestMethod]
    public void Only_steps_with_a_target_cost_something()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0, 0, 5, -5, 0, 0, 3, 9 }, [2, 2, 2]); // two sequences of two steps, two classes
        var (mean, steps) = SequenceLoss.CrossEntropy(logits, tensor(new long[] { 0, -1, 1, -1 }, [2, 2]))!.Value;
        Assert.AreEqual(2L, steps);
        Assert.AreEqual(Math.Log(2), mean.item<float>(), 1e-6, "each of the two is a coin");
    }

    [TestMethod]
    public void A_batch_without_a_target_has_no_loss()
    {
        using var scope = NewDisposeScope();
        Assert.IsNull(SequenceLoss.CrossEntropy(zeros(2, 2, 3), full(2, 2, -1L, dtype: ScalarType.Int64)));
        Assert.IsNull(SequenceLoss.CrossEntropy(zeros(2, 0, 3), zeros(2, 0, dtype: ScalarType.Int64)));
    }

    [TestMethod]
    public void Right_answers_are_counted_where_there_is_a_target()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 0, 0, 1, 1, 0, 0, 1 }, [2, 2, 2]); // answers 0, 1, 0, 1
        Assert.AreEqual(2L, SequenceLoss.Right(logits, tensor(new long[] { 0, 0, -1, 1 }, [2, 2])));
        Assert.AreEqual(0L, SequenceLoss.Right(logits, full(2, 2, -1L, dtype: ScalarType.Int64)));
    }
}
