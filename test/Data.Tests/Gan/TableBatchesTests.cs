using static TorchSharp.torch;

namespace DeepML.Data.Tests.Tables;

/// <summary>Rows of a table in batches: drawn by their categories, or passed as they are.</summary>
[TestClass]
public sealed class TableBatchesTests
{
    private static readonly TableColumn Colour = Category("Colour", 2, 2);
    private static readonly TableColumn Label = Category("Label", 3, 1);

    // Four rows of colour and label.
    private static readonly float[] Rows = [0, 0, 1, 0, 0, 0, 1, 1];

    [TestMethod]
    public void Every_row_comes_once_where_they_are_taken_as_they_are()
    {
        using var batches = Create(GanSampling.AsInData);
        Assert.AreEqual(4, batches.RowCount);
        var seen = new List<float>();
        foreach (var batch in batches.Epoch(3, shuffleSeed: null))
            using (batch)
            {
                Assert.AreEqual(seen.Count == 0 ? 3 : 1, batch.Rows);
                CollectionAssert.AreEqual(new long[] { batch.Rows, 4 }, batch.Features.shape);
                using var colours = batch.Features.select(1, 1);
                seen.AddRange(colours.data<float>().ToArray());
            }
        CollectionAssert.AreEqual(new float[] { 0, 1, 0, 1 }, seen);
    }

    [TestMethod]
    public void A_rare_class_is_shown_as_often_as_the_others_where_even_shares_are_asked_for()
    {
        using var even = Create(GanSampling.Even, label: true);
        using var plain = Create(GanSampling.AsInData, label: true);
        Assert.AreEqual(0.5, ShareOfSecondClass(even), 0.06);
        Assert.AreEqual(0.25, ShareOfSecondClass(plain), 1e-6);
    }

    [TestMethod]
    public void A_condition_is_the_category_of_the_row_that_was_drawn_for_it()
    {
        using var batches = Create(GanSampling.LogFrequency);
        for (var seed = 0; seed < 20; seed++)
            foreach (var batch in batches.Epoch(4, seed))
                using (batch)
                {
                    using var scope = NewDisposeScope();
                    CollectionAssert.AreEqual(new long[] { 4, 4 }, batch.Conditions.shape);
                    var (conditions, rows) = (batch.Conditions, batch.Features);
                    Assert.AreEqual(
                        0, (conditions.narrow(1, 2, 2) - rows.narrow(1, 2, 2)).abs().max().Double(), "the label is told of every row");
                    var colour = conditions.narrow(1, 0, 2);
                    var told = colour.sum(1).data<float>().ToArray();
                    Assert.IsTrue(told.All(sum => sum is 0 or 1), "the colour is told where it is asked for");
                    Assert.AreEqual(0, ((colour - rows.narrow(1, 0, 2)) * colour).abs().max().Double(), "and then it is the row's");
                }
    }

    [TestMethod]
    public void The_same_seed_draws_the_same_rows_and_an_epoch_can_be_taken_up_in_the_middle()
    {
        using var batches = Create(GanSampling.Even);
        var whole = Features(batches.Epoch(1, 7)).ToArray();
        CollectionAssert.AreEqual(whole, Features(batches.Epoch(1, 7)).ToArray());
        CollectionAssert.AreEqual(whole[2..], Features(batches.Epoch(1, 7, firstBatch: 2)).ToArray());
        var others = Enumerable.Range(8, 10).Select(seed => string.Join(';', Features(batches.Epoch(1, seed))));
        Assert.IsGreaterThan(1, others.Distinct().Count());
    }

    [TestMethod]
    public void A_class_whose_rows_are_all_held_out_is_not_waited_for()
    {
        var codec = new TableCodec([Colour, Category("Label", 5, 5)], TableCondition.Label, bounded: true, hasLabel: true);
        using var batches = new TableBatches(codec, [0, 0, 1, 0, 0, 0], GanSampling.Even, CPU);
        foreach (var batch in batches.Epoch(3, 1))
            using (batch)
                Assert.AreEqual(0, batch.Conditions.select(1, 1).sum().Double());
    }

    [TestMethod]
    public void Without_conditions_there_is_an_empty_one()
    {
        var codec = new TableCodec([Colour, Label], TableCondition.None, bounded: true, hasLabel: false);
        using var batches = new TableBatches(codec, Rows, GanSampling.LogFrequency, CPU);
        foreach (var batch in batches.Epoch(4, null))
            using (batch)
                CollectionAssert.AreEqual(new long[] { 4, 0 }, batch.Conditions.shape);
        Assert.AreEqual((0.0, 1.0), batches.Range(BatchMember.Features));
    }

    [TestMethod]
    public void Rows_for_measuring_are_one_batch_that_can_be_read_again_and_again()
    {
        using var batches = Create(GanSampling.AsInData);
        using var some = batches.Reference(3, seed: 2);
        Assert.AreEqual(3, some.RowCount);
        using var all = batches.Reference(100, seed: 2);
        Assert.AreEqual(4, all.RowCount, "there are no more");
        var first = Features(all.Epoch(1, null)).ToArray();
        Assert.HasCount(1, first);
        CollectionAssert.AreEqual(first, Features(all.Epoch(1, 5)).ToArray());
        Assert.AreEqual((0.0, 1.0), all.Range(BatchMember.Features));
    }

    [TestMethod]
    public void Other_rows_have_another_identity()
    {
        using var batches = Create(GanSampling.AsInData);
        using var same = Create(GanSampling.Even);
        var codec = new TableCodec([Colour, Label], TableCondition.AnyCategory, bounded: true, hasLabel: true);
        using var others = new TableBatches(codec, [.. Rows[..^1], 0], GanSampling.AsInData, CPU);
        Assert.AreEqual(batches.Identify(), same.Identify());
        Assert.AreNotEqual(batches.Identify(), others.Identify());
    }

    private static TableBatches Create(GanSampling sampling, bool label = false) => new(
        new TableCodec([Colour, Label], label ? TableCondition.Label : TableCondition.AnyCategory, bounded: true, hasLabel: true),
        Rows, sampling, CPU);

    private static double ShareOfSecondClass(TableBatches batches)
    {
        var (second, all) = (0.0, 0);
        for (var seed = 0; seed < 250; seed++)
            foreach (var batch in batches.Epoch(4, seed))
                using (batch)
                {
                    using var labels = batch.Conditions.select(1, 1);
                    (second, all) = (second + labels.data<float>().ToArray().Sum(), all + batch.Rows);
                }
        return second / all;
    }

    private static IEnumerable<string> Features(IEnumerable<TensorBatch> epoch)
    {
        foreach (var batch in epoch)
            using (batch)
                yield return string.Join(' ', batch.Features.data<float>().ToArray());
    }

    private static TableColumn Category(string name, params long[] counts) => new(name, TableColumnKind.Category, "String", 0, [])
    {
        Values = [.. counts.Select((_, i) => $"{name}{i}")],
        Counts = counts,
    };
}
