using Microsoft.ML;

namespace DeepML.Data.Tests.Tables;

/// <summary>Columns that name rows are told from those that describe them.</summary>
[TestClass]
public sealed class IdentifiersTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(50, true)]
    [DataRow(49, false)]
    public void Texts_that_all_differ_name_rows_if_there_are_enough(int rows, bool named) =>
        Assert.AreEqual(named, Are("Text", Enumerable.Range(0, rows).Select(i => new Row { Text = $"row {i * 7 % rows}" })));

    [TestMethod]
    public void A_text_that_comes_twice_describes() =>
        Assert.IsFalse(Are("Text", Enumerable.Range(0, 60).Select(i => new Row { Text = $"row {i % 59}" })));

    [TestMethod]
    public void Whole_numbers_with_few_gaps_count_in_any_order() =>
        Assert.IsTrue(Are("Number", Shuffled(60).Select(i => new Row { Number = 1000 + (2 * i) })));

    [TestMethod]
    public void Whole_numbers_with_wide_gaps_count_only_where_they_rise()
    {
        Assert.IsTrue(Are("Number", Enumerable.Range(0, 60).Select(i => new Row { Number = i * i })));
        Assert.IsFalse(Are("Number", Shuffled(60).Select(i => new Row { Number = i * i })));
    }

    [TestMethod]
    public void The_widest_spread_that_counts_is_below_three_times_the_rows()
    {
        Assert.IsTrue(Are("Number", Shuffled(60).Select(i => new Row { Number = i == 59 ? 179 : i })));
        Assert.IsFalse(Are("Number", Shuffled(60).Select(i => new Row { Number = i == 59 ? 180 : i })));
    }

    [TestMethod]
    public void Fractions_and_numbers_that_come_twice_describe()
    {
        Assert.IsFalse(Are("Number", Enumerable.Range(0, 60).Select(i => new Row { Number = i + (i == 30 ? 0.5f : 0) })));
        Assert.IsFalse(Are("Number", Enumerable.Range(0, 60).Select(i => new Row { Number = i == 30 ? 31 : i })));
    }

    [TestMethod]
    public void Yes_and_no_never_name_a_row() =>
        Assert.IsFalse(Are("Flag", Enumerable.Range(0, 60).Select(i => new Row { Flag = i % 2 == 0 })));

    private static int[] Shuffled(int count)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        new Random(3).Shuffle(numbers);
        return numbers;
    }

    private bool Are(string name, IEnumerable<Row> rows)
    {
        var data = _ml.Data.LoadFromEnumerable(rows.ToArray());
        return Identifiers.Are(TableReader.Read(data, [name], long.MaxValue, default)[0], data.Schema[name].Type);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public float Number { get; set; }

        public bool Flag { get; set; }
    }
}
