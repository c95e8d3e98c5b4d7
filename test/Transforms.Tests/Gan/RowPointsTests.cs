using DeepML.Data;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Rows as points, whose distances say how alike rows are.</summary>
[TestClass]
public sealed class RowPointsTests
{
    private static readonly float OneHot = MathF.Sqrt(0.5f);

    private static readonly TableColumn Size =
        new("Size", TableColumnKind.Vector, "Single", 0, [2]) { Offsets = [0, 0], Scales = [1, 1] };

    private static readonly TableColumn Price = new("Price", TableColumnKind.Number, "Single", 0, [])
    {
        Mixture = new GaussianMixture([1], [1], [0.5]),
        Minimum = -9,
        Maximum = 9,
        HasMissing = true,
    };

    private static readonly TableColumn Number = new("Id", TableColumnKind.Identifier, "Int32", 0, []);

    private static readonly TableColumn City =
        new("City", TableColumnKind.Category, "String", 0, []) { Values = ["Bern", "Rome"], Counts = [1, 1] };

    // vector, place and mode of the price, city
    private static readonly float[] Compact = [0, 5, -2, 0, 0, 10, 5, 2, 0, 1];

    [TestMethod]
    public void Numbers_are_in_deviations_and_categories_have_a_place_each()
    {
        var points = new RowPoints(Codec(Size, Price, Number, City), Compact, hasLabel: false);
        Assert.AreEqual(6, points.Width, "identifiers are no part of it");
        // 0 and 10 are a deviation of 5 from their mean; 5 never changes; prices of 0 and 2 are one of 1 from theirs
        Check([-1, 0, -1, 0, OneHot, 0, 1, 0, 1, 0, 0, OneHot], points.Of(Compact));
    }

    [TestMethod]
    public void Other_rows_are_measured_by_those_that_were_given()
    {
        var points = new RowPoints(Codec(Size, Price, Number, City), Compact, hasLabel: false);
        Check([3, 0, 0, 0, OneHot, 0], points.Of([20, 8, 0, 0, 0]));
    }

    [TestMethod]
    public void A_missing_number_lies_at_the_mean_and_apart_from_all_that_are_there()
    {
        var points = new RowPoints(Codec(Size, Price, Number, City), Compact, hasLabel: false);
        Check([-1, 0, 0, OneHot, OneHot, 0], points.Of([0, 5, 0, 1, 0]));
    }

    [TestMethod]
    public void The_label_does_not_make_rows_alike()
    {
        var points = new RowPoints(Codec(Size, City), [1, 2, 0, 3, 2, 1], hasLabel: true);
        Assert.AreEqual(2, points.Width);
        Check([-1, 0], points.Of([1, 2, 1]));
    }

    [TestMethod]
    public void Numbers_over_many_powers_of_ten_are_measured_by_their_powers()
    {
        var bent = Price with { Mixture = new GaussianMixture([1], [0], [1]), Bend = 1, Minimum = -1e6, Maximum = 1e6 };
        var points = new RowPoints(Codec(bent), [0, 0, 4, 0], hasLabel: false);
        // asinh of the numbers are 0 and 4: one deviation of 2 from the mean, though sinh 4 is 27
        Check([-1, 0, 1, 0], points.Of([0, 0, 4, 0]));
        Check([0, 0], points.Of([2, 0]));
    }

    private static TableCodec Codec(params TableColumn[] table) => new(table, TableCondition.None, bounded: false, hasLabel: false);

    private static void Check(float[] expected, float[] found)
    {
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5f, $"number {i}");
    }
}
