using DeepML.MpiChild;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed.Tests.Rows;

[TestClass]
public sealed class JoinedRowsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_of_all_parts_come_in_order_with_columns_of_any_type()
    {
        var rows = Row.Create(9, seed: 2);
        var joined = Joined(rows, 0, 4, 4, 9);
        CollectionAssert.AreEqual(rows.Select(row => row.Name).ToArray(), joined.GetColumn<string>("Name").ToArray());
        CollectionAssert.AreEqual(rows.Select(row => row.Number).ToArray(), joined.GetColumn<float>("Number").ToArray());
        var vectors = joined.GetColumn<float[]>("Features").ToArray();
        for (var i = 0; i < rows.Length; i++)
            CollectionAssert.AreEqual(rows[i].Features, vectors[i]);
    }

    [TestMethod]
    public void Rows_have_numbers_of_their_own_and_columns_that_nobody_asked_for_are_not_read()
    {
        var joined = Joined(Row.Create(7, seed: 2), 0, 3, 7);
        using var cursor = joined.GetRowCursor([joined.Schema["Number"]]);
        Assert.IsTrue(cursor.IsColumnActive(joined.Schema["Number"]));
        Assert.IsFalse(cursor.IsColumnActive(joined.Schema["Name"]));
        var ids = new HashSet<DataViewRowId>();
        var getter = cursor.GetIdGetter();
        Assert.AreEqual(-1, cursor.Position);
        for (var row = 0; cursor.MoveNext(); row++)
        {
            var id = default(DataViewRowId);
            getter(ref id);
            Assert.IsTrue(ids.Add(id));
            Assert.AreEqual(row, cursor.Position);
        }
        Assert.HasCount(7, ids);
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void Their_number_is_known_where_each_part_knows_its_own()
    {
        Assert.AreEqual(7, Joined(Row.Create(7, seed: 2), 0, 3, 7).GetRowCount());
        var unknown = _ml.Data.FilterRowsByColumn(Joined(Row.Create(7, seed: 2), 0, 7), "Number", 0);
        Assert.IsNull(new JoinedRows([Joined(Row.Create(7, seed: 2), 0, 7), unknown]).GetRowCount());
    }

    private JoinedRows Joined(Row[] rows, params int[] borders) =>
        new([.. borders.Zip(borders.Skip(1)).Select(part => _ml.Data.LoadFromEnumerable(rows[part.First..part.Second].ToList()))]);
}
