using Microsoft.ML;

namespace DeepML.Data.Tests.Tables;

[TestClass]
public sealed class RowCountsTests
{
    [TestMethod]
    public void Rows_are_counted_where_a_view_does_not_know_them()
    {
        var ml = new MLContext(seed: 1);
        var numbers = Enumerable.Range(0, 7).Select(i => new Row { Number = i });
        var unknown = ml.Data.LoadFromEnumerable(numbers.Where(_ => true));
        Assert.IsNull(unknown.GetRowCount());
        Assert.AreEqual(7, RowCounts.Of(unknown));
        Assert.AreEqual(7, RowCounts.Of(ml.Data.LoadFromEnumerable(numbers.ToArray())));
        Assert.AreEqual(0, RowCounts.Of(ml.Data.FilterRowsByColumn(unknown, "Number", 100)));
    }

    private sealed class Row
    {
        public float Number { get; set; }
    }
}
