using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class PictureFilesTests
{
    private const int Side = 48;
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("pictures").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("png", true)]
    [DataRow("png", false)]
    [DataRow("jpg", true)]
    [DataRow("jpg", false)]
    public void A_picture_file_that_was_cut_is_unreadable(string kind, bool files)
    {
        var data = Files(kind);
        var cut = Path.Combine(_folder, $"4.{kind}");
        var bytes = File.ReadAllBytes(cut);
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 6 / 10)]);
        var read = files ? data : Loaded(data);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit(read, files, UnreadablePictures.Error));
        StringAssert.Contains(error.Message, cut);
        StringAssert.Contains(error.Message, "row 4");
        StringAssert.Contains(error.Message, "its end is missing");
        using var model = Fit(read, files, UnreadablePictures.SkipRow);
        var scores = model.Transform(read).GetColumn<float[]>("Score").ToArray();
        for (var row = 0; row < scores.Length; row++)
            Assert.AreEqual(row == 4, float.IsNaN(scores[row][0]), $"row {row}");
    }

    [TestMethod]
    [DataRow(1, "BW/BW")]
    [DataRow(2, "WB/WB")]
    [DataRow(3, "WB/WB")]
    [DataRow(4, "BW/BW")]
    [DataRow(5, "BB/WW")]
    [DataRow(6, "BB/WW")]
    [DataRow(7, "WW/BB")]
    [DataRow(8, "WW/BB")]
    public void The_orientation_that_a_camera_has_noted_is_applied_to_files(int orientation, string expected)
    {
        // stored: the left half black, the right half white; a corner mark tells mirrored pictures from turned ones
        var values = Enumerable.Range(0, 16 * 16).Select(i => i % 16 < 8 ? 0f : 1f).ToArray();
        for (var i = 0; i < 16; i++)
            values[(i / 4 * 16) + (i % 4)] = 0.5f; // grey at the top left as stored
        var path = Path.Combine(_folder, "turned.jpg");
        new Picture(16, 16, 1, values).Save(path);
        File.WriteAllBytes(path, WithOrientation(File.ReadAllBytes(path), orientation));
        var read = DeepML.Data.PictureFile.Read(path);
        Assert.AreEqual((16, 16), (read.Width, read.Height));
        Assert.AreEqual(expected, $"{Tone(5, 6)}{Tone(10, 6)}/{Tone(5, 9)}{Tone(10, 9)}");
        var (x, y) = orientation switch
        {
            1 => (1, 1),
            2 => (14, 1),
            3 => (14, 14),
            4 => (1, 14),
            5 => (1, 1),
            6 => (14, 1),
            7 =>
            (14, 14),
            _ => (1, 14)
        };
        Assert.AreEqual(128, read.Pixels[((y * 16) + x) * 4], 40.0, "where the stored top left has gone");

        char Tone(int left, int top) => read.Pixels[((top * 16) + left) * 4] < 128 ? 'B' : 'W';
    }

    [TestMethod]
    public void A_file_is_read_as_by_MLImage()
    {
        Files("png");
        var path = Path.Combine(_folder, "3.png");
        using var image = MLImage.CreateFromFile(path);
        var read = DeepML.Data.PictureFile.Read(path);
        var blueFirst = image.PixelFormat == MLPixelFormat.Bgra32;
        for (var i = 0; i < read.Pixels.Length; i++)
            Assert.AreEqual(image.Pixels[blueFirst && i % 4 != 3 && i % 4 != 1 ? i ^ 2 : i], read.Pixels[i]);
    }

    [TestMethod]
    public void A_fault_of_the_pipeline_before_is_no_unreadable_picture()
    {
        var data = Files("png");
        var mapping = _ml.Transforms.CustomMapping<PictureFileRow, ChosenRow>(
            (row, chosen) => chosen.Chosen = row.File == "4.png" ? throw new IOException("the network is down") : row.File, null);
        var loaded = mapping.Append(_ml.Transforms.LoadImages("Picture", _folder, "Chosen")).Fit(data).Transform(data);
        StringAssert.Contains(
            Assert.Throws<Exception>(() => Fit(loaded, files: false, UnreadablePictures.SkipRow)).ToString(), "the network is down");
    }

    [TestMethod]
    public void A_picture_in_memory_that_ResizeImages_has_disposed_is_told_with_the_way_round()
    {
        var rows = Enumerable.Range(0, 12).Select(i => new MemoryRow { Image = Image(i), Name = $"{i % 2}" }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var chain = _ml.Transforms.ResizeImages("Picture", Side, Side, "Image")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Name"));
        var resized = chain.Fit(data).Transform(data);
        using var model = Fit(resized, files: false, UnreadablePictures.SkipRow);
        var error = Assert.Throws<Exception>(() => model.Transform(resized).GetColumn<float[]>("Score").ToArray());
        StringAssert.Contains(error.ToString(), "ResizeImages");
        StringAssert.Contains(error.ToString(), "has been disposed already");
    }

    private static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, // big-endian, the directory follows
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, // one entry: orientation, a short
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static MLImage Image(int seed)
    {
        var bytes = new byte[Side * Side * 4];
        new Random(seed).NextBytes(bytes);
        return MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, bytes);
    }

    private ConvolutionalNetworkTransformer Fit(IDataView data, bool files, UnreadablePictures unreadable) =>
        _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(ConvolutionalLearningTests.Small(1) with
        {
            FeatureColumnName = files ? "Path" : "Picture",
            Height = Side,
            Width = Side,
            Channels = 1,
            FilePaths = files,
            WhenUnreadable = unreadable,
        }).Fit(data);

    private IDataView Loaded(IDataView data) =>
        _ml.Transforms.LoadImages("Picture", _folder, "File")
            .Append(_ml.Transforms.ResizeImages("Picture", Side, Side)).Fit(data).Transform(data);

    private IDataView Files(string kind)
    {
        var rows = Enumerable.Range(0, 12).Select(i =>
        {
            var random = new Random(i);
            var path = Path.Combine(_folder, $"{i}.{kind}");
            new Picture(Side, Side, 1, Enumerable.Range(0, Side * Side).Select(_ => random.NextSingle())).Save(path);
            return new PictureFileRow { Path = path, File = $"{i}.{kind}", Name = $"{i % 2}" };
        });
        return PictureFileRow.Load(_ml, rows);
    }

    private sealed class MemoryRow
    {
        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public string Name { get; set; } = "";
    }
}
