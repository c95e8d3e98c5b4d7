namespace DeepML.Data.Tests.Tables;

/// <summary>Numbers that many rows share, and tails that a few Gaussians do not reach.</summary>
[TestClass]
public sealed class NumberShapeTests
{
    private static readonly TableColumn Column = new("Number", TableColumnKind.Number, "Double", 0, []);

    [TestMethod]
    public void A_number_that_many_rows_share_is_a_point_of_its_own_with_its_share()
    {
        var column = Learn([.. Enumerable.Repeat(0.0, 300), .. Spread(1, 700, 50)]);
        CollectionAssert.AreEqual(new double[] { 0 }, column.Points);
        var mixture = column.Mixture!;
        Assert.AreEqual(1, mixture.Weights.Sum(), 1e-9);
        Assert.AreEqual((0.3, 0.0, 0.0), (mixture.Weights[^1], mixture.Means[^1], mixture.Deviations[^1]));
        Assert.IsTrue(mixture.Deviations[..^1].All(d => d > 0));
    }

    [TestMethod]
    public void The_commonest_come_first_and_of_equals_the_smallest_and_no_more_than_asked_for()
    {
        double[] numbers = [.. Enumerable.Repeat(5.0, 30), .. Enumerable.Repeat(-2.0, 30), .. Enumerable.Repeat(9.0, 40)];
        CollectionAssert.AreEqual(new double[] { 9, -2, 5 }, Learn(numbers).Points);
        CollectionAssert.AreEqual(new double[] { 9, -2 }, Learn(numbers, most: 2).Points);
    }

    [TestMethod]
    public void A_column_of_one_number_is_that_point_alone()
    {
        var column = Learn([.. Enumerable.Repeat(4.5, 20)]);
        CollectionAssert.AreEqual(new[] { 4.5 }, column.Points);
        CollectionAssert.AreEqual(new double[] { 1 }, column.Mixture!.Weights);
        CollectionAssert.AreEqual(new[] { 4.5 }, column.Mixture.Means);
        Assert.IsNull(column.Bend);
    }

    [TestMethod]
    [DataRow(9, 0)]
    [DataRow(10, 1)]
    public void Fewer_than_ten_rows_share_by_chance(int rows, int points) =>
        Assert.HasCount(points, Learn([.. Enumerable.Repeat(100.0, rows), .. Spread(2, 200, 10)]).Points);

    [TestMethod]
    [DataRow(19, 0)]
    [DataRow(20, 1)]
    public void Fewer_than_two_of_a_hundred_rows_share_by_chance(int rows, int points) =>
        Assert.HasCount(points, Learn([.. Enumerable.Repeat(100.0, rows), .. Spread(2, 1000 - rows, 10)]).Points);

    [TestMethod]
    public void Heavy_tails_are_bent_and_even_ones_are_not()
    {
        var random = new Random(3);
        double[] heavy = [.. Enumerable.Range(0, 1000).Select(_ => Math.Exp(3 * Normal(random)))];
        var bent = Learn(heavy);
        Assert.IsNotNull(bent.Bend);
        Assert.AreEqual(heavy.Min() / 2, bent.Bend.Value, 1e-12, "of numbers that are all above 0, half the smallest");
        Assert.IsNull(Learn(Spread(4, 1000, 5)).Bend);
    }

    [TestMethod]
    public void Points_lie_on_the_bent_scale_too()
    {
        var random = new Random(5);
        var tails = Enumerable.Range(0, 600).Select(i => (i % 2 == 0 ? 1 : -1) * Math.Exp(3 * Normal(random)));
        var column = Learn([.. Enumerable.Repeat(0.0, 400), .. tails]);
        Assert.IsNotNull(column.Bend);
        CollectionAssert.AreEqual(new double[] { 0 }, column.Points);
        Assert.AreEqual(0, column.Mixture!.Means[^1], "the curve goes through 0");
        Assert.AreEqual(0.4, column.Mixture.Weights[^1], 1e-12);
    }

    private static TableColumn Learn(double[] numbers, int most = 5) =>
        new NumberShape(most, new Random(1)).Learn(Column with { Minimum = numbers.Min(), Maximum = numbers.Max() }, numbers);

    private static double[] Spread(int seed, int count, double scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 1 + (scale * random.NextDouble()))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
