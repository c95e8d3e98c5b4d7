using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Pictures;

[TestClass]
public sealed class UnpairedPicturesViewTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_shorter_view_goes_round_while_the_longer_lasts()
    {
        var view = new UnpairedPicturesView(View(1, 2, 3, 4, 5), View(10, 20), "Picture");
        Assert.AreEqual(5, view.GetRowCount());
        for (var pass = 0; pass < 2; pass++)
        {
            CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 5 }, view.GetColumn<float>("Picture").ToArray());
            CollectionAssert.AreEqual(new float[] { 10, 20, 10, 20, 10 }, view.GetColumn<float>("Picture (target)").ToArray());
        }
        var turned = new UnpairedPicturesView(View(10, 20), View(1, 2, 3), "Picture");
        CollectionAssert.AreEqual(new float[] { 10, 20, 10 }, turned.GetColumn<float>("Picture").ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, turned.GetColumn<float>("Picture (target)").ToArray());
    }

    [TestMethod]
    public void Both_columns_are_read_together_and_other_columns_are_left_out()
    {
        var view = new UnpairedPicturesView(View(1, 2, 3), View(7), "Picture");
        CollectionAssert.AreEqual(new[] { "Picture", "Picture (target)" }, view.Schema.Select(column => column.Name).ToArray());
        using var cursor = view.GetRowCursor(view.Schema);
        var (first, second) = (cursor.GetGetter<float>(view.Schema[0]), cursor.GetGetter<float>(view.Schema[1]));
        var id = cursor.GetIdGetter();
        var (a, b, row) = (0f, 0f, default(DataViewRowId));
        Assert.ThrowsExactly<InvalidOperationException>(() => id(ref row), "before the first row there is none");
        for (var i = 0; i < 3; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            first(ref a);
            second(ref b);
            id(ref row);
            Assert.AreEqual((i + 1f, 7f, (ulong)i, (long)i), (a, b, row.Low, cursor.Position));
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void A_column_that_was_not_asked_for_is_refused()
    {
        var view = new UnpairedPicturesView(View(1), View(7), "Picture");
        using var cursor = view.GetRowCursor([view.Schema[1]]);
        Assert.IsFalse(cursor.IsColumnActive(view.Schema[0]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(view.Schema[0]));
    }

    [TestMethod]
    public void A_view_without_rows_is_refused_by_its_place()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => new UnpairedPicturesView(View(1), View(), "Picture").GetColumn<float>("Picture").ToArray()).Message,
            "The second view has no rows");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => new UnpairedPicturesView(View(), View(1), "Picture").GetColumn<float>("Picture").ToArray()).Message,
            "The first view has no rows");
    }

    private IDataView View(params float[] values) =>
        _ml.Data.LoadFromEnumerable(values.Select(value => new Row { Picture = value }).ToArray());

    private sealed class Row
    {
        public float Other { get; set; }

        public float Picture { get; set; }
    }
}
