using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Sheets of what is given, made and wanted, and the pictures they are drawn from.</summary>
[TestClass]
public sealed class PreviewTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Three_columns_show_what_is_given_made_and_wanted()
    {
        using var model = Model();
        var rows = Enumerable.Range(0, 3).Select(i => new Grey
        {
            Given = Translators.Pixels(24, i),
            Wanted = Translators.Pixels(24, 10 + i),
        }).ToArray();
        var sheet = model.Preview(_ml.Data.LoadFromEnumerable(rows), count: 2);
        Assert.AreEqual(((3 * 7) + 1, (2 * 5) + 1, 1), (sheet.Width, sheet.Height, sheet.ChannelCount));
        for (var row = 0; row < 2; row++)
            for (var y = 0; y < 4; y++)
                for (var x = 0; x < 6; x++)
                {
                    var at = (6 * y) + x;
                    float[] expected = [rows[row].Given[at], Math.Min(rows[row].Given[at] + 0.25f, 1), rows[row].Wanted[at]];
                    for (var column = 0; column < 3; column++)
                        Assert.AreEqual(
                            expected[column], sheet[1 + (7 * column) + x, 1 + (5 * row) + y], 1e-6, $"{row}, {column}, {y}, {x}");
                }
    }

    [TestMethod]
    public void Without_what_is_wanted_there_are_two_columns_and_rows_without_a_picture_are_left_out()
    {
        using var model = Translators.Of(
            _ml, Translators.Columns(3, 4, 6, images: true), new TranslationNetwork(
                new TranslationArchitecture(new TranslationTask(3, ImageBase.Input), Translators.Small, 3, 0, 0)));
        using var picture = Translators.Image(3, 4, 6, Translators.Pixels(72));
        var sheet = model.Preview(_ml.Data.LoadFromEnumerable([new Photo(), new Photo { Given = picture }, new Photo()]));
        Assert.AreEqual(((2 * 7) + 1, 5 + 1, 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        Assert.AreEqual(sheet[1, 1, 2], sheet[8, 1, 2], 1e-6, "the network adds nothing");
    }

    [TestMethod]
    public void Whole_pictures_are_spoiled_alike_every_time_and_shown_in_one_size()
    {
        var architecture = new TranslationArchitecture(
            new SuperResolutionTask(2), new ResidualGenerator { Blocks = 0, Filters = 2 }, 1, 0, 0);
        using var model = Translators.Of(_ml, Translators.Columns(1, 4, 6), Translators.Answering(architecture, 0));
        var given = Translators.Pixels(24);
        var data = _ml.Data.LoadFromEnumerable([new Grey { Given = given }]);
        var sheet = model.Preview(data);
        CollectionAssert.AreEqual(sheet.Values.ToArray(), model.Preview(data).Values.ToArray());
        Assert.AreEqual((22, 6), (sheet.Width, sheet.Height));
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 6; x++)
            {
                var (top, left) = (y / 2 * 2, x / 2 * 2);
                var mean = new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Average(d => given[(6 * (top + d.Item1)) + left + d.Item2]);
                Assert.AreEqual(mean, sheet[1 + x, 1 + y], 1e-5, "a square of the half size");
                Assert.AreEqual(given[(6 * y) + x], sheet[15 + x, 1 + y], 1e-6, "what it was");
            }
    }

    [TestMethod]
    public void Nothing_to_show_and_numbers_that_are_none_are_errors()
    {
        var model = Model();
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => model.Preview(_ml.Data.LoadFromEnumerable(Array.Empty<Grey>()))).Message,
            "Column 'Given' holds no picture to show");
        var data = _ml.Data.LoadFromEnumerable([new Grey { Given = Translators.Pixels(24) }]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Preview(data, 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Preview(null!));
        Assert.AreEqual(
            0, LiveTensors.GrowthBy(() => model.Preview(data)), "no tensor is left");
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Preview(data));
    }

    [TestMethod]
    public void Batches_of_pictures_hold_every_row_with_all_of_them_once_and_end_with_their_turn()
    {
        var rows = Enumerable.Range(0, 150).Select(i => new Grey { Given = Translators.Pixels(24, i), Wanted = new float[24] }).ToArray();
        var format = new ImageFormat(1, 4, 6);
        var sizes = new List<long>();
        var (seen, last) = (0, default(Tensor));
        foreach (var batch in PictureRows.Batches(
            _ml.Data.LoadFromEnumerable(rows), [new ImageInput("Given", "input", format), new ImageInput("Wanted", "target", format)], CPU))
        {
            Assert.HasCount(2, batch);
            if (last is not null)
                Assert.IsTrue(last.IsInvalid, "the one before is gone");
            var numbers = batch[0].data<float>().ToArray();
            for (var row = 0; row < batch[0].size(0); row++, seen++)
                CollectionAssert.AreEqual(rows[seen].Given, numbers[(24 * row)..(24 * (row + 1))]);
            sizes.Add(batch[1].size(0));
            last = batch[0];
        }
        CollectionAssert.AreEqual(new long[] { 64, 64, 22 }, sizes);
        Assert.IsTrue(last!.IsInvalid);
    }

    [TestMethod]
    public void So_many_rows_are_read_as_are_asked_for_and_columns_are_checked_first()
    {
        var rows = Enumerable.Range(0, 9).Select(i => new Grey { Given = Translators.Pixels(24, i) }).ToArray();
        var column = new ImageInput("Given", "input", new ImageFormat(1, 4, 6));
        using (NewDisposeScope())
        {
            var read = PictureRows.Read(_ml.Data.LoadFromEnumerable(rows), [column], 4, CPU);
            CollectionAssert.AreEqual(new long[] { 4, 1, 4, 6 }, read.Single().shape);
            CollectionAssert.AreEqual(rows[3].Given, read[0][3].data<float>().ToArray());
            Assert.IsEmpty(PictureRows.Read(_ml.Data.LoadFromEnumerable(Array.Empty<Grey>()), [column], 4, CPU));
        }
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PictureRows.Read(
            new EmptyView(_ml.Data.LoadFromEnumerable(rows).Schema), [new ImageInput("Other", "input", column.Format)], 1, CPU));
        StringAssert.Contains(error.Message, "'Other'");
    }

    [TestMethod]
    public void A_sheet_shows_smaller_pictures_in_squares_and_other_channels_by_their_mean()
    {
        using var scope = NewDisposeScope();
        var small = tensor(new[] { 0.25f, 2f }, [1, 1, 1, 2]); // beyond white
        var pair = tensor(new[] { 0.2f, 0.4f, 0.6f, 0.8f, 0.4f, 0.8f, 0f, 0f }, [1, 2, 1, 4]);
        var colours = tensor(new[] { 0.1f, 0.2f, 0.3f }, [1, 3, 1, 1]);
        var sheet = ImageSheet.Of([small, pair, colours]);
        Assert.AreEqual((16, 3, 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        float[] first = [0.25f, 0.25f, 1, 1];
        float[] second = [0.3f, 0.6f, 0.3f, 0.4f];
        for (var x = 0; x < 4; x++)
            for (var channel = 0; channel < 3; channel++)
            {
                Assert.AreEqual(first[x], sheet[1 + x, 1, channel], 1e-6);
                Assert.AreEqual(second[x], sheet[6 + x, 1, channel], 1e-6);
                Assert.AreEqual(0.1f * (channel + 1), sheet[11 + x, 1, channel], 1e-6);
            }
    }

    private ImageTranslationTransformer Model() => Translators.Of(
        _ml, Translators.Columns(1, 4, 6), Translators.Answering(
            new TranslationArchitecture(new TranslationTask(1, ImageBase.Input), Translators.Small, 1, 0, 0), 0.25f));
}
