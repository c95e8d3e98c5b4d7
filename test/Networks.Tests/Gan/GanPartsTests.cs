using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

[TestClass]
public sealed class GanPartsTests
{
    [TestMethod]
    [DataRow(28, 28, 2, 7, 7)]
    [DataRow(32, 32, 3, 4, 4)]
    [DataRow(8, 8, 1, 4, 4)]
    [DataRow(64, 32, 3, 8, 4)]
    [DataRow(2, 2, 1, 1, 1)]
    [DataRow(7, 8, 0, 7, 8)]
    [DataRow(30, 30, 1, 15, 15)]
    public void A_picture_is_halved_while_both_sides_are_even_and_long_enough(int height, int width, int halvings, int innerHeight,
        int innerWidth)
    {
        var shape = new PictureShape(1, height, width, Filters: 16);
        Assert.AreEqual(halvings, shape.Halvings);
        Assert.AreEqual((innerHeight, innerWidth), shape.Inner);
    }

    [TestMethod]
    public void Filters_double_with_every_halving()
    {
        var shape = new PictureShape(3, 32, 32, Filters: 16);
        CollectionAssert.AreEqual(new[] { 16, 32, 64 }, Enumerable.Range(1, 3).Select(shape.FiltersAt).ToArray());
    }

    [TestMethod]
    public void Noise_is_of_the_distribution_that_is_asked_for_and_comes_from_the_seed()
    {
        using var scope = NewDisposeScope();
        float[] Drawn(LatentDistribution distribution)
        {
            using var chance = new Generator(3);
            var architecture = new GeneratorArchitecture([new(RowBlockKind.Free, 1)], 4, 0, [], false, null, distribution);
            var drawn = Latents.Draw(architecture, 5000, chance);
            CollectionAssert.AreEqual(new long[] { 5000, 4 }, drawn.shape);
            return drawn.data<float>().ToArray();
        }
        foreach (var (distribution, variance, kurtosis) in new[]
        {
            (LatentDistribution.Normal, 1, 3), (LatentDistribution.Uniform, 1 / 3.0, 1.8),
        })
        {
            var numbers = Drawn(distribution);
            Assert.AreEqual(0, numbers.Average(), 0.02, $"{distribution}");
            Assert.AreEqual(variance, numbers.Average(v => v * v), 0.03, $"{distribution}");
            Assert.AreEqual(kurtosis * variance * variance, numbers.Average(v => Math.Pow(v, 4)), 0.15, $"{distribution}");
            CollectionAssert.AreEqual(numbers, Drawn(distribution));
        }
        Assert.IsTrue(Drawn(LatentDistribution.Uniform).All(v => v is >= -1 and < 1));
    }

    [TestMethod]
    public void Each_block_of_a_row_has_its_function()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        RowBlock[] blocks = [new(RowBlockKind.Free, 1), new(RowBlockKind.Bounded, 2), new(RowBlockKind.Choice, 3)];
        var sums = tensor(new float[] { 7, 0, 100, -50, 50, -50 }, [1, 6]);
        CollectionAssert.AreEqual(new float[] { 7, 0, 1, 0, 1, 0 },
            RowFunctions.Apply(sums, blocks, noise, hard: true).data<float>().ToArray());
        var soft = RowFunctions.Apply(sums, blocks, noise).data<float>().ToArray();
        Assert.AreEqual(1f, soft[3..].Sum(), 1e-5f);
    }

    [TestMethod]
    public void Choices_are_drawn_as_often_as_their_sums_say()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        var sums = tensor(new[] { (float)Math.Log(0.6), (float)Math.Log(0.3), (float)Math.Log(0.1) }).expand(20_000, 3);
        var shares = RowFunctions.Apply(sums, [new(RowBlockKind.Choice, 3)], noise, hard: true).mean([0L]).data<float>().ToArray();
        Assert.AreEqual(0.6, shares[0], 0.015);
        Assert.AreEqual(0.3, shares[1], 0.015);
        Assert.AreEqual(0.1, shares[2], 0.01);
    }

    [TestMethod]
    public void Disobedience_is_the_cross_entropy_of_what_was_asked_for()
    {
        using var scope = NewDisposeScope();
        var sums = tensor(new float[] { 9, 0, 0, 9, 0, 0 }, [2, 3]); // numbers 1 and 2 are a choice
        ConditionLink[] links = [new(1, 0, 2)];
        Assert.AreEqual(Math.Log(2) / 2, RowFunctions.Disobedience(sums, tensor(new float[] { 0, 1, 0, 0 }, [2, 2]), links).item<float>(),
            1e-6, "one of two rows asks");
        Assert.AreEqual(0f, RowFunctions.Disobedience(sums, zeros(2, 2), links).item<float>());
        Assert.AreEqual(0f, RowFunctions.Disobedience(sums, ones(2, 2), []).item<float>(), "nothing is linked");
    }

    [TestMethod]
    public void A_probe_tells_classes_apart_that_a_line_parts()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var rows = randn(300, 2);
        var classes = nn.functional.one_hot(rows.select(1, 0).gt(rows.select(1, 1)).to(ScalarType.Int64), 2).to(ScalarType.Float32);
        using var probe = new LinearProbe(rows, classes);
        Assert.IsGreaterThan(0.95, probe.Accuracy(rows, classes));
        Assert.IsLessThan(0.05, probe.Accuracy(rows, classes.flip(1)));
    }

    [TestMethod]
    public void A_probe_of_rows_that_say_nothing_answers_with_the_commonest_class()
    {
        using var scope = NewDisposeScope();
        var classes = nn.functional.one_hot(tensor(new long[] { 1, 1, 0, 1 }), 3).to(ScalarType.Float32);
        using var probe = new LinearProbe(zeros(4, 2), classes);
        Assert.AreEqual(0.75, probe.Accuracy(zeros(4, 2), classes));
    }

    [TestMethod]
    public void Rows_are_packed_side_by_side_and_their_spread_told()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [4, 2]);
        CollectionAssert.AreEqual(new long[] { 2, 4 }, GanNetworks.Pack(rows, 2).shape);
        CollectionAssert.AreEqual(new float[] { 5, 6, 7, 8 }, GanNetworks.Pack(rows, 2)[1].data<float>().ToArray());
        Assert.AreSame(rows, GanNetworks.Pack(rows, 1));
        var spread = GanNetworks.Spread(tensor(new float[] { 1, 5, 3, 5 }, [2, 2])); // deviations 1 and 0
        CollectionAssert.AreEqual(new long[] { 2, 1 }, spread.shape);
        Assert.AreEqual(0.5f, spread[0, 0].item<float>(), 1e-4f);
    }

    [TestMethod]
    public void The_spread_within_a_class_does_not_see_the_other_classes()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new float[] { 1, 5, 100, 7, 3, 5, -9, 7 }, [4, 2]);
        var classes = nn.functional.one_hot(tensor(new long[] { 0, 1, 0, 2 }), 3).to(ScalarType.Float32);
        var spread = GanNetworks.SpreadWithin(rows, classes).data<float>().ToArray();
        Assert.AreEqual(0.5f, spread[0], 1e-4f, "1 and 3 lie 1 off their mean, 5 and 5 lie on it");
        Assert.AreEqual(0.5f, spread[2], 1e-4f);
        Assert.AreEqual(0, spread[1], 2e-4f, "it has no other row");
        Assert.AreEqual(0, spread[3], 2e-4f);
    }
}
