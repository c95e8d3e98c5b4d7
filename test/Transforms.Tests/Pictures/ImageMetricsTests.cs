using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms.Tests.Pictures;

[TestClass]
public sealed class ImageMetricsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Columns_are_compared_picture_by_picture_and_rows_without_an_answer_left_out()
    {
        var rows = new[]
        {
            new Row { Made = Even(0.5f), Target = Even(0.6f) }, // 20 dB
            new Row { Made = Even(0.25f), Target = Even(0.25f) }, // 100 dB, the most
            new Row { Made = Even(float.NaN), Target = Even(0.5f) },
        };
        var found = ImageMetrics.Of(_ml.Data.LoadFromEnumerable(rows), "Made", "Target");
        Assert.AreEqual(2, found.PictureCount);
        Assert.AreEqual(60, found.PeakSignalToNoise, 1e-4);
        Assert.AreEqual(0.05, found.AbsoluteError, 1e-6);
        var even = ((2 * 0.5 * 0.6) + 1e-4) / ((0.5 * 0.5) + (0.6 * 0.6) + 1e-4);
        Assert.AreEqual((even + 1) / 2, found.StructuralSimilarity, 1e-5);
    }

    [TestMethod]
    public void Images_are_compared_as_their_colours()
    {
        var rows = new[] { new ImageRow { Made = Image(0), Target = Image(51) } };
        var found = ImageMetrics.Of(_ml.Data.LoadFromEnumerable(rows), "Made", "Target");
        Assert.AreEqual(0.2, found.AbsoluteError, 1e-6);
        Assert.AreEqual(10 * Math.Log10(1 / 0.04), found.PeakSignalToNoise, 1e-4);
    }

    [TestMethod]
    public void Two_pictures_are_compared_by_themselves()
    {
        var found = ImageMetrics.Of(new Picture(2, 1, 1, [0.1f, 0.3f]), new Picture(2, 1, 1, [0.2f, 0.3f]));
        Assert.AreEqual((1, 0.05), (found.PictureCount, Math.Round(found.AbsoluteError, 6)));
        Assert.AreEqual(10 * Math.Log10(2 / 0.01), found.PeakSignalToNoise, 1e-3);
    }

    [TestMethod]
    public void Pictures_of_other_sizes_and_data_without_any_are_refused_in_words()
    {
        var rows = new[] { new Row { Made = Even(float.NaN), Target = Even(0.5f), Small = [1, 2, 3, 4] } };
        var data = _ml.Data.LoadFromEnumerable(rows);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ImageMetrics.Of(data, "Made", "Small")).Message,
            "Column 'Made' holds 4x3 pixels of 1 channel, and column 'Small' 2x2 pixels of 1 channel");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => ImageMetrics.Of(data, "Made", "Target")).Message, "No row holds");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ImageMetrics.Of(data, "Made", "Absent")).Message, "'Absent'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => ImageMetrics.Of(new Picture(2, 1, 1, [0, 0]), new Picture(1, 2, 1, [0, 0]))).Message,
            "The picture has 2x1 pixels of 1 channels, its target 1x2 of 1");
    }

    private static float[] Even(float level) => [.. Enumerable.Repeat(level, 12)];

    private static MLImage Image(byte level)
    {
        var bytes = new byte[4 * 12];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = i % 4 == 3 ? (byte)255 : level;
        return MLImage.CreateFromPixels(4, 3, MLPixelFormat.Rgba32, bytes);
    }

    private sealed class Row
    {
        [VectorType(1, 3, 4)]
        public float[] Made { get; set; } = [];

        [VectorType(1, 3, 4)]
        public float[] Target { get; set; } = [];

        [VectorType(2, 2)]
        public float[] Small { get; set; } = [0, 0, 0, 0];
    }

    private sealed class ImageRow
    {
        [ImageType(3, 4)]
        public MLImage Made { get; set; } = null!;

        [ImageType(3, 4)]
        public MLImage Target { get; set; } = null!;
    }
}
