namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class ConditionDrawsTests
{
    private static readonly TableColumn Colour = Category("Colour", 60, 30, 10);

    private static readonly TableColumn Shape = Category("Shape", 1, 1);

    private static readonly TableColumn Label = Category("Label", 99, 1);

    [TestMethod]
    public void Shares_run_up_to_1()
    {
        CollectionAssert.AreEqual(new[] { 0.6, 0.9, 1 },
            ConditionDraws.RunningShares([60, 30, 10]).Select(s => Math.Round(s, 12)).ToArray());
        CollectionAssert.AreEqual(new[] { 0.5, 0.5, 1 }, ConditionDraws.RunningShares([7, 0, 1], GanSampling.Even),
            "what never occurs has no share");
        var logs = ConditionDraws.RunningShares([7, 0, 1], GanSampling.LogFrequency); // log 8 : log 1 : log 2 = 3 : 0 : 1
        CollectionAssert.AreEqual(new[] { 0.75, 0.75, 1 }, logs.Select(s => Math.Round(s, 12)).ToArray());
        CollectionAssert.AreEqual(new[] { 1.0 }, ConditionDraws.RunningShares([5]));
    }

    [TestMethod]
    public void Places_are_drawn_by_their_shares()
    {
        var random = new Random(1);
        var shares = ConditionDraws.RunningShares([60, 0, 30, 10]);
        var counts = new int[4];
        for (var i = 0; i < 10_000; i++)
            counts[ConditionDraws.Draw(shares, random)]++;
        Assert.AreEqual(6000, counts[0], 200);
        Assert.AreEqual(0, counts[1]);
        Assert.AreEqual(3000, counts[2], 200);
        Assert.AreEqual(1000, counts[3], 150);
    }

    [TestMethod]
    [DataRow(0.0, 1)]
    [DataRow(0.5, 2)]
    [DataRow(0.49, 1)]
    [DataRow(0.999, 2)]
    public void A_draw_on_a_border_belongs_to_the_place_behind_it(double drawn, int place) =>
        Assert.AreEqual(place, ConditionDraws.Draw([0, 0.5, 1], new Fixed(drawn)));

    [TestMethod]
    public void A_sum_that_rounding_left_below_1_still_has_a_place() =>
        Assert.AreEqual(1, ConditionDraws.Draw([0.5, 0.9999], new Fixed(0.99999)));

    [TestMethod]
    public void The_label_is_asked_for_every_second_time_and_the_others_share_the_rest()
    {
        var draws =
            new ConditionDraws(new TableCodec([Colour, Label, Shape], TableCondition.AnyCategory, true, hasLabel: false), GanSampling.Even);
        var withLabel =
            new ConditionDraws(new TableCodec([Colour, Shape, Label], TableCondition.AnyCategory, true, hasLabel: true), GanSampling.Even);
        var (even, half) = (Counts(draws), Counts(withLabel));
        foreach (var count in even)
            Assert.AreEqual(1000, count, 100);
        Assert.AreEqual(1500, half[2], 120, "the label");
        Assert.AreEqual(750, half[0], 100);
        Assert.AreEqual(750, half[1], 100);
    }

    [TestMethod]
    public void A_label_alone_is_always_asked_for()
    {
        var draws = new ConditionDraws(new TableCodec([Label], TableCondition.Label, true, hasLabel: true), GanSampling.AsInData);
        var random = new Random(1);
        Assert.IsTrue(Enumerable.Range(0, 100).All(_ => draws.NextColumn(random) == 0));
        Assert.AreEqual(990, Enumerable.Range(0, 1000).Count(_ => draws.Next(random).Place == 0), 10);
    }

    private static int[] Counts(ConditionDraws draws)
    {
        var (counts, random) = (new int[3], new Random(2));
        for (var i = 0; i < 3000; i++)
            counts[draws.Next(random).Condition]++;
        return counts;
    }

    private static TableColumn Category(string name, params long[] counts) =>
        new(name, TableColumnKind.Category, "String", 0, []) { Values = [.. counts.Select((_, i) => $"{name}{i}")], Counts = counts };

    private sealed class Fixed(double drawn) : Random
    {
        public override double NextDouble() => drawn;
    }
}
