using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Autoencoders;

[TestClass]
public sealed class CodeIndexTests
{
    [TestMethod]
    public void The_nearest_rows_come_first_with_their_distances()
    {
        var nearest = Index([0, 0], [3, 4], [1, 0], [-6, 8]).Nearest([0, 0], 3);
        CollectionAssert.AreEqual(new[] { (0, 0f), (2, 1f), (1, 5f) }, nearest.ToArray());
    }

    [TestMethod]
    public void Rows_as_far_as_each_other_come_in_their_order_and_no_more_than_there_are()
    {
        var nearest = Index([1, 0], [-1, 0], [0, 1]).Nearest([0, 0], 10);
        CollectionAssert.AreEqual(new[] { (0, 1f), (1, 1f), (2, 1f) }, nearest.ToArray());
        Assert.IsEmpty(Index().Nearest([0, 0], 1));
    }

    [TestMethod]
    public void The_nearest_rows_vote_and_the_nearest_decides_between_equals()
    {
        var index = Index([1, 0], [2, 0], [3, 0], [4, 0], [100, 0]);
        string[] labels = ["a", "b", "b", "a", "c"];
        Assert.AreEqual(("b", 2.0 / 3), index.Vote([0, 0], labels, 3));
        Assert.AreEqual(("a", 0.5), index.Vote([0, 0], labels, 4));
        Assert.AreEqual(("c", 1.0), index.Vote([99, 0], labels, 1));
        Assert.AreEqual((null, 0.0), Index().Vote([0, 0], []));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => index.Vote([0, 0], ["a"])).Message, "There are 1 labels for 5 codes");
    }

    [TestMethod]
    public void A_row_without_a_code_is_near_to_nothing()
    {
        var index = Index([9, 9], [float.NaN, 0], [1, 1]);
        CollectionAssert.AreEqual(new[] { 2, 0 }, index.Nearest([0, 0], 3).Select(n => n.Row).ToArray());
        Assert.IsEmpty(index.Nearest([float.NaN, 0], 3));
    }

    [TestMethod]
    public void Codes_far_apart_have_a_distance_too()
    {
        Assert.AreEqual(float.PositiveInfinity,
            Index([float.MaxValue, -float.MaxValue]).Nearest([-float.MaxValue, float.MaxValue], 1)[0].Distance);
        Assert.AreEqual(float.MaxValue, Index([float.MaxValue, 0]).Nearest([0, 0], 1)[0].Distance);
    }

    [TestMethod]
    public void Nothing_and_no_rows_are_refused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => Index().Nearest(null!, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Index().Nearest([0, 0], 0));
    }

    [TestMethod]
    public void Rows_are_mapped_block_by_block_in_their_order()
    {
        var sizes = new List<long>();
        var rows = Enumerable.Range(0, 1025).Select(i => new float[] { i, 1 }).ToArray();
        var answers = RowArrays.Map(rows, 2, 1, CPU, batch =>
        {
            sizes.Add(batch.size(0));
            return batch.sum(1);
        }, "rows");
        CollectionAssert.AreEqual(new long[] { 512, 512, 1 }, sizes);
        CollectionAssert.AreEqual(Enumerable.Range(1, 1025).Select(i => (float)i).ToArray(), answers.Select(a => a[0]).ToArray());
        Assert.IsEmpty(RowArrays.Map([], 2, 1, CPU, batch => batch, "rows"));
    }

    [TestMethod]
    public void Mapping_rows_learns_nothing_and_leaves_nothing_behind()
    {
        using var weight = ones(2, requires_grad: true);
        var before = LiveTensors.Count();
        _ = RowArrays.Map([[1, 2]], 2, 2, CPU, batch =>
        {
            var made = batch * weight;
            Assert.IsFalse(made.requires_grad);
            return made;
        }, "rows");
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void A_row_of_another_length_is_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => RowArrays.Map([[1, 2], [1]], 2, 1, CPU, batch => batch, "rows"));
        StringAssert.Contains(error.Message, "Row 1 (counted from 0) holds 1 numbers; 2 are needed.");
        Assert.AreEqual("rows", error.ParamName);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => RowArrays.Map([null!], 2, 1, CPU, batch => batch, "rows")).Message,
                "Row 0 (counted from 0) holds no numbers");
        Assert.AreEqual("rows",
            Assert.ThrowsExactly<ArgumentNullException>(() => RowArrays.Map(null!, 2, 1, CPU, batch => batch, "rows")).ParamName);
    }

    // Encoding leaves a row as it is.
    private static CodeIndex Index(params float[][] codes) => new(codes, rows => [.. rows]);
}
