using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>What synthetic rows have lost of a column is said in a sentence, and nothing else is.</summary>
[TestClass]
public sealed class GanCollapseTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_like_the_real_ones_have_lost_nothing()
    {
        var real = Enumerable.Range(0, 100).Select(i => new Row { Number = i, Name = $"n{i % 5}" }).ToArray();
        Assert.IsEmpty(Lost("Number", real, real));
        Assert.IsEmpty(Lost("Name", real, real));
    }

    [TestMethod]
    public void A_tail_that_is_gone_is_named_with_its_end_and_its_shares()
    {
        var real = Numbers(Enumerable.Range(0, 100));
        CollectionAssert.AreEqual(
            new[] { "10 % of the real numbers of column 'Number' are below 10, and 0 % of the synthetic ones" },
            Lost("Number", real, Numbers(Enumerable.Range(50, 50))));
        CollectionAssert.AreEqual(
            new[] { "9 % of the real numbers of column 'Number' are above 90, and 0 % of the synthetic ones" },
            Lost("Number", real, Numbers(Enumerable.Range(0, 50))));
    }

    [TestMethod]
    public void Where_a_tenth_is_there_but_a_wider_tail_is_not_the_wider_one_is_named()
    {
        var real = Numbers(Enumerable.Range(0, 100));
        // four of a hundred below 10, as below 20: the first is more than a quarter of 10 %, the second less than one of 20 %
        var made = Numbers(Enumerable.Range(0, 4).Concat(Enumerable.Range(20, 96).Select(i => Math.Min(i, 99))));
        var told = Lost("Number", real, made);
        Assert.HasCount(1, told);
        StringAssert.StartsWith(told[0], "20 % of the real numbers of column 'Number' are below 20, and 4 %");
    }

    [TestMethod]
    [DataRow(13, 0)]
    [DataRow(12, 1)]
    public void A_number_that_many_rows_have_is_kept_by_a_quarter_of_them(int made, int sentences)
    {
        var real = Numbers(Enumerable.Range(0, 100).Select(i => i < 50 ? 0 : i));
        var told = Lost("Number", real, Numbers(Enumerable.Range(0, 100).Select(i => i < made ? 0 : 50 + (i / 2))))
            .Where(sentence => sentence.StartsWith("column", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(sentences, told);
        if (sentences > 0)
            Assert.AreEqual("column 'Number' is 0 in 50 % of the real rows and in 12 % of the synthetic ones", told[0]);
    }

    [TestMethod]
    public void Missing_numbers_are_no_part_of_it()
    {
        var real = Numbers(Enumerable.Repeat(float.NaN, 50));
        Assert.IsEmpty(Lost("Number", real, Numbers(Enumerable.Range(0, 10))));
        Assert.IsNotEmpty(Lost("Number", Numbers(Enumerable.Range(0, 100)), Numbers(Enumerable.Repeat(float.NaN, 50))), "all are gone");
    }

    [TestMethod]
    public void Categories_that_hardly_occur_are_named_the_commonest_first()
    {
        var real = Names(("a", 60), ("c", 10), ("b", 30));
        CollectionAssert.AreEqual(
            new[] { "2 values of column 'Name' hardly occur in synthetic rows: b, c" }, Lost("Name", real, Names(("a", 100))));
        Assert.IsEmpty(Lost("Name", real, Names(("a", 85), ("b", 12), ("c", 3))), "a quarter and more of each");
    }

    [TestMethod]
    public void Categories_of_less_than_two_in_a_hundred_may_be_missing_by_chance() =>
        Assert.IsEmpty(Lost("Name", Names(("a", 981), ("rare", 19)), Names(("a", 100))));

    [TestMethod]
    public void No_more_than_five_values_are_named()
    {
        var told = Lost("Name", Names([.. Enumerable.Range(0, 7).Select(i => ($"v{i}", 20 - i))]), Names(("w", 10)));
        Assert.AreEqual("7 values of column 'Name' hardly occur in synthetic rows: v0, v1, v2, v3, v4, …", told.Single());
    }

    [TestMethod]
    public void Without_synthetic_rows_everything_is_lost() =>
        Assert.HasCount(1, Lost("Name", Names(("a", 10)), []));

    [TestMethod]
    public void Numbers_are_told_the_same_in_every_culture()
    {
        var (real, made) = (Numbers(Enumerable.Range(0, 100).Select(i => i + 0.5f)), Numbers(Enumerable.Range(50, 50)));
        StringAssert.Contains(GermanNumbers.In(() => Lost("Number", real, made).Single()), "are below 10.5,");
    }

    private static Row[] Numbers(IEnumerable<int> numbers) => Numbers(numbers.Select(number => (float)number));

    private static Row[] Numbers(IEnumerable<float> numbers) => [.. numbers.Select(number => new Row { Number = number })];

    private static Row[] Names(params (string Name, int Rows)[] names) =>
        [.. names.SelectMany(name => Enumerable.Range(0, name.Rows).Select(_ => new Row { Name = name.Name }))];

    private string[] Lost(string column, Row[] real, Row[] made) => [.. GanCollapse.Of(Read(column, real), Read(column, made))];

    private ColumnCells[] Read(string column, Row[] rows) =>
        TableReader.Read(_ml.Data.LoadFromEnumerable(rows), [column], long.MaxValue, default);

    private sealed class Row
    {
        public float Number { get; set; }

        public string Name { get; set; } = "";
    }
}
