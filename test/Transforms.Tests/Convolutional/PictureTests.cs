using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Convolutional;

[TestClass]
public sealed class PictureTests
{
    [TestMethod]
    public void A_pixel_is_found_by_column_row_and_channel()
    {
        var picture = new Picture(2, 3, 3, Enumerable.Range(0, 18).Select(i => (float)i));
        Assert.AreEqual(0f, picture[0, 0]);
        Assert.AreEqual(1f, picture[1, 0]);
        Assert.AreEqual(5f, picture[1, 2]);
        Assert.AreEqual(6f, picture[0, 0, 1]);
        Assert.AreEqual(17f, picture[1, 2, 2]);
    }

    [TestMethod]
    [DataRow(2, 2, 1, 3)]
    [DataRow(2, 2, 2, 8)]
    [DataRow(0, 2, 1, 0)]
    [DataRow(2, -1, 1, 0)]
    [DataRow(65536, 65536, 1, 0)]
    public void Values_that_make_no_picture_are_refused(int width, int height, int channels, int count) =>
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new Picture(width, height, channels, new float[count])).Message,
            $"{width}x{height} pixels of {channels} channels do not take {count} values");

    [TestMethod]
    [DataRow(-1, 0, 0)]
    [DataRow(2, 0, 0)]
    [DataRow(0, -1, 0)]
    [DataRow(0, 2, 0)]
    [DataRow(0, 0, 1)]
    [DataRow(0, 0, -1)]
    public void A_pixel_outside_is_refused(int x, int y, int channel) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Picture(2, 2, 1, [1, 2, 3, 4])[x, y, channel]);

    [TestMethod]
    public void Stretching_brings_the_values_to_0_and_1()
    {
        CollectionAssert.AreEqual(new[] { 0f, 0.5f, 1f }, Row(-2, 0, 2).Stretched().Values.ToArray());
        CollectionAssert.AreEqual(new[] { 0f, 0f, 1f }, Row(-2, 0, 2).Stretched(from: 0).Values.ToArray(), "what lies below is 0");
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f }, Row(3, 3, 3).Stretched().Values.ToArray(), "an even picture is dark");
        CollectionAssert.AreEqual(new[] { 0f, 0f, 0f }, Row(1, 2, 3).Stretched(from: 5).Values.ToArray(), "all lie below");
    }

    [TestMethod]
    public void A_sheet_holds_the_pictures_row_by_row_with_a_line_between()
    {
        var sheet = Picture.Sheet([Row(0.1f, 0.2f), Row(0.3f, 0.4f), Row(0.5f, 0.6f)], columns: 2);
        Assert.AreEqual((7, 5, 1), (sheet.Width, sheet.Height, sheet.ChannelCount));
        Assert.AreEqual(0.1f, sheet[1, 1]);
        Assert.AreEqual(0.4f, sheet[5, 1]);
        Assert.AreEqual(0.5f, sheet[1, 3]);
        Assert.AreEqual(0.6f, sheet[2, 3]);
        foreach (var (x, y) in new[] { (0, 0), (3, 1), (6, 1), (1, 2), (4, 3), (6, 4) })
            Assert.AreEqual(0.4f, sheet[x, y], $"the ground at ({x}, {y})");
    }

    [TestMethod]
    public void A_sheet_is_no_wider_than_its_pictures_and_grey_ones_go_with_coloured()
    {
        var coloured = new Picture(1, 1, 3, [0.7f, 0.8f, 0.9f]);
        var sheet = Picture.Sheet([Row(0.5f), coloured], columns: 10);
        Assert.AreEqual((5, 3, 3), (sheet.Width, sheet.Height, sheet.ChannelCount));
        CollectionAssert.AreEqual(new[] { 0.5f, 0.5f, 0.5f }, new[] { sheet[1, 1, 0], sheet[1, 1, 1], sheet[1, 1, 2] });
        CollectionAssert.AreEqual(new[] { 0.7f, 0.8f, 0.9f }, new[] { sheet[3, 1, 0], sheet[3, 1, 1], sheet[3, 1, 2] });
    }

    [TestMethod]
    public void A_sheet_of_nothing_or_of_different_sizes_is_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => Picture.Sheet([], 1));
        Assert.ThrowsExactly<ArgumentException>(() => Picture.Sheet([Row(1), Row(1, 2)], 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Picture.Sheet([Row(1)], 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => Picture.Sheet(null!, 1));
    }

    [TestMethod]
    public void A_saved_picture_has_its_pixels_each_as_large_as_asked()
    {
        var folder = Directory.CreateTempSubdirectory("pictures").FullName;
        try
        {
            var path = Path.Combine(folder, "below", "picture.png");
            new Picture(2, 1, 3, [0, 1, 0.5f, 2, -1, 0.2f]).Save(path, scale: 2);
            using var image = MLImage.CreateFromFile(path);
            Assert.AreEqual((4, 2), (image.Width, image.Height));
            var (red, blue) = image.PixelFormat == MLPixelFormat.Bgra32 ? (2, 0) : (0, 2);
            foreach (var pixel in new[] { 0, 1, 4, 5 })
                CollectionAssert.AreEqual(new byte[] { 0, 128, 0, 255 }, Pixel(pixel), $"pixel {pixel}");
            foreach (var pixel in new[] { 2, 3, 6, 7 })
                CollectionAssert.AreEqual(new byte[] { 255, 255, 51, 255 }, Pixel(pixel), $"pixel {pixel}");
            byte[] Pixel(int i) =>
                [image.Pixels[(i * 4) + red], image.Pixels[(i * 4) + 1], image.Pixels[(i * 4) + blue], image.Pixels[(i * 4) + 3]];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Planes_and_filters_become_pictures()
    {
        using var scope = NewDisposeScope();
        var planes = Picture.Channels(arange(8).to(ScalarType.Float32).reshape(2, 2, 2));
        Assert.HasCount(2, planes);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6, 7 }, planes[1].Values.ToArray());
        var filters = Picture.Colours(arange(12).to(ScalarType.Float64).reshape(2, 3, 1, 2));
        Assert.AreEqual((2, 1, 3), (filters[1].Width, filters[1].Height, filters[1].ChannelCount));
        CollectionAssert.AreEqual(new float[] { 6, 7, 8, 9, 10, 11 }, filters[1].Values.ToArray());
    }

    private static Picture Row(params float[] values) => new(values.Length, 1, 1, values);
}
