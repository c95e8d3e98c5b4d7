using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

/// <summary>How odd a row is by its distance to the rows that are known, against numbers worked out by hand.</summary>
[TestClass]
public sealed class NeighbourDistancesTests
{
    [TestMethod]
    public void The_nearest_rows_are_counted_without_the_row_itself()
    {
        using var scope = NewDisposeScope();
        var known = Column(0, 1, 3, 6, 10, 15);
        // of 2 the nearest are 1 and 3; 1 is known, and behind it come 0 and 3; 100 is far from all
        Check([1, 2, 90], NeighbourDistances.NearestKnown(Column(2, 1, 100), known, 2));
        Check([1, 1, 85], NeighbourDistances.NearestKnown(Column(2, 1, 100), known, 1));
        Check([9, 10, 99], NeighbourDistances.NearestKnown(Column(6, 10, 100), known, 6), "of six no more than five are others");
    }

    [TestMethod]
    public void A_row_is_as_odd_as_its_distance_in_those_that_are_usual()
    {
        using var scope = NewDisposeScope();
        using var distances = Learned(Column(0, 1, 2, 3, 4, 5, 6, 7), full(8, 4), decorrelates: false);
        // the fifth nearest other row is 3 to 5 away, 4 at the median, and errors are 2²
        Check([4, 4, 2, 1], distances.state_dict()["usual"]);
        var odd = distances.call(Column(20, 3, 3), tensor(new float[] { 4, 4, 36 }));
        Check([17 / 4f, 1, 3], odd, "13 to 20 away; 3 ÷ 4, and its error is 2 of 2; 6 of 2");
    }

    [TestMethod]
    public void Errors_that_spread_more_than_distances_do_not_outvote_them()
    {
        using var scope = NewDisposeScope();
        // distances as above; the roots of the errors are their squares, whose logarithms spread twice as far
        float[] far = [5, 4, 3, 3, 3, 3, 4, 5];
        var errors = tensor(Array.ConvertAll(far, d => d * d * d * d));
        using var distances = Learned(Column(0, 1, 2, 3, 4, 5, 6, 7), errors, decorrelates: false);
        Check([4, 4, 16, 0.5f], distances.state_dict()["usual"]);
        Check([2], distances.call(Column(3), tensor(new[] { 64f * 64 })), "the root of 64 of 16");
    }

    [TestMethod]
    public void Where_most_rows_are_alike_the_few_others_say_what_is_far()
    {
        using var scope = NewDisposeScope();
        using var distances = Learned(Column(0, 0, 0, 0, 0, 0, 10, 20), full(8, 1), decorrelates: false);
        Check([30 / 8f, 30 / 8f, 1, 1], distances.state_dict()["usual"]);
        Check([20 / 3.75f], distances.call(Column(20), zeros(1)));
        Check([1], distances.call(Column(0), ones(1)), "one of many");
    }

    [TestMethod]
    public void A_row_beside_the_line_on_which_all_lie_is_odd_though_it_is_not_far()
    {
        using var scope = NewDisposeScope();
        float[] line = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { i + (i % 2 * 0.1f), i - (i % 2 * 0.1f) })];
        var rows = tensor(line, [40, 2]);
        using var plain = Learned(rows, full(40, 1), decorrelates: false);
        using var turned = Learned(rows, full(40, 1), decorrelates: true);
        var beside = tensor(new float[] { 22, 18 }, [1, 2]);
        var on = tensor(new[] { 20.5f, 20.5f }, [1, 2]);
        Assert.IsLessThan(2f, plain.call(beside, ones(1)).item<float>());
        Assert.IsGreaterThan(4f, turned.call(beside, ones(1)).item<float>());
        Assert.IsLessThan(1.5f, turned.call(on, ones(1)).item<float>());
        CollectionAssert.AreEquivalent(
            new[] { "centre", "known", "turn", "turned", "usual" }, turned.state_dict().Keys.ToArray(), "all of it is saved");
        CollectionAssert.AreEquivalent(new[] { "centre", "known", "usual" }, plain.state_dict().Keys.ToArray());
    }

    [TestMethod]
    public void Directions_have_deviation_1_after_the_turn_but_for_a_floor()
    {
        using var scope = NewDisposeScope();
        // variances 4 and 1 along the axes, turned by 45 degrees; the floor is 0.003 of their mean
        var axes = tensor(new float[] { 2, 1, 2, -1, -2, 1, -2, -1 }, [4, 2]);
        var turn = tensor(new float[] { 1, 1, -1, 1 }, [2, 2]) / Math.Sqrt(2);
        var rows = axes.mm(turn);
        var white = rows.mm(Decorrelation.Of(rows));
        var covariance = (white.t().mm(white) / 4).data<float>().ToArray();
        CollectionAssert.AreEqual(
            new[] { 0.99256f, 0.99813f }, new[] { covariance[0], covariance[3] }.Order().Select(v => MathF.Round(v, 5)).ToArray(),
            "1 ÷ 1.0075 and 4 ÷ 4.0075");
        Assert.AreEqual(0, covariance[1], 1e-5);
    }

    [TestMethod]
    public void Of_many_columns_the_least_directions_are_mostly_noise_and_constant_ones_nothing()
    {
        using var scope = NewDisposeScope();
        var rows = zeros(2, 16);
        rows[0, 5] = tensor(4f);
        rows[1, 5] = tensor(-4f);
        var white = rows.mm(Decorrelation.Of(rows));
        // a variance of 16 in one column is 1 on average, and the floor is a tenth of that
        Assert.AreEqual(16 / 16.1, (white.square().sum() / 2).item<float>(), 1e-4);
        Assert.IsFalse(Decorrelation.Of(zeros(3, 4)).isnan().any().item<bool>(), "rows that are all alike");
    }

    [TestMethod]
    public void A_row_far_off_and_a_small_group_of_them_are_no_company_for_others()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var normal = randn(100, 2);
        var group = (randn(5, 2) * 0.01) + 50;
        var kept = OddRows.Without(cat([normal, group], 0), share: 0.1, decorrelates: false);
        Assert.IsTrue(kept.All(row => row < 100), "five that lie together are still odd");
        Assert.IsGreaterThanOrEqualTo(94, kept.Length);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 105).Select(row => (long)row).ToArray(), OddRows.Without(cat([normal, group], 0), 0, false),
            "no more than the share is left out");
        var many = cat([normal, (randn(40, 2) * 0.5) + 50], 0);
        Assert.IsGreaterThanOrEqualTo(30, OddRows.Without(many, 0.1, false).Count(row => row >= 100), "a large group is company");
    }

    [TestMethod]
    public void A_row_beside_the_line_is_odd_where_directions_are_looked_at()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var along = randn(200, 1) * 10;
        var rows = cat([along, along + (randn(200, 1) * 0.1)], 1);
        rows[7, 0] = rows[7, 1] + 5;
        Assert.DoesNotContain(7L, OddRows.Without(rows, 0.02, decorrelates: true));
        Assert.Contains(7L, OddRows.Without(rows, 0, decorrelates: true));
    }

    private static NeighbourDistances Learned(Tensor rows, Tensor errors, bool decorrelates)
    {
        var distances = new NeighbourDistances(new NeighbourArchitecture((int)rows.size(0), decorrelates), (int)rows.size(1));
        distances.Learn(rows, errors);
        return distances;
    }

    private static Tensor full(long rows, float value) => TorchSharp.torch.full(rows, value);

    private static Tensor Column(params float[] numbers) => tensor(numbers, [numbers.Length, 1]);

    private static void Check(float[] expected, Tensor found, string? why = null)
    {
        var numbers = found.contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, numbers);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-3f, $"number {i}. {why}");
    }
}
