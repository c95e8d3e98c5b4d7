using static TorchSharp.torch;

namespace DeepML.Data.Tests;

/// <summary>Batches that are made on a thread of their own.</summary>
[TestClass]
public sealed class BatchReaderTests
{
    [TestMethod]
    public void Batches_come_in_order_and_null_at_the_end_again_and_again()
    {
        using var reader = new BatchReader(Enumerable.Range(0, 20).Select(Batch));
        for (var i = 0; i < 20; i++)
        {
            using var batch = reader.Next()!;
            Assert.AreEqual(i, batch.Features.data<float>()[0]);
        }
        Assert.IsNull(reader.Next());
        Assert.IsNull(reader.Next());
    }

    [TestMethod]
    public void What_the_making_throws_comes_behind_the_batches_before_it_and_is_not_forgotten()
    {
        using var reader = new BatchReader(Broken());
        reader.Next()!.Dispose();
        reader.Next()!.Dispose();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => reader.Next());
        Assert.AreEqual("batch 2", error.Message);
        StringAssert.Contains(error.StackTrace, nameof(Broken));
        Assert.ThrowsExactly<InvalidOperationException>(() => reader.Next());
    }

    [TestMethod]
    public void Whoever_leaves_early_leaves_no_thread_and_no_tensor_behind()
    {
        var threads = new List<Thread>();
        var made = new List<Tensor>();
        var closed = false;
        IEnumerable<TensorBatch> Endless()
        {
            try
            {
                threads.Add(Thread.CurrentThread);
                for (var i = 0; ; i++)
                {
                    var batch = Batch(i);
                    made.Add(batch.Features);
                    yield return batch;
                }
            }
            finally
            {
                closed = true;
            }
        }
        using (var reader = new BatchReader(Endless()))
            reader.Next()!.Dispose();
        Assert.IsFalse(threads.Single().IsAlive);
        Assert.IsTrue(closed);
        Assert.IsTrue(made.TrueForAll(tensor => tensor.IsInvalid), "also those that nobody took");
    }

    private static TensorBatch Batch(int number) => new(full(2, (float)number));

    private static IEnumerable<TensorBatch> Broken()
    {
        yield return Batch(0);
        yield return Batch(1);
        throw new InvalidOperationException("batch 2");
    }
}
