namespace DeepML.Transforms.Tests.Gan;

[TestClass]
public sealed class GanAmountTests
{
    private static readonly long[] Counts = [100, 40, 0, 7];

    private static readonly string[] Names = ["a", "b", "c", "d"];

    [TestMethod]
    public void As_many_rows_can_be_made_of_every_class() =>
        CollectionAssert.AreEqual(new long[] { 5, 5, 5, 5 }, GanAmount.PerClass(5).Plan(Counts, Names));

    [TestMethod]
    public void A_factor_makes_what_is_missing_to_it()
    {
        CollectionAssert.AreEqual(new long[] { 50, 20, 0, 4 }, GanAmount.Factor(1.5).Plan(Counts, Names), "3.5 is rounded to 4");
        CollectionAssert.AreEqual(new long[] { 0, 0, 0, 0 }, GanAmount.Factor(1).Plan(Counts, Names));
    }

    [TestMethod]
    public void A_factor_of_the_smaller_classes_ends_at_the_largest()
    {
        CollectionAssert.AreEqual(new long[] { 0, 60, 0, 14 }, GanAmount.FactorOfSmaller(3).Plan(Counts, Names));
        CollectionAssert.AreEqual(new long[] { 0, 40, 0, 7 }, GanAmount.FactorOfSmaller(2).Plan(Counts, Names));
    }

    [TestMethod]
    public void Balance_fills_every_class_up_to_a_share_of_the_largest()
    {
        CollectionAssert.AreEqual(new long[] { 0, 60, 100, 93 }, GanAmount.Balance().Plan(Counts, Names));
        CollectionAssert.AreEqual(new long[] { 0, 10, 50, 43 }, GanAmount.Balance(0.5).Plan(Counts, Names));
        CollectionAssert.AreEqual(new long[] { 0, 0, 30, 23 }, GanAmount.Balance(0.3).Plan(Counts, Names), "none is made smaller");
    }

    [TestMethod]
    public void Classes_can_be_named_and_the_others_get_none()
    {
        var asked = new Dictionary<string, int> { ["d"] = 3, ["x"] = 9 };
        var amount = GanAmount.ForClasses(asked);
        asked["a"] = 5;
        CollectionAssert.AreEqual(new long[] { 0, 0, 0, 3 }, amount.Plan(Counts, Names),
            "what happens to the dictionary later is no matter");
        Assert.ThrowsExactly<ArgumentNullException>(() => GanAmount.ForClasses(null!));
    }

    [TestMethod]
    public void Without_a_class_there_is_nothing_to_plan()
    {
        foreach (var amount in new[] { GanAmount.PerClass(2), GanAmount.Factor(2), GanAmount.FactorOfSmaller(2), GanAmount.Balance() })
            Assert.IsEmpty(amount.Plan([], []));
    }

    [TestMethod]
    public void A_plan_counts_its_rows_and_knows_what_each_is_asked_to_be()
    {
        var plan = new SyntheticPlan([(2, (0, 1)), (0, (0, 2)), (3, null)], Seed: 1);
        Assert.AreEqual(5L, plan.Rows);
        CollectionAssert.AreEqual(new (int, int)?[] { (0, 1), (0, 1), null, null, null }, plan.Asked(0, 5));
        CollectionAssert.AreEqual(new (int, int)?[] { (0, 1), null }, plan.Asked(1, 2));
        CollectionAssert.AreEqual(new (int, int)?[] { null }, plan.Asked(4, 1));
        Assert.IsEmpty(plan.Asked(5, 0));
        Assert.AreEqual(0L, new SyntheticPlan([], 1).Rows);
    }

    [TestMethod]
    public void A_block_far_into_a_large_plan_is_found()
    {
        var plan = new SyntheticPlan([(4_000_000_000, (0, 1)), (4_000_000_000, (0, 2))], 1);
        Assert.AreEqual(8_000_000_000L, plan.Rows);
        CollectionAssert.AreEqual(new (int, int)?[] { (0, 1), (0, 2) }, plan.Asked(3_999_999_999, 2));
    }

    [TestMethod]
    public void The_arc_between_two_latents_keeps_their_length()
    {
        CollectionAssert.AreEqual(new[] { 1f, 0 }, Rounded(LatentPath.Arc([1, 0], [0, 1], 0)));
        CollectionAssert.AreEqual(new[] { 0f, 1 }, Rounded(LatentPath.Arc([1, 0], [0, 1], 1)));
        CollectionAssert.AreEqual(new[] { 0.7071f, 0.7071f }, Rounded(LatentPath.Arc([1, 0], [0, 1], 0.5)));
        CollectionAssert.AreEqual(new[] { 0.866f, 0.5f }, Rounded(LatentPath.Arc([1, 0], [0, 1], 1.0 / 3)));
    }

    [TestMethod]
    public void Where_there_is_no_arc_the_way_is_straight()
    {
        CollectionAssert.AreEqual(new[] { 1.5f, 3 }, Rounded(LatentPath.Arc([1, 2], [2, 4], 0.5)), "one direction");
        CollectionAssert.AreEqual(new[] { 0.5f, 1 }, Rounded(LatentPath.Arc([0, 0], [1, 2], 0.5)), "from nothing");
    }

    [TestMethod]
    public void Between_uniform_latents_the_way_stays_within_their_cube()
    {
        static float[] Between(LatentDistribution distribution) => Rounded(LatentPath.Between(distribution, [1, 0.2f], [0.2f, 1], 0.5));
        CollectionAssert.AreEqual(new[] { 0.6f, 0.6f }, Between(LatentDistribution.Uniform));
        CollectionAssert.AreEqual(new[] { 0.7211f, 0.7211f }, Between(LatentDistribution.Normal));
        CollectionAssert.AreEqual(
            new[] { 0.95f, 0.28f }, Rounded(LatentPath.Between(LatentDistribution.Uniform, [1, 0.2f], [0.5f, 1], 0.1)));
    }

    private static float[] Rounded(float[] values) => Array.ConvertAll(values, v => MathF.Round(v, 4) + 0f);
}
