using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Fitting.Repeating;

[TestClass]
public sealed class FoldsTests
{
    [TestMethod]
    public void Every_row_is_in_one_part_and_parts_are_of_equal_size_with_all_classes_in_each()
    {
        long[] classes = [.. Enumerable.Range(0, 53).Select(i => i % 10 == 0 ? 2L : i % 3 == 0 ? 1L : 0L)];
        using var rows = Rows(tensor(classes));
        var folds = Folds.Of(rows, 5, seed: 3);
        CollectionAssert.AreEquivalent(new[] { 10, 10, 11, 11, 11 }, folds.GroupBy(fold => fold).Select(part => part.Count()).ToArray());
        foreach (var label in classes.Distinct())
        {
            var shares = Enumerable.Range(0, 5).Select(fold => classes.Where((c, i) => c == label && folds[i] == fold).Count()).ToArray();
            Assert.IsLessThanOrEqualTo(2, shares.Max() - shares.Min(), $"class {label}: {string.Join(", ", shares)}");
        }
        CollectionAssert.AreEquivalent(
            Enumerable.Range(0, 53).ToArray(),
            Folds.Places(folds, 1, others: false).Concat(Folds.Places(folds, 1, others: true)).ToArray());
        CollectionAssert.AreEqual(folds, Folds.Of(rows, 5, seed: 3));
        CollectionAssert.AreNotEqual(folds, Folds.Of(rows, 5, seed: 4));
    }

    [TestMethod]
    public void Small_and_large_numbers_are_in_every_part()
    {
        float[] labels = [.. Enumerable.Range(0, 40).Select(i => (float)((i * 17) % 40))];
        using var rows = Rows(tensor(labels));
        var folds = Folds.Of(rows, 4, seed: 1);
        for (var fold = 0; fold < 4; fold++)
        {
            var own = labels.Where((_, i) => folds[i] == fold).ToArray();
            for (var quarter = 0; quarter < 10; quarter++)
                Assert.AreEqual(1, own.Count(label => (int)label / 4 == quarter), "one of every four that follow each other");
        }
    }

    [TestMethod]
    public void Every_part_has_rows_that_count_where_there_are_enough_of_them()
    {
        const int count = 200, fold = 5, counting = 10;
        var weights = new float[count];
        foreach (var row in Enumerable.Range(0, counting))
            weights[row * 19] = 1;
        var labels = Enumerable.Range(0, count).Select(i => (float)(i % 2)).ToArray();
        using var rows = new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, zeros(count, 1)), (BatchMember.Targets, tensor(labels)), (BatchMember.Weights, tensor(weights))));
        Assert.AreEqual(counting, Folds.Counting(rows));
        for (var seed = 1; seed <= 5; seed++)
        {
            var folds = Folds.Of(rows, fold, seed);
            for (var part = 0; part < fold; part++)
                Assert.AreEqual(2, Folds.Places(folds, part, others: false).Count(row => weights[row] > 0));
        }
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => RepeatedSplits.Check(rows, 11, "Repeats"));
        StringAssert.Contains(error.Message, "Repeats is 11, and 10 rows have a weight above 0");
        StringAssert.Contains(error.Message, "Set it to at most 10");
    }

    [TestMethod]
    public void Rows_that_are_picked_are_those_of_their_places_and_the_source_stays()
    {
        using var rows = Rows(tensor(new float[] { 10, 11, 12, 13 }));
        using (var picked = rows.Pick([1, 3]))
        {
            Assert.AreEqual(2, picked.RowCount);
            using var batch = picked.Epoch(4, shuffleSeed: null).Single();
            CollectionAssert.AreEqual(new float[] { 11, 13 }, batch.Targets.data<float>().ToArray());
            CollectionAssert.AreEqual(new float[] { 1, 3 }, batch.Features.data<float>().ToArray());
        }
        Assert.AreEqual(13, rows.Range(BatchMember.Targets).Maximum);
    }

    private static InMemoryBatches Rows(TorchSharp.torch.Tensor targets) =>
        new(arange(targets.size(0), dtype: ScalarType.Float32).unsqueeze(1), targets);
}
