using static TorchSharp.torch;

namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class TableCodecTests
{
    private static readonly TableColumn Number = new("Number", TableColumnKind.Number, "Single", 0, [])
    {
        Mixture = new GaussianMixture([0.5, 0.5], [0, 10], [1, 1]),
        HasMissing = true,
        Minimum = -3,
        Maximum = 12,
    };

    private static readonly TableColumn Colour = new("Colour", TableColumnKind.Category, "String", 0, [])
    {
        Values = ["red", "blue"],
        Counts = [6, 2, 1],
        RareValues = ["pink", "grey"],
        RareCounts = [1, 0],
    };

    private static readonly TableColumn Label = new("Label", TableColumnKind.Category, "Boolean", 0, [])
    {
        Values = ["False", "True"],
        Counts = [8, 1]
    };

    [TestMethod]
    public void Rows_come_back_from_the_form_that_networks_see()
    {
        using var scope = NewDisposeScope();
        var codec = new TableCodec([Number, Colour, Label], TableCondition.AnyCategory, bounded: true, hasLabel: true);
        CollectionAssert.AreEqual(
            new[] { (TableBlock.Free, 1), (TableBlock.Choice, 3), (TableBlock.Choice, 3), (TableBlock.Choice, 2) }, codec.Blocks);
        var compact = tensor(new[] { 0.25f, 1, 2, 0, -0.5f, 2, 0, 1 }, [2, 4]); // place, mode, colour, label
        var rows = codec.Expand(compact);
        CollectionAssert.AreEqual(
            new[] { 0.25f, 0, 1, 0, 0, 0, 1, 1, 0, -0.5f, 0, 0, 1, 1, 0, 0, 0, 1 }, rows.data<float>().ToArray());
        CollectionAssert.AreEqual(compact.data<float>().ToArray(), codec.Shrink(rows).data<float>().ToArray());
    }

    [TestMethod]
    public void Conditions_are_linked_to_the_choices_that_answer_them()
    {
        var codec = new TableCodec([Number, Colour, Label], TableCondition.AnyCategory, bounded: true, hasLabel: true);
        CollectionAssert.AreEqual(new[] { (4, 0, 3), (7, 3, 2) }, codec.Links);
        Assert.AreEqual(5, codec.ConditionSize);
        Assert.AreEqual(1, codec.LabelCondition);
        var alone = new TableCodec([Number, Colour], TableCondition.AnyCategory, bounded: true, hasLabel: false);
        Assert.AreEqual(-1, alone.LabelCondition);
    }

    [TestMethod]
    public void A_label_that_is_only_a_condition_is_not_generated()
    {
        using var scope = NewDisposeScope();
        var vector = new TableColumn("Features", TableColumnKind.Vector, "Single", 0, [2]) { Offsets = [0, 0], Scales = [1, 1] };
        var codec = new TableCodec([vector, Label], TableCondition.Label, bounded: false, hasLabel: true);
        CollectionAssert.AreEqual(new[] { (TableBlock.Free, 2) }, codec.Blocks);
        Assert.AreEqual(0, codec.Links.Length);
        Assert.AreEqual(0, codec.LabelCondition);
        CollectionAssert.AreEqual(new long[] { 1, 2 }, codec.Expand(tensor(new[] { 0.5f, -1, 1 }, [1, 3])).shape);
    }

    [TestMethod]
    public void Batches_tell_the_label_always_and_another_category_about_every_second_time()
    {
        using var scope = NewDisposeScope();
        var codec = new TableCodec([Number, Colour, Label], TableCondition.AnyCategory, bounded: true, hasLabel: true);
        var random = new Random(1);
        var compact = Enumerable.Range(0, 300)
            .SelectMany(i => new float[] { 0, random.Next(3), random.Next(3), i % 20 == 0 ? 1 : 0 }).ToArray();
        foreach (var sampling in Enum.GetValues<GanSampling>())
        {
            using var batches = new TableBatches(codec, compact, sampling, CPU);
            var (labels, colours, rare, rows) = (0.0, 0.0, 0.0, 0L);
            foreach (var batch in batches.Epoch(64, shuffleSeed: 1))
            {
                using var owned = batch;
                labels += batch.Conditions.narrow(1, 3, 2).sum().item<float>();
                colours += batch.Conditions.narrow(1, 0, 3).sum().item<float>();
                rare += batch.Conditions.select(1, 4).sum().item<float>();
                rows += batch.Rows;
                Assert.AreEqual(0f, (batch.Conditions.narrow(1, 3, 2) - batch.Features.narrow(1, 7, 2)).abs().sum().item<float>(),
                    "the label told is the row's");
                Assert.AreEqual(0f, (batch.Conditions.narrow(1, 0, 3) * (1 - batch.Features.narrow(1, 4, 3))).sum().item<float>(),
                    "the colour told is the row's");
            }
            Assert.AreEqual(300, rows);
            Assert.AreEqual(300, labels);
            Assert.AreEqual(150, colours, 45);
            Assert.AreEqual(sampling == GanSampling.AsInData, rare == 15, $"{sampling}: {rare} of 300 rows have the rare label");
            Assert.IsTrue(sampling == GanSampling.AsInData || rare > 30);
        }
    }

    [TestMethod]
    public void An_epoch_taken_up_in_its_middle_goes_on_with_the_same_rows()
    {
        using var scope = NewDisposeScope();
        var codec = new TableCodec([Number, Colour, Label], TableCondition.AnyCategory, bounded: true, hasLabel: true);
        var compact = Enumerable.Range(0, 50).SelectMany(i => new float[] { i, i % 3, i % 3, i % 2 }).ToArray();
        using var batches = new TableBatches(codec, compact, GanSampling.LogFrequency, CPU);
        var whole = batches.Epoch(16, 7).Select(Read).ToArray();
        CollectionAssert.AreEqual(whole[2], batches.Epoch(16, 7, firstBatch: 2).Select(Read).First());
        CollectionAssert.AreNotEqual(whole[0], batches.Epoch(16, 8).Select(Read).First());

        static float[] Read(TensorBatch batch)
        {
            using (batch)
                return [.. batch.Features.data<float>().ToArray(), .. batch.Conditions.data<float>().ToArray()];
        }
    }
}
