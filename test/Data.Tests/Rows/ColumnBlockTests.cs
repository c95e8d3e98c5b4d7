using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class ColumnBlockTests
{
    [TestMethod]
    public void The_first_rows_become_a_tensor_of_the_columns_type_and_shape()
    {
        using var scope = NewDisposeScope();
        var floats = Floats(3);
        Check(floats.Tensors(2, CPU).Single(), BatchMember.Features, ScalarType.Float32, [2, 2], [1, 2, 3, 4]);
        var labels = new ColumnBlock(ScalarInput.Class("Label", "label"), 3);
        labels.Row<long>(0)[0] = 5;
        labels.Row<long>(1)[0] = 1L << 40;
        Check(labels.Tensors(2, CPU).Single(), BatchMember.Targets, ScalarType.Int64, [2], [5, 1L << 40]);
    }

    [TestMethod]
    public void Sequences_have_their_lengths_beside_them_under_a_name_of_their_own()
    {
        using var scope = NewDisposeScope();
        foreach (var (role, member, lengths) in new[] { ("input", BatchMember.Features, BatchMember.Lengths),
            ("label", BatchMember.Targets, BatchMember.TargetLengths) })
        {
            var tensors = Keys(role).Tensors(2, CPU).ToArray();
            Check(tensors[0], member, ScalarType.Int32, [2, 3], [7, 8, 0, 9, 0, 0]);
            Check(tensors[1], lengths, ScalarType.Int64, [2], [2, 1]);
        }
    }

    [TestMethod]
    public void Chosen_rows_come_in_the_order_they_are_chosen_and_as_often()
    {
        using var scope = NewDisposeScope();
        var chosen = new List<(BatchMember, Tensor)>();
        Floats(3).AddTensors(chosen, [2, 0, 2], CPU);
        Check(chosen[0], BatchMember.Features, ScalarType.Float32, [3, 2], [5, 6, 1, 2, 5, 6]);
        chosen.Clear();
        Keys("input").AddTensors(chosen, [1], CPU);
        Check(chosen[0], BatchMember.Features, ScalarType.Int32, [1, 3], [9, 0, 0]);
        Check(chosen[1], BatchMember.Lengths, ScalarType.Int64, [1], [1]);
    }

    [TestMethod]
    public void What_becomes_of_a_block_later_leaves_its_tensors_alone()
    {
        using var scope = NewDisposeScope();
        var block = Floats(2);
        var (first, chosen) = (block.Tensors(2, CPU).Single().Tensor, new List<(BatchMember, Tensor Tensor)>());
        block.AddTensors(chosen, [0, 1], CPU);
        block.Row<float>(0).Clear();
        Assert.AreEqual(1f, first.data<float>()[0]);
        Assert.AreEqual(1f, chosen[0].Tensor.data<float>()[0]);
    }

    [TestMethod]
    public void The_tensors_stand_outside_every_scope()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = Floats(1).Tensors(1, CPU).Single().Tensor;
        Assert.AreEqual(2L, kept.numel());
        kept.Dispose();
    }

    [TestMethod]
    public void A_range_is_widened_by_present_numbers_of_the_first_rows_only()
    {
        var block = Floats(3);
        block.Row<float>(0)[0] = float.NaN;
        Assert.AreEqual((2.0, 4.0), block.Extend((double.PositiveInfinity, double.NegativeInfinity), 2));
        Assert.AreEqual((-9.0, 4.0), block.Extend((-9, 0), 2));
        Assert.AreEqual((2.0, 99.0), block.Extend((3, 99), 2));
        Assert.AreEqual((7.0, 8.0), block.Extend((7, 8), 0), "of no rows it stays");
        Assert.AreEqual((0.0, 9.0), Keys("input").Extend((double.PositiveInfinity, double.NegativeInfinity), 2));
    }

    [TestMethod]
    public void The_hash_of_a_block_is_that_of_its_first_rows_and_their_lengths()
    {
        Assert.AreEqual(Hash(Floats(3), 2), Hash(Floats(5), 2));
        Assert.AreNotEqual(Hash(Floats(3), 2), Hash(Floats(3), 3));
        var (keys, longer) = (Keys("input"), Keys("input"));
        longer.Lengths[1] = 2;
        Assert.AreNotEqual(Hash(keys, 2), Hash(longer, 2), "a key that is missing is not a step that is not there");
        Assert.AreEqual(Hash(keys, 1), Hash(longer, 1));
    }

    [TestMethod]
    public void The_bytes_of_a_row_are_those_of_its_numbers_and_its_length()
    {
        Assert.AreEqual(12L, ColumnBlock.RowBytes(new VectorInput("Features", "feature", 3)));
        Assert.AreEqual(4L, ColumnBlock.RowBytes(ScalarInput.Number("Label", "label")));
        Assert.AreEqual(8L, ColumnBlock.RowBytes(ScalarInput.Class("Label", "label")));
        Assert.AreEqual(12L + 8, ColumnBlock.RowBytes(KeyColumn("input")));
    }

    [TestMethod]
    public void A_block_too_large_for_an_array_is_refused() =>
        Assert.ThrowsExactly<OverflowException>(() => new ColumnBlock(new VectorInput("Features", "feature", 1 << 20), 1 << 12));

    private static SequenceInput KeyColumn(string role) => new("Keys", role, new SequenceShape(9, 1, 3));

    private static ColumnBlock Keys(string role)
    {
        var block = new ColumnBlock(KeyColumn(role), 2);
        block.Row<int>(0)[0] = 7;
        block.Row<int>(0)[1] = 8;
        block.Row<int>(1)[0] = 9;
        (block.Lengths[0], block.Lengths[1]) = (2, 1);
        return block;
    }

    // Rows 1 2, 3 4, ...
    private static ColumnBlock Floats(int rows)
    {
        var block = new ColumnBlock(new VectorInput("Features", "feature", 2), rows);
        for (var i = 0; i < block.Floats.Length; i++)
            block.Floats[i] = i + 1;
        return block;
    }

    private static string Hash(ColumnBlock block, int rows)
    {
        var hash = new ContentHash();
        block.AddTo(hash, rows);
        return hash.ToString();
    }

    private static void Check((BatchMember Member, Tensor Tensor) found, BatchMember member, ScalarType type, long[] shape,
        double[] numbers)
    {
        Assert.AreEqual(member, found.Member);
        Assert.AreEqual(type, found.Tensor.dtype);
        CollectionAssert.AreEqual(shape, found.Tensor.shape);
        CollectionAssert.AreEqual(numbers, found.Tensor.to(ScalarType.Float64).data<double>().ToArray());
    }
}
