using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class TableReaderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_type_of_column_becomes_cells_of_its_kind()
    {
        var cells = Read(
            [new Row { Vector = [1, 2], Age = 30, Price = 1.5, Large = long.MaxValue, Yes = true, City = "Bern", Key = 2 }, new Row
            {
                City = "Rome",
                Age = -3,
                Key = 9
            }]);
        CollectionAssert.AreEqual(new[] { 1f, 2, 0, 0 }, ((VectorCells)cells[0]).Numbers);
        CollectionAssert.AreEqual(new double[] { 30, -3 }, ((NumberCells)cells[1]).Numbers);
        CollectionAssert.AreEqual(new[] { 1.5, 0 }, ((NumberCells)cells[2]).Numbers);
        Assert.AreEqual((double)long.MaxValue, ((NumberCells)cells[3]).Numbers[0]);
        CollectionAssert.AreEqual(new[] { "True", "False" }, ((CategoryCells)cells[4]).Values);
        CollectionAssert.AreEqual(new[] { "Bern", "Rome" }, ((CategoryCells)cells[5]).Values);
        CollectionAssert.AreEqual(
            new[] { "3", "0" }, ((CategoryCells)cells[6]).Values, "keys count from 1 and 0 is missing; in classes they count from 0");
        Assert.IsTrue(cells.All(c => c.Rows == 2));
    }

    [TestMethod]
    public void Equal_values_share_a_number()
    {
        var cells = (CategoryCells)Read([new Row { City = "Bern" }, new Row { City = "Rome" }, new Row { City = "Bern" }])[5];
        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, cells.Numbers);
    }

    [TestMethod]
    public void A_missing_number_is_kept_and_one_that_is_infinite_or_huge_is_named()
    {
        Assert.IsTrue(double.IsNaN(((NumberCells)Read([new Row { Price = double.NaN }])[2]).Numbers[0]));
        var infinite = Assert.ThrowsExactly<InvalidOperationException>(
            () => Read([new Row(), new Row { Price = double.NegativeInfinity }]));
        StringAssert.Contains(infinite.Message, "Column 'Price' is -Infinity in row 1");
        var huge = Assert.ThrowsExactly<InvalidOperationException>(() => Read([new Row { Price = 1e151 }]));
        StringAssert.Contains(huge.Message, "numbers must be in [-1E+150, 1E+150]");
        var hole = Assert.ThrowsExactly<InvalidOperationException>(() => Read([new Row { Vector = [0, float.NaN] }]));
        StringAssert.Contains(hole.Message, "Column 'Vector' is NaN in row 0, slot 1");
    }

    [TestMethod]
    public void Rows_beyond_the_budget_and_a_stop_end_the_reading()
    {
        var rows = Enumerable.Range(0, 10).Select(_ => new Row()).ToArray();
        Assert.HasCount(7, Read(rows, budget: 10 * 44));
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Read(rows, budget: (10 * 44) - 1)).Message,
            "More than 9 rows do not fit");
        Assert.ThrowsExactly<OperationCanceledException>(() => Read(rows, stop: new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public void Columns_that_are_no_cells_have_no_kind()
    {
        Assert.IsNull(TableReader.KindOf(new VectorDataViewType(NumberDataViewType.Single, 0)), "of no known size");
        Assert.IsNull(TableReader.KindOf(new VectorDataViewType(NumberDataViewType.Double, 3)));
        Assert.IsNull(TableReader.KindOf(DateTimeDataViewType.Instance));
        Assert.AreEqual(TableColumnKind.Vector, TableReader.KindOf(new VectorDataViewType(NumberDataViewType.Single, 2, 2)));
    }

    private ColumnCells[] Read(Row[] rows, long budget = long.MaxValue, CancellationToken stop = default) => TableReader.Read(
        _ml.Data.LoadFromEnumerable(rows),
        [nameof(Row.Vector), nameof(Row.Age), nameof(Row.Price), nameof(Row.Large), nameof(Row.Yes), nameof(Row.City), nameof(Row.Key)],
        budget, stop);

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Vector { get; set; } = [0, 0];

        public sbyte Age { get; set; }

        public double Price { get; set; }

        public long Large { get; set; }

        public bool Yes { get; set; }

        public string City { get; set; } = "";

        [KeyType(5)]
        public uint Key { get; set; }
    }
}
