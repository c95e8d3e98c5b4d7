using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Sheets of what is given, made and wanted.</summary>
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

    private ImageTranslationTransformer Model() => Translators.Of(
        _ml, Translators.Columns(1, 4, 6), Translators.Answering(
            new TranslationArchitecture(new TranslationTask(1, ImageBase.Input), Translators.Small, 1, 0, 0), 0.25f));
}
