using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using static TorchSharp.torch;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class ImageInputTests
{
    private static readonly ImageFormat Open = new(0, 0, 0);

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Dimensions_of_a_column_say_the_size()
    {
        Assert.AreEqual(new ImageFormat(3, 6, 7), SizeOf(Vector(3, 6, 7)));
        Assert.AreEqual(new ImageFormat(3, 6, 7, ChannelsLast: true), SizeOf(Vector(6, 7, 3), Open with { ChannelsLast = true }));
        Assert.AreEqual(new ImageFormat(1, 6, 7), SizeOf(Vector(6, 7)));
        Assert.AreEqual(new ImageFormat(3, 20, 30), SizeOf(new ImageDataViewType(20, 30)));
        Assert.AreEqual(new ImageFormat(1, 2, 3), SizeOf(Vector(6), new ImageFormat(0, 2, 3)), "height and width alone mean grey");
    }

    [TestMethod]
    public void What_the_options_say_comes_first()
    {
        Assert.AreEqual(new ImageFormat(1, 20, 30), SizeOf(new ImageDataViewType(20, 30), new ImageFormat(1, 0, 0)));
        Assert.AreEqual(new ImageFormat(2, 3, 4), SizeOf(Vector(24), new ImageFormat(2, 3, 4)));
    }

    [TestMethod]
    public void A_size_that_nothing_says_is_asked_for()
    {
        StringAssert.Contains(ErrorOf(Vector(12), Open), "does not say how its numbers form a picture (?x? pixels of ? channels)");
        StringAssert.Contains(ErrorOf(new ImageDataViewType(), Open), "?x? pixels of 3 channels");
        StringAssert.Contains(ErrorOf(Vector(2, 3), new ImageFormat(2, 0, 0)), "holds 6 numbers; 3x2 pixels of 2 channels take 12");
        StringAssert.Contains(ErrorOf(new ImageDataViewType(5, 5), new ImageFormat(2, 0, 0)), "Channels is 2; it must be 1 (grey) or 3");
    }

    [TestMethod]
    public void Numbers_that_look_to_lie_the_other_way_are_refused()
    {
        StringAssert.Contains(ErrorOf(Vector(28, 28, 3), Open),
            "looks like (height, width, channels), but is read as (channels, height, width). Set ChannelsLast");
        StringAssert.Contains(ErrorOf(Vector(3, 28, 28), Open with { ChannelsLast = true }),
            "looks like (channels, height, width), but is read as (height, width, channels). Leave ChannelsLast out");
        StringAssert.Contains(ErrorOf(Vector(5, 5, 4), Open), "if it is right as it is, give Channels");
        Assert.AreEqual(new ImageFormat(5, 4, 3), SizeOf(Vector(5, 4, 3)), "a side of 4 is too small to tell");
        Assert.AreEqual(new ImageFormat(5, 5, 2), SizeOf(Vector(5, 5, 2)), "no picture has 2 channels");
        Assert.AreEqual(new ImageFormat(28, 28, 3), SizeOf(Vector(28, 28, 3), new ImageFormat(28, 28, 3)), "said so");
        Assert.AreEqual(new ImageFormat(1, 9, 8), SizeOf(Vector(9, 8, 1), new ImageFormat(1, 9, 8)), "one channel lies alike in both");
        StringAssert.Contains(ErrorOf(Vector(9, 8, 3), new ImageFormat(3, 9, 8)), "looks like (height, width, channels)");
    }

    [TestMethod]
    public void Only_columns_that_hold_pictures_are_accepted()
    {
        var (known, open, files) = (new ImageInput("I", "feature", new(3, 4, 5)), new ImageColumn("I", "feature", Open),
            new ImageColumn("I", "feature", Open with { AreFiles = true }));
        Assert.IsTrue(known.Accepts(Vector(60)));
        Assert.IsFalse(known.Accepts(Vector(61)));
        Assert.IsTrue(open.Accepts(Vector(61)));
        Assert.IsFalse(open.Accepts(new VectorDataViewType(NumberDataViewType.Single)), "of no known size");
        Assert.IsFalse(open.Accepts(new VectorDataViewType(NumberDataViewType.Byte, 60)));
        Assert.IsTrue(known.Accepts(new ImageDataViewType(4, 5)));
        Assert.IsTrue(known.Accepts(new ImageDataViewType()), "of any size: each is looked at");
        Assert.IsFalse(known.Accepts(new ImageDataViewType(5, 4)));
        Assert.IsFalse(known.Accepts(new ImageDataViewType(4, 6)));
        Assert.IsFalse(open.Accepts(TextDataViewType.Instance));
        Assert.IsTrue(files.Accepts(TextDataViewType.Instance));
        Assert.IsFalse(files.Accepts(new ImageDataViewType(4, 5)));
        Assert.IsFalse(files.Accepts(Vector(60)));
        Assert.AreEqual("Vector<Single, 60> or Image<4, 5>", known.ExpectedType);
        Assert.AreEqual("String", files.ExpectedType);
    }

    [TestMethod]
    public void Shapes_of_columns_are_accepted_like_columns()
    {
        var (open, files) = (new ImageColumn("I", "feature", Open), new ImageColumn("I", "feature", Open with { AreFiles = true }));
        Assert.IsTrue(open.Accepts(SchemaShapes.Column("I", Vector(4))));
        Assert.IsFalse(open.Accepts(SchemaShapes.Column("I", new VectorDataViewType(NumberDataViewType.Single))));
        Assert.IsFalse(open.Accepts(SchemaShapes.Column("I", TextDataViewType.Instance)));
        Assert.IsTrue(files.Accepts(SchemaShapes.Column("I", TextDataViewType.Instance)));
        Assert.IsFalse(files.Accepts(SchemaShapes.Column("I", Vector(4))));
        Assert.IsFalse(open.Accepts(SchemaShapes.Column("I", new VectorDataViewType(new KeyDataViewType(typeof(uint), 3), 4))));
    }

    [TestMethod]
    public void Pixels_with_their_channels_last_become_planes()
    {
        var data = _ml.Data.LoadFromEnumerable([new Pixels { Values = [1, 10, 100, 2, 20, 200] }]);
        using var rows = DataViewBatches.ReadAll(data, [new ImageInput("Values", "feature", new(3, 1, 2, ChannelsLast: true))], CPU);
        CollectionAssert.AreEqual(new long[] { 1, 3, 1, 2 }, rows.Rows.Features.shape);
        CollectionAssert.AreEqual(new float[] { 1, 2, 10, 20, 100, 200 }, rows.Rows.Features.data<float>().ToArray());
    }

    [TestMethod]
    public void A_vector_of_another_size_than_declared_is_named()
    {
        var data = _ml.Data.LoadFromEnumerable([new Pixels(), new Pixels { Values = [1, 2, 3] }]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => DataViewBatches.ReadAll(data, [new ImageInput("Values", "feature", new(3, 1, 2))], CPU));
        StringAssert.Contains(error.Message,
            "Column 'Values' holds 3 values in row 1; the network reads 2x1 pixels of 3 channels, 6 values.");
    }

    [TestMethod]
    public void An_image_becomes_planes_in_memory_and_from_its_file()
    {
        using var folder = new PictureFolder();
        var path = folder.Save("a.png", 2, 1, [255, 0, 0, 255, 0, 51, 102, 255]);
        foreach (var rows in new[] { ReadFiles(new(3, 1, 2, AreFiles: true), path), ReadImages(new(3, 1, 2), folder, "a.png") })
        {
            using (rows)
                CollectionAssert.AreEqual(
                    new[] { 1f, 0, 0, 0.2f, 0, 0.4f },
                        Array.ConvertAll(rows.Rows.Features.data<float>().ToArray(), x => MathF.Round(x, 5)));
        }
    }

    [TestMethod]
    public void A_picture_of_another_size_is_named_with_the_way_out()
    {
        using var folder = new PictureFolder();
        var path = folder.Save("a.png", 2, 1, new byte[8]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ReadFiles(new(3, 2, 1, AreFiles: true), path));
        StringAssert.Contains(error.Message,
            $"The picture '{path}' (column 'Path', row 0) has 2x1 pixels; the network reads 1x2 pixels of 3 channels. Bring");
        var inMemory = Assert.ThrowsExactly<InvalidOperationException>(() => ReadImages(new(3, 2, 2), folder, "a.png"));
        StringAssert.Contains(inMemory.Message, "Column 'Image' in row 0 has 2x1 pixels");
    }

    [TestMethod]
    public void An_unreadable_picture_is_named_or_left_out_as_asked()
    {
        using var folder = new PictureFolder();
        var (good, broken, none) =
            (folder.Save("a.png", 1, 1, [255, 255, 255, 255]), folder.Broken("b.png"), folder.PathOf("no such file.png"));
        foreach (var bad in new[] { broken, none, "" })
        {
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => ReadFiles(new(1, 1, 1, AreFiles: true), good, bad));
            StringAssert.Contains(error.Message, $"The picture '{bad}' (column 'Path', row 1) cannot be read");
            Assert.IsNotNull(error.InnerException);
        }
        using var rows = ReadFiles(new(1, 1, 1, AreFiles: true, SkipsUnreadable: true), broken, good, none, good);
        CollectionAssert.AreEqual(new float[] { 1, 1 },
            Array.ConvertAll(rows.Rows.Features.data<float>().ToArray(), x => MathF.Round(x, 5)));
    }

    [TestMethod]
    public void The_size_of_a_picture_is_checked_for_overflow() =>
        Assert.ThrowsExactly<OverflowException>(() => new ImageFormat(3, 1 << 16, 1 << 16).Count);

    private static VectorDataViewType Vector(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);

    private static ImageFormat SizeOf(DataViewType type, ImageFormat? given = null)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("I", type);
        return new ImageColumn("I", "feature", given ?? Open).SizedBy(new EmptyView(builder.ToSchema())).Format;
    }

    private static string ErrorOf(DataViewType type, ImageFormat given) =>
        Assert.ThrowsExactly<ArgumentException>(() => SizeOf(type, given)).Message;

    private InMemoryBatches ReadFiles(ImageFormat format, params string[] paths) => DataViewBatches.ReadAll(
        _ml.Data.LoadFromEnumerable(paths.Select(path => new Picture { Path = path }).ToArray()),
            [new ImageInput("Path", "feature", format)], CPU);

    private InMemoryBatches ReadImages(ImageFormat format, PictureFolder folder, params string[] names)
    {
        var data = _ml.Data.LoadFromEnumerable(names.Select(name => new Picture { Path = name }).ToArray());
        var images = _ml.Transforms.LoadImages("Image", folder.Folder, "Path").Fit(data).Transform(data);
        return DataViewBatches.ReadAll(images, [new ImageInput("Image", "feature", format)], CPU);
    }

    private sealed class Picture
    {
        public string Path { get; set; } = "";
    }

    private sealed class Pixels
    {
        [VectorType(6)]
        public float[] Values { get; set; } = new float[6];
    }
}
