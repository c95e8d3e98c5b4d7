using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using static Microsoft.ML.Transforms.Image.ImagePixelExtractingEstimator;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ImageTransformTests
{
    private const int Height = 2;
    private const int Width = 3;

    private sealed class Row
    {
        [ImageType(Height, Width)]
        public MLImage? Image { get; set; }
    }

    private sealed class Unsized
    {
        [ImageType]
        public MLImage? Image { get; set; }
    }

    private sealed class Named
    {
        public string Path = "";
    }

    private sealed class Vector
    {
        [VectorType(Height * Width * 3)]
        public float[] V = [];
    }

    private static readonly MLContext Ml = new(1);

    private static (int R, int G, int B) Pixel(int x, int y) => (10 * x + y, 100 + 10 * x + y, 200 + 10 * x + y);

    private static IDataView Images(params Func<MLImage?>[] images) => Ml.Data.LoadFromEnumerable(images.Select(i => new Row { Image = i() }));

    private static IDataView Sample(MLPixelFormat format = MLPixelFormat.Bgra32) => Images(() => ImageTestPixels.Create(Width, Height, Pixel, format));

    private static IDataView Apply(IEstimator<ITransformer> estimator, IDataView data) => estimator.Fit(data).Transform(data);

    private static MLImage Single(IDataView view, string column) => view.GetColumn<MLImage>(column).Single();

    [TestMethod]
    public void Image_types_compare_by_size_and_need_one_in_the_attribute()
    {
        Assert.AreEqual("Image<2, 3>", new ImageDataViewType(2, 3).ToString());
        Assert.AreEqual("Image", new ImageDataViewType().ToString());
        Assert.IsTrue(new ImageDataViewType(2, 3).Equals((DataViewType)new ImageDataViewType(2, 3)));
        Assert.IsFalse(new ImageDataViewType(2, 3).Equals((DataViewType)new ImageDataViewType(3, 2)));
        Assert.AreEqual((2, 3), Sample().Schema["Image"].Type is ImageDataViewType type ? (type.Height, type.Width) : default);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Data.LoadFromEnumerable(Array.Empty<Unsized>()));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ImageDataViewType(0, 3));
    }

    [TestMethod]
    [DataRow(ColorsOrder.ARGB, "RGB")]
    [DataRow(ColorsOrder.ARBG, "RBG")]
    [DataRow(ColorsOrder.ABRG, "BRG")]
    [DataRow(ColorsOrder.ABGR, "BGR")]
    [DataRow(ColorsOrder.AGRB, "GRB")]
    [DataRow(ColorsOrder.AGBR, "GBR")]
    public void Planes_follow_the_order_of_colours(ColorsOrder order, string planes)
    {
        foreach (var format in new[] { MLPixelFormat.Bgra32, MLPixelFormat.Rgba32 })
        {
            foreach (var interleaved in new[] { false, true })
            {
                var view = Apply(Ml.Transforms.ExtractPixels("P", "Image", orderOfExtraction: order, interleavePixelColors: interleaved), Sample(format));
                Assert.AreEqual(interleaved ? new VectorDataViewType(NumberDataViewType.Single, Height, Width, 3) : new VectorDataViewType(NumberDataViewType.Single, 3, Height, Width), view.Schema["P"].Type);
                var values = view.Vectors("P").Single();
                for (var c = 0; c < 3; c++)
                    for (var y = 0; y < Height; y++)
                        for (var x = 0; x < Width; x++)
                        {
                            var (r, g, b) = Pixel(x, y);
                            var expected = planes[c] switch { 'R' => r, 'G' => g, _ => b };
                            Assert.AreEqual(expected, values[interleaved ? (y * Width + x) * 3 + c : (c * Height + y) * Width + x]);
                        }
            }
        }
    }

    [TestMethod]
    public void Chosen_colours_only_and_bytes_without_scaling()
    {
        var view = Apply(Ml.Transforms.ExtractPixels("P", "Image", ColorBits.Alpha | ColorBits.Blue, ColorsOrder.ABGR, interleavePixelColors: true, offsetImage: 100, scaleImage: 2, outputAsFloatArray: false), Sample());

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, Height, Width, 2), view.Schema["P"].Type);
        CollectionAssert.AreEqual(new byte[] { 255, 200, 255, 210, 255, 220, 255, 201, 255, 211, 255, 221 }, view.GetColumn<byte[]>("P").Single());
    }

    [TestMethod]
    public void Offset_comes_before_scale()
    {
        var values = Apply(Ml.Transforms.ExtractPixels("P", "Image", ColorBits.Red, offsetImage: 10, scaleImage: 0.5f), Sample()).Vectors("P").Single();

        TextTestViews.AreSame([-5, 0, 5, -4.5f, 0.5f, 5.5f], values);
    }

    [TestMethod]
    public void Impossible_extraction_is_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Image", scaleImage: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Image", scaleImage: float.NaN));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Image", colorsToExtract: 0));
        var paths = Ml.Data.LoadFromEnumerable(new[] { new Named { Path = "x" } });
        var unsized = Apply(Ml.Transforms.LoadImages("Image", null, "Path"), paths);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Image").Fit(unsized)).Message, "known-size image");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Path").Fit(paths));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ExtractPixels("P", "Missing").Fit(paths));
    }

    [TestMethod]
    public void A_null_image_has_no_pixels_and_a_wrong_size_is_an_error()
    {
        var extract = Ml.Transforms.ExtractPixels("P", "Image");
        var buffer = Apply(extract, Images(() => null)).GetColumn<VBuffer<float>>("P").Single();
        Assert.AreEqual((18, 0), (buffer.Length, buffer.GetValues().Length));
        var wrong = Apply(extract, Images(() => ImageTestPixels.Uniform(3, 3, 0, 0, 0)));

        Assert.ThrowsExactly<InvalidOperationException>(() => wrong.Vectors("P"));
    }

    [TestMethod]
    public void An_image_from_memory_is_disposed_after_one_pass()
    {
        var image = ImageTestPixels.Create(Width, Height, Pixel);
        var view = Apply(Ml.Transforms.ExtractPixels("P", "Image"), Images(() => image));
        Assert.AreEqual(1, view.Vectors("P").Length);

        Assert.ThrowsExactly<InvalidOperationException>(() => image.Width);
    }

    [TestMethod]
    public void Grayscale_weighs_the_colours_and_is_opaque()
    {
        var view = Apply(Ml.Transforms.ConvertToGrayscale("Gray", "Image"), Images(() => MLImage.CreateFromPixels(3, 2, MLPixelFormat.Rgba32, [.. Enumerable.Repeat<byte[]>([100, 50, 200, 9], 6).SelectMany(p => p)])));
        var gray = Single(view, "Gray");

        Assert.AreEqual("Image<2, 3>", view.Schema["Gray"].Type.ToString());
        Assert.AreEqual((82, 82, 82), gray.At(2, 1));
        Assert.AreEqual(255, gray.Pixels[3]);
    }

    [TestMethod]
    public void Resizing_gives_the_declared_type_and_passes_fitting_images_on()
    {
        var image = ImageTestPixels.Create(Width, Height, Pixel);
        var view = Apply(Ml.Transforms.ResizeImages("Out", imageWidth: Width, imageHeight: Height, "Image"), Images(() => image));
        Assert.AreEqual("Image<2, 3>", view.Schema["Out"].Type.ToString());
        using var cursor = view.GetRowCursor(view.Schema);
        MLImage? result = null;
        cursor.MoveNext();
        cursor.GetGetter<MLImage>(view.Schema["Out"])(ref result!);

        Assert.AreSame(image, result);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ResizeImages("Out", 0, 2, "Image"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ResizeImages("Out", 2, -1, "Image"));
    }

    [TestMethod]
    public void Fill_stretches_with_the_nearest_pixel()
    {
        var image = Resize(ImageTestPixels.Create(2, 2, (x, y) => (x * 100, y * 100, 0)), 4, 2, ResizingKind.Fill);

        for (var x = 0; x < 4; x++)
            for (var y = 0; y < 2; y++)
                Assert.AreEqual((x / 2 * 100, y * 100, 0), image.At(x, y));
    }

    [TestMethod]
    [DataRow(8, 4, 0, 2, 8, 6)]
    [DataRow(4, 8, 2, 0, 6, 8)]
    [DataRow(3, 8, 2, 0, 5, 8)]
    public void Padding_centres_on_opaque_black(int width, int height, int left, int top, int right, int bottom)
    {
        var image = Resize(ImageTestPixels.Uniform(width, height, 200, 100, 50), 8, 8, ResizingKind.IsoPad, Anchor.Left);

        for (var x = 0; x < 8; x++)
            for (var y = 0; y < 8; y++)
                Assert.AreEqual(x >= left && x < right && y >= top && y < bottom ? (200, 100, 50) : (0, 0, 0), image.At(x, y), $"{x}, {y}");
        Assert.IsTrue(Enumerable.Range(0, 64).All(i => image.Pixels[4 * i + 3] == 255));
    }

    [TestMethod]
    [DataRow(Anchor.Left, 0)]
    [DataRow(Anchor.Center, 4)]
    [DataRow(Anchor.Right, 8)]
    [DataRow(Anchor.Top, 4)]
    [DataRow(Anchor.Bottom, 4)]
    public void Cropping_keeps_the_side_of_the_anchor(Anchor anchor, int firstColumn)
    {
        // 12 x 4 scaled by 2 to 24 x 8; eight columns stay.
        var image = Resize(ImageTestPixels.Create(12, 4, (x, _) => (x / 4 * 100, 7, 7)), 8, 8, ResizingKind.IsoCrop, anchor);
        var columns = Enumerable.Range(0, 8).Select(x => image.At(x, 4).R).ToArray();
        var expected = Enumerable.Range(0, 8).Select(x => (2 * firstColumn + x) / 8 * 100).ToArray();

        for (var x = 1; x < 7; x++)
            Assert.AreEqual(expected[x], columns[x], 4, $"column {x}: {string.Join(' ', columns)}");
    }

    [TestMethod]
    public void Cropping_cuts_top_or_bottom_of_tall_images_and_truncates_offsets()
    {
        var crop = new ImageResizer(10, 10, ResizingKind.IsoCrop, Anchor.Center);

        Assert.AreEqual((0, -2, 10, 15), crop.Place(2, 3));
        Assert.AreEqual((0, 0, 10, 15), (crop with { CropAnchor = Anchor.Top }).Place(2, 3));
        Assert.AreEqual((0, -5, 10, 15), (crop with { CropAnchor = Anchor.Bottom }).Place(2, 3));
        Assert.AreEqual((0, -2, 10, 15), (crop with { CropAnchor = Anchor.Left }).Place(2, 3));
        Assert.AreEqual((1, 0, 6, 10), (crop with { Kind = ResizingKind.IsoPad }).Place(2, 3));
    }

    [TestMethod]
    public void A_smooth_image_stays_smooth_when_scaled()
    {
        var image = Resize(ImageTestPixels.Create(64, 64, (x, y) => (4 * x, 4 * y, 128)), 32, 32, ResizingKind.IsoPad);

        for (var x = 2; x < 30; x++)
            for (var y = 2; y < 30; y++)
            {
                Assert.AreEqual(8 * x + 2, image.At(x, y).R, 1.5);
                Assert.AreEqual(8 * y + 2, image.At(x, y).G, 1.5);
            }
    }

    [TestMethod]
    public void Vectors_become_images_and_pixels_again()
    {
        var expected = Enumerable.Range(0, Height * Width * 3).Select(i => (float)(10 * i)).ToArray();
        foreach (var interleaved in new[] { false, true })
        {
            var data = Ml.Data.LoadFromEnumerable([new Vector { V = expected }]);
            var pipeline = Ml.Transforms.ConvertToImage(Height, Width, "Image", "V", orderOfColors: ColorsOrder.ABGR, interleavedColors: interleaved)
                .Append(Ml.Transforms.ExtractPixels("P", "Image", orderOfExtraction: ColorsOrder.ABGR, interleavePixelColors: interleaved));

            TextTestViews.AreSame(expected, Apply(pipeline, data).Vectors("P").Single());
        }
    }

    [TestMethod]
    public void Colours_that_a_vector_lacks_are_the_defaults()
    {
        var data = Ml.Data.LoadFromEnumerable([new Vector { V = [.. Enumerable.Range(0, 18).Select(i => i * 20f)] }]);
        var image = Single(Apply(Ml.Transforms.ConvertToImage(6, 3, "I", "V", ColorBits.Green, scaleImage: 0.5f, offsetImage: 1, defaultAlpha: 9, defaultRed: 8, defaultBlue: 7), data), "I");

        Assert.AreEqual((8, 11, 7), image.At(1, 0));
        Assert.AreEqual(9, image.Pixels[3]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ConvertToImage(5, 3, "I", "V", ColorBits.Green).Fit(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Ml.Transforms.ConvertToImage(6, 3, "I", "V", ColorBits.Green, defaultRed: 256));
    }

    [TestMethod]
    public void Files_load_as_images_with_their_path_as_tag()
    {
        using var folder = new TextTestFolder();
        ImageTestPixels.Uniform(5, 4, 1, 2, 3).Save(folder.PathOf("a.png"));
        var data = Ml.Data.LoadFromEnumerable(new[] { new Named { Path = "a.png" }, new Named { Path = "" } });
        var view = Apply(Ml.Transforms.LoadImages("Image", Path.GetDirectoryName(folder.PathOf("x")), "Path"), data);
        Assert.AreEqual("Image", view.Schema["Image"].Type.ToString());
        var images = view.GetColumn<MLImage>("Image").GetEnumerator();

        Assert.IsTrue(images.MoveNext());
        Assert.AreEqual((5, 4, folder.PathOf("a.png")), (images.Current.Width, images.Current.Height, images.Current.Tag));
        Assert.IsTrue(images.MoveNext());
        Assert.IsNull(images.Current);
        Assert.AreEqual(folder.PathOf(""), Ml.Transforms.LoadImages("I", folder.PathOf(""), "Path").Fit(data).ImageFolder);
    }

    [TestMethod]
    public void Raw_bytes_load_as_they_are()
    {
        using var folder = new TextTestFolder();
        var path = folder.Write("abc", "a.bin");
        var view = Apply(Ml.Transforms.LoadRawImageBytes("Bytes", null, "Path"), Ml.Data.LoadFromEnumerable(new[] { new Named { Path = path }, new Named { Path = "" } }));

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte), view.Schema["Bytes"].Type);
        CollectionAssert.AreEqual("abc"u8.ToArray(), view.GetColumn<byte[]>("Bytes").First());
        Assert.AreEqual(0, view.GetColumn<byte[]>("Bytes").Last().Length);
    }

    [TestMethod]
    public void A_missing_image_file_shows_when_reading()
    {
        var view = Apply(Ml.Transforms.LoadImages("Image", "/no/such/folder", "Path"), Ml.Data.LoadFromEnumerable(new[] { new Named { Path = "a.png" } }));

        Assert.Throws<IOException>(() => view.GetColumn<MLImage>("Image").Count());
        var here = Apply(Ml.Transforms.LoadImages("Image", Path.GetTempPath(), "Path"), Ml.Data.LoadFromEnumerable(new[] { new Named { Path = "no-such-a.png" } }));
        Assert.ThrowsExactly<FileNotFoundException>(() => here.GetColumn<MLImage>("Image").Count());
    }

    [TestMethod]
    public void Promised_schemas_are_the_produced_ones_and_models_reload()
    {
        using var folder = new TextTestFolder();
        ImageTestPixels.Create(9, 7, (x, y) => (x * 20, y * 30, 99)).Save(folder.PathOf("a.png"));
        var data = Ml.Data.LoadFromEnumerable(new[] { new Named { Path = folder.PathOf("a.png") } });
        var pipeline = Ml.Transforms.LoadImages("Image", null, "Path")
            .Append(Ml.Transforms.LoadRawImageBytes("Raw", null, "Path"))
            .Append(Ml.Transforms.ResizeImages("Image", 4, 5, resizing: ResizingKind.IsoPad, cropAnchor: Anchor.Top))
            .Append(Ml.Transforms.ConvertToGrayscale("Gray", "Image"))
            .Append(Ml.Transforms.ExtractPixels("P", "Gray", ColorBits.All, ColorsOrder.AGBR, true, 3, 0.25f))
            .Append(Ml.Transforms.ConvertToImage(5, 4, "Again", "P", ColorBits.All, interleavedColors: true, scaleImage: 4, offsetImage: 3))
            .Append(Ml.Transforms.ExtractPixels("Q", "Again", outputAsFloatArray: false));
        var model = pipeline.Fit(data);
        var view = model.Transform(data);

        var promised = pipeline.GetOutputSchema(SchemaShape.Create(data.Schema));
        foreach (var column in promised)
        {
            var type = view.Schema[column.Name].Type;
            Assert.AreEqual(column.ItemType.ToString(), (type is VectorDataViewType vector ? vector.ItemType : type).ToString(), column.Name);
            Assert.AreEqual(column.Kind, type is VectorDataViewType v ? v.IsKnownSize ? SchemaShape.Column.VectorKind.Vector : SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Scalar);
        }

        Ml.Model.Save(model, data.Schema, folder.PathOf("model.zip"));
        var reloaded = new MLContext().Model.Load(folder.PathOf("model.zip"), out var schema).Transform(data);
        Assert.AreEqual("Path", schema.Single().Name);
        TextTestViews.AreSame(view.Vectors("P").Single(), reloaded.Vectors("P").Single());
        CollectionAssert.AreEqual(view.GetColumn<byte[]>("Q").Single(), reloaded.GetColumn<byte[]>("Q").Single());
        Assert.AreEqual(5 * 4 * 4, view.Vectors("P").Single().Length);
    }

    private static MLImage Resize(MLImage image, int width, int height, ResizingKind kind, Anchor anchor = Anchor.Center)
        => new ImageResizer(width, height, kind, anchor).Resize(image);
}
