using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Reading, drawing and enlarging pictures with a network whose weights are 0, so that interpolation alone is left.</summary>
[TestClass]
public sealed class PictureRowsTests
{
    private static readonly ImageFormat Format = new(1, 2, 3);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_in_which_a_picture_is_missing_are_left_out_of_every_column()
    {
        using var scope = NewDisposeScope();
        using var images = new Images(_ml, [0, 255, null, 255]);
        SizedColumn[] columns =
            [new ImageInput("Image", "input", Format with { SkipsUnreadable = true }), new ImageInput("Plane", "target", Format)];
        var read = PictureRows.Read(images.View, columns, 10, CPU);
        Assert.HasCount(2, read);
        CollectionAssert.AreEqual(new long[] { 3, 1, 2, 3 }, read[0].shape);
        CollectionAssert.AreEqual(new float[] { 0, 1, 1 }, read[0].select(3, 0).select(2, 0).flatten().data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 1, 3 }, read[1].select(3, 0).select(2, 0).flatten().data<float>().ToArray(),
            "the third row is left out");
        Assert.AreEqual(2, PictureRows.Read(images.View, columns, 2, CPU)[0].size(0));
        Assert.IsEmpty(PictureRows.Read(Planes(0), [columns[1]], 10, CPU));
    }

    [TestMethod]
    public void Some_rows_at_a_time_are_all_rows_in_their_order()
    {
        var column = new ImageInput("Plane", "input", Format);
        var (sizes, first) = (new List<long>(), new List<float>());
        Assert.AreEqual(0, LiveTensors.GrowthBy(() =>
        {
            foreach (var batch in PictureRows.Batches(Planes(150), [column], CPU))
            {
                using var scope = NewDisposeScope();
                sizes.Add(batch[0].size(0));
                first.AddRange(batch[0].flatten(1).select(1, 0).contiguous().data<float>().ToArray());
            }
        }));
        CollectionAssert.AreEqual(new long[] { 64, 64, 22 }, sizes);
        CollectionAssert.AreEqual(Enumerable.Range(0, 150).Select(i => (float)i).ToArray(), first);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => PictureRows.Batches(Planes(1), [new ImageInput("Nothing", "input", Format)], CPU).Count());
    }

    [TestMethod]
    public void A_sheet_has_a_row_for_each_picture_and_shows_small_ones_in_squares()
    {
        using var scope = NewDisposeScope();
        var large = arange(0, 2 * 3 * 4 * 4, float32).reshape(2, 3, 4, 4).div(tensor(96f));
        var small = tensor(new[] { -1f, 0.25f, 0.5f, 2 }, [1, 1, 2, 2]).expand(2, 1, 2, 2);
        var twoChannels = cat([zeros(2, 1, 4, 4), ones(2, 1, 4, 4)], 1);
        var sheet = ImageSheet.Of([large, small, twoChannels]);
        Assert.AreEqual((1 + (3 * 5), 1 + (2 * 5), 3), (sheet.Width, sheet.Height, sheet.ChannelCount), "a line around each");
        Assert.AreEqual(large[1, 2, 3, 1].item<float>(), sheet[1 + 1, 6 + 3, 2], 1e-6);
        for (var channel = 0; channel < 3; channel++)
        {
            Assert.AreEqual(0, sheet[6, 1, channel], "below 0 is black");
            Assert.AreEqual(0.25f, sheet[6 + 3, 6 + 1, channel]);
            Assert.AreEqual(0.5f, sheet[6 + 1, 6 + 2, channel]);
            Assert.AreEqual(1, sheet[6 + 2, 1 + 3, channel], "above 1 is white");
            Assert.AreEqual(0.5f, sheet[11, 1, channel], 1e-6, "what has no colours is shown by its mean");
        }
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(5, 4)]
    public void A_network_that_adds_nothing_leaves_what_interpolation_makes(int height, int width)
    {
        using var model = Model(UnfitSizes.Pad);
        var random = new Random(1);
        float[][] planes = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, height * width)
            .Select(_ => (float)random.NextDouble()).ToArray())];
        planes[1][2] = float.NaN; // cannot be scored
        var view = View(planes, height, width);
        var made = model.Transform(view);
        CollectionAssert.AreEqual(new[] { 1, 2 * height, 2 * width }, ((VectorDataViewType)made.Schema["Out"].Type).Dimensions.ToArray());
        var rows = Cells.Read(made, made.Schema["Out"]);
        using var scope = NewDisposeScope();
        for (var row = 0; row < 3; row++)
        {
            var expected = nn.functional.interpolate(
                tensor(planes[row], [1, 1, height, width]), [2 * height, 2 * width], mode: InterpolationMode.Bicubic,
                align_corners: false).clamp(0, 1).flatten().data<float>().ToArray();
            if (row == 1)
                Assert.IsTrue(rows[row].All(float.IsNaN));
            else
                Cells.AreEqual([expected], [rows[row]], 1e-5, $"row {row}");
        }
    }

    [TestMethod]
    public void A_size_that_is_refused_is_refused_before_any_row_is_read()
    {
        using var model = Model(UnfitSizes.Error);
        model.Transform(View([new float[8]], 2, 4));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Transform(View([new float[15]], 3, 5))).Message,
            "multiples of 2. The nearest sizes are 4x2 and 6x4");
    }

    [TestMethod]
    public void A_preview_shows_the_spoiled_picture_what_is_made_of_it_and_the_whole_one()
    {
        using var model = Model(UnfitSizes.Pad);
        float[] plane = [0, 0, 1, 1, 0, 0, 1, 1, 0.5f, 0.5f, 0.25f, 0.25f, 0.5f, 0.5f, 0.25f, 0.25f];
        var sheet = model.Preview(View([plane, plane, plane], 4, 4), count: 2);
        Assert.AreEqual((1 + (3 * 5), 1 + (2 * 5)), (sheet.Width, sheet.Height));
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
            {
                Assert.AreEqual(plane[(y * 4) + x], sheet[11 + x, 1 + y], $"the whole picture at {x}, {y}");
                Assert.AreEqual(plane[(y * 4) + x], sheet[1 + x, 6 + y], 1e-6, "halved, and shown in squares, it is the same");
            }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Preview(View([plane], 4, 4), count: 0));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Preview(null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.Preview(View([], 4, 4))).Message, "'Plane' holds no picture");
    }

    private ImageTranslationTransformer Model(UnfitSizes unfit)
    {
        var columns = new ImageTranslationColumns("Out", "Plane", null, null, Format, MakesImages: false, TileSize: 0, unfit);
        var architecture = new TranslationArchitecture(
            new SuperResolutionTask(2), new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 }, 1, 0, 0);
        var network = new TranslationNetwork(architecture);
        using (no_grad())
            foreach (var weight in network.parameters())
                weight.zero_();
        network.eval();
        return new ImageTranslationTransformer(
            _ml, new ImageTranslationDescription(columns, architecture, new TrainingHistory()), network, CPU);
    }

    private IDataView Planes(int count) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(i => new Row { Plane = [i, 0, 0, 0, 0, 0] }).ToArray());

    private IDataView View(float[][] planes, int height, int width)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Plane)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, height, width);
        return _ml.Data.LoadFromEnumerable(planes.Select(plane => new Row { Plane = plane }).ToArray(), schema);
    }

    private sealed class Row
    {
        [VectorType(1, 2, 3)]
        public float[] Plane { get; set; } = [];
    }

    // Pictures of one level each, beside planes that hold the number of their row; no picture where there is no level.
    private sealed class Images : IDisposable
    {
        private readonly ImageRow[] _rows;

        public Images(MLContext ml, int?[] levels)
        {
            _rows = [.. levels.Select((level, i) => new ImageRow
            {
                Image = level is { } found
                    ? MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, Enumerable.Repeat((byte)found, 24).ToArray()) : null,
                Plane = [i, 0, 0, 0, 0, 0],
            })];
            View = ml.Data.LoadFromEnumerable(_rows);
        }

        public IDataView View { get; }

        public void Dispose() => Array.ForEach(_rows, row => row.Image?.Dispose());
    }

    private sealed class ImageRow
    {
        [Microsoft.ML.Transforms.Image.ImageType(2, 3)]
        public MLImage? Image { get; set; }

        [VectorType(1, 2, 3)]
        public float[] Plane { get; set; } = [];
    }
}
