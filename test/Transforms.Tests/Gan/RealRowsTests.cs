using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Rows made of real ones: copies, and rows between neighbours.</summary>
[TestClass]
public sealed class RealRowsTests
{
    private static readonly TableColumn Place =
        new("Place", TableColumnKind.Vector, "Single", 0, [2]) { Offsets = [0, 0], Scales = [1, 1] };

    private static readonly TableColumn Price = new("Price", TableColumnKind.Number, "Single", 0, [])
    {
        // one bump around 10, and 0, which many rows have
        Mixture = new GaussianMixture([0.5, 0.5], [10, 0], [2, 1]),
        Points = [0],
        Minimum = 0,
        Maximum = 20,
        HasMissing = true,
    };

    private static readonly TableColumn City =
        new("City", TableColumnKind.Category, "String", 0, []) { Values = ["Bern", "Rome"], Counts = [2, 1] };

    private static readonly TableColumn Class =
        new("Class", TableColumnKind.Category, "String", 0, []) { Values = ["a", "b", "c"], Counts = [3, 3, 0] };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Copies_are_rows_of_the_class_that_is_asked_for_each_as_often_as_any()
    {
        var rows = Rows([Place, Class], interpolates: false, 1, 10, 0, 2, 20, 0, 3, 30, 1, 4, 40, 0);
        var made = Draw(rows, 3, Enumerable.Repeat(0, 3000));
        Assert.IsTrue(made.All(row => row[1] == 10 * row[0] && row[2] == 0));
        foreach (var number in new float[] { 1, 2, 4 })
            Assert.AreEqual(1000, made.Count(row => row[0] == number), 100, $"row {number}");
        Assert.IsTrue(Draw(rows, 3, [1, 1, 1]).All(row => row[0] == 3), "the only one of its class");
        CollectionAssert.AreEqual(
            new float[] { 0, 1, 0 }, Draw(rows, 3, [0, 1, 0]).Select(row => row[2]).ToArray(), "row by row what was asked for");
    }

    [TestMethod]
    public void Without_a_class_all_rows_are_drawn_from()
    {
        var rows = new RealRows(Codec([Place], hasLabel: false), [1, 1, 2, 2, 3, 3], interpolates: false, hasLabel: false);
        var made = rows.Draw(new (int, int)?[900], seed: 1).Chunk(2).ToArray();
        foreach (var number in new float[] { 1, 2, 3 })
            Assert.AreEqual(300, made.Count(row => row[0] == number), 60);
    }

    [TestMethod]
    public void A_class_without_a_row_has_nothing_to_be_made_of() =>
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Draw(Rows([Place, Class], interpolates: true, 1, 1, 0), 3, [2])).Message, "there are none");

    [TestMethod]
    public void Rows_between_two_lie_on_the_line_through_them()
    {
        var rows = Rows([Place, Class], interpolates: true, 0, 0, 0, 10, 30, 0, 500, 1, 1);
        var made = Draw(rows, 3, Enumerable.Repeat(0, 2000));
        Assert.IsTrue(made.All(row => Math.Abs(row[1] - (3 * row[0])) < 1e-4 && row[0] is >= 0 and <= 10 && row[2] == 0));
        Assert.AreEqual(5, made.Average(row => row[0]), 0.3, "from either end, and as far as chance has it");
        Assert.IsTrue(Draw(rows, 3, [1]).All(row => row[0] == 500), "one row has no neighbour, and stays itself");
    }

    [TestMethod]
    public void Only_the_five_nearest_rows_are_mixed_in()
    {
        // six rows near each other, and one far off: that is among the neighbours of none
        var rows = Rows([Place, Class], interpolates: true,
            0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0, 5, 0, 0, 1000, 0, 0);
        var made = Draw(rows, 3, Enumerable.Repeat(0, 3500));
        Assert.AreEqual(500, made.Count(row => row[0] > 5), 70, "those that began at the far row");
    }

    [TestMethod]
    public void Neighbours_are_near_in_deviations_and_not_in_units()
    {
        // the second number is spread a thousand times as wide: by units the rows with 0 and 1 there would be neighbours
        var table = new[] { Place with { Offsets = [0, 0], Scales = [1, 1] }, Class };
        float[] compact = [.. Enumerable.Range(0, 12).SelectMany(i => new float[] { i % 2, i / 2 * 1000, 0 })];
        var made = Draw(Rows(table, interpolates: true, compact), 3, Enumerable.Repeat(0, 4000));
        Assert.IsTrue(made.Any(row => row[0] is > 0 and < 1), "the other of its pair is a neighbour");
        Assert.IsTrue(made.Any(row => row[1] % 1000 > 0), "and so are those before and behind");
    }

    [TestMethod]
    public void Categories_are_taken_from_either_row()
    {
        var rows = Rows([Place, City, Class], interpolates: true, 0, 0, 0, 0, 1, 1, 1, 0);
        var made = Draw(rows, 4, Enumerable.Repeat(0, 2000));
        Assert.AreEqual(1000, made.Count(row => row[2] == 1), 100);
        Assert.IsTrue(made.All(row => row[2] is 0 or 1), "there is nothing between two cities");
    }

    [TestMethod]
    public void Numbers_between_two_are_numbers_and_those_that_many_rows_have_are_not_mixed()
    {
        // places and modes: 8, 12 (one deviation below and above 10)
        var rows = Rows([Price, Class], interpolates: true, -1, 0, 0, 1, 0, 0);
        var numbers = Draw(rows, 3, Enumerable.Repeat(0, 1000)).Select(row => Price.NumberAt((int)row[1], row[0])).ToArray();
        Assert.IsTrue(numbers.All(number => number is >= 7.999 and <= 12.001), "between both");
        Assert.AreEqual(10, numbers.Average(), 0.2);
        // 8 and the point 0, and 8 and a missing one
        foreach (var (mode, other) in new[] { (1f, 0.0), (2f, double.NaN) })
        {
            numbers = [.. Draw(Rows([Price, Class], interpolates: true, -1, 0, 0, 0, mode, 0), 3, Enumerable.Repeat(0, 1000))
                .Select(row => Price.NumberAt((int)row[1], row[0]))];
            Assert.IsTrue(numbers.All(number => number == 8 || number.Equals(other)), $"nothing between 8 and {other}");
            Assert.AreEqual(500, numbers.Count(number => number == 8), 80);
        }
    }

    [TestMethod]
    public void The_same_seed_makes_the_same_rows()
    {
        var rows = Rows([Place, Class], interpolates: true, 0, 0, 0, 1, 5, 0, 7, 3, 0);
        var asked = Enumerable.Repeat<(int, int)?>((0, 0), 20).ToArray();
        CollectionAssert.AreEqual(rows.Draw(asked, 4), rows.Draw(asked, 4));
        CollectionAssert.AreNotEqual(rows.Draw(asked, 4), rows.Draw(asked, 5));
    }

    [TestMethod]
    public void Real_rows_of_categories_and_classes_that_were_not_learned_are_left_out()
    {
        var description = FixedGenerator.Describe([City, Class], TableCondition.Label, label: "Class") with
        {
            Method = AugmentationMethod.Oversampling,
        };
        var data = _ml.Data.LoadFromEnumerable(
            [new Row { City = "Bern", Class = "a" }, new Row { City = "Oslo", Class = "a" }, new Row { City = "Rome", Class = "x" },
                new Row { City = "Rome", Class = "a" }]);
        var made = RealRows.Of(description, data).Draw(Enumerable.Repeat<(int, int)?>((0, 0), 400).ToArray(), 1).Chunk(2).ToArray();
        Assert.AreEqual(200, made.Count(row => row[0] == 0), 45);
        Assert.AreEqual(200, made.Count(row => row[0] == 1), 45);
        Assert.IsTrue(made.All(row => row[1] == 0));
    }

    private static RealRows Rows(TableColumn[] table, bool interpolates, params float[] compact) =>
        new(Codec(table, hasLabel: true), compact, interpolates, hasLabel: true);

    private static TableCodec Codec(TableColumn[] table, bool hasLabel) =>
        new(table, hasLabel ? TableCondition.Label : TableCondition.None, bounded: false, hasLabel);

    private static float[][] Draw(RealRows rows, int width, IEnumerable<int> classes) =>
        [.. rows.Draw(classes.Select(place => ((int, int)?)(0, place)).ToArray(), seed: 2).Chunk(width)];

    private sealed class Row
    {
        public string City { get; set; } = "";

        public string Class { get; set; } = "";
    }
}
