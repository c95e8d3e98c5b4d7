using DeepML.Data;
using DeepML.Transforms.Tests.Series.Rows;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Cursors over pictures are closed whatever happens when they are opened, read or left.</summary>
[TestClass]
public sealed class OpenCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Two_kinds_of_pictures_are_both_closed_also_when_the_second_cannot_be_opened()
    {
        var (one, two) = (Watched(3), Watched(2));
        var view = new UnpairedPicturesView(one, two, "Given");
        using (var cursor = view.GetRowCursor(view.Schema))
        {
            for (var i = 0; i < 3; i++)
                Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual((1, 1), (one.Open, two.Open), "the shorter goes round with one cursor at a time");
            Assert.AreEqual(2, two.Made);
        }
        Assert.AreEqual((0, 0), (one.Open, two.Open));
        var (first, broken) = (Watched(3), Watched(2, refused: 1));
        var never = new UnpairedPicturesView(first, broken, "Given");
        Assert.ThrowsExactly<IOException>(() => never.GetRowCursor(never.Schema));
        Assert.AreEqual((1, 0), (first.Made, first.Open));
    }

    [TestMethod]
    public void A_picture_of_another_layout_is_refused_and_its_rows_are_closed()
    {
        var watched = new WatchedView(_ml.Data.LoadFromEnumerable([new Turned { Given = Translators.Pixels(72) }]));
        var planes = new ImageInput("Given", "input", new ImageFormat(3, 4, 6));
        Assert.ThrowsExactly<ArgumentException>(() => PictureRows.Read(watched, [planes], 1, CPU));
        Assert.AreEqual((1, 0), (watched.Made, watched.Open));
    }

    [TestMethod]
    public void Batches_that_are_left_early_close_their_rows()
    {
        var watched = Watched(200);
        using (var batches = PictureRows.Batches(watched, [Column], CPU).GetEnumerator())
        {
            Assert.IsTrue(batches.MoveNext());
            Assert.AreEqual((1, 64), (watched.Open, watched.Rows), "no more is read than is shown");
            foreach (var tensor in batches.Current)
                tensor.Dispose();
        }
        Assert.AreEqual(0, watched.Open);
    }

    private static ImageInput Column => new("Given", "input", new ImageFormat(1, 4, 6));

    private WatchedView Watched(int rows, int refused = 0) => new(_ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, rows).Select(i => new Grey { Given = Translators.Pixels(24, i) }).ToArray()))
    {
        Refused = refused,
    };

    private sealed class Turned
    {
        [VectorType(4, 6, 3)]
        public float[] Given { get; set; } = [];
    }
}
