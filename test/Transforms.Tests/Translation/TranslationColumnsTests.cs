using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Which pictures data hold, which columns come of them, and which sizes and files are refused.</summary>
[TestClass]
public sealed class TranslationColumnsTests
{
    private static readonly ImageTranslationColumns Columns = Translators.Columns(3, 4, 6);

    private static readonly TranslationArchitecture Architecture = new(
        new TranslationTask(3, ImageBase.Input), Translators.Small, 3, 0, 0);

    public static IEnumerable<object?[]> Types =>
    [
        [Vector(3, 8, 10), false, "3 8 10"], [Vector(1, 8, 10), false, "3 4 6"], [Vector(1, 8, 10), true, "1 8 10"],
        [Vector(8, 10), false, "3 4 6"], [Vector(8, 10), true, "1 8 10"], [Vector(72), true, "3 4 6"], [Vector(2, 8, 10), true, "3 4 6"],
        [new ImageDataViewType(9, 11), false, "3 9 11"], [new ImageDataViewType(), false, "3 4 6"],
        [NumberDataViewType.Single, true, "3 4 6"], [new VectorDataViewType(NumberDataViewType.Single), true, "3 4 6"],
    ];

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void The_size_is_that_of_the_type_where_it_says_one(DataViewType type, bool takesGrey, string expected)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Given", type);
        var format = Columns.FormatIn(builder.ToSchema(), takesGrey);
        Assert.AreEqual(expected, $"{format.Channels} {format.Height} {format.Width}");
    }

    [TestMethod]
    public void A_column_that_is_not_there_leaves_the_size_of_training()
    {
        Assert.AreEqual(Columns.Format, Columns.FormatIn(new DataViewSchema.Builder().ToSchema(), takesGrey: true));
        var grey = Translators.Columns(1, 4, 6);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Given", Vector(5, 7));
        Assert.AreEqual(new ImageFormat(1, 5, 7), grey.FormatIn(builder.ToSchema(), takesGrey: false));
    }

    [TestMethod]
    public void A_mask_has_one_channel_and_is_read_beside_the_pictures()
    {
        Assert.AreEqual("Given", string.Join(" ", Columns.Inputs(Columns.Format).Select(column => column.Name)));
        var masked = (Columns with { Mask = "Hole" }).PixelInputs(Columns.Format);
        Assert.AreEqual("Given Hole", string.Join(" ", masked.Select(column => column.Name)));
        CollectionAssert.AreEqual(new long[] { 1, 4, 6 }, masked[1].RowShape);
        Assert.AreEqual(72, masked[0].Width);
    }

    [TestMethod]
    public void What_is_made_is_an_image_or_a_vector_of_the_enlarged_size()
    {
        var larger = Architecture with { Task = new SuperResolutionTask(3) };
        var vector = (VectorDataViewType)Columns.Made(larger, Columns.Format).Type;
        CollectionAssert.AreEqual(new[] { 3, 12, 18 }, vector.Dimensions.ToArray());
        var image = (ImageDataViewType)(Columns with { MakesImages = true }).Made(larger, Columns.Format with { Height = 5 }).Type;
        Assert.AreEqual((15, 18), (image.Height, image.Width));
    }

    [TestMethod]
    [DataRow(1, 1, 1, false)]
    [DataRow(1, 1, 2, true)]
    [DataRow(2, 2, 2, false)]
    [DataRow(2, 3, 1, true)]
    [DataRow(3, 4, 1, false)]
    [DataRow(3, 4, 5, true)]
    public void A_generator_that_halves_too_often_for_the_pictures_is_refused(int depth, int height, int width, bool fits)
    {
        var architecture = Architecture with { Generator = new UNetGenerator { Depth = depth, Filters = 1 } };
        var format = new ImageFormat(3, height, width);
        if (fits)
        {
            ImageTranslationColumns.CheckDepth(architecture, format, "Given");
            return;
        }
        var multiple = 1 << depth;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ImageTranslationColumns.CheckDepth(architecture, format, "Given")).Message,
            $"pictures of {width}x{height} pixels; the generator's halvings would pad them to {multiple}x{multiple}. Lower its Depth");
    }

    [TestMethod]
    public void A_size_that_is_refused_names_the_nearest_and_none_below_the_smallest()
    {
        var architecture = Architecture with { Generator = new UNetGenerator { Depth = 3, Filters = 1 } };
        ImageTranslationColumns.CheckSize(architecture, new ImageFormat(3, 8, 16), UnfitSizes.Error, "Given");
        ImageTranslationColumns.CheckSize(architecture, new ImageFormat(3, 9, 16), UnfitSizes.Pad, "Given");
        StringAssert.Contains(Refused(9, 16), "multiples of 8. The nearest sizes are 16x8 and 16x16 (ResizeImages)");
        StringAssert.Contains(Refused(7, 20), "The nearest sizes are 24x8 (ResizeImages)");

        string Refused(int height, int width) => Assert.ThrowsExactly<ArgumentException>(() => ImageTranslationColumns.CheckSize(
            architecture, new ImageFormat(3, height, width), UnfitSizes.Error, "Given")).Message;
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_damaged()
    {
        var sound = new ImageTranslationDescription(Columns, Architecture, new TrainingHistory());
        sound.Check();
        Damaged(sound with { Columns = Translators.Columns(1, 4, 6) }, "the pictures of format and network differ");
        Damaged(sound with { Columns = Columns with { TileSize = -1 } }, "TileSize is -1");
        Damaged(Of(Architecture with { Generator = new UNetGenerator { Depth = 0 } }), "Generator.Depth is 0");
        Damaged(Of(Architecture with { Task = new TranslationTask(0, ImageBase.None) }), "Task.TargetChannels is 0");
        Damaged(Of(Architecture with { Task = new TranslationTask(3, ImageBase.Automatic) }), "Task.Base is Automatic");
        Damaged(Of(Architecture with { Task = new SuperResolutionTask(17) }), "Task.Factor is 17");
        Damaged(Of(Architecture with { Task = new TranslationTask(3, ImageBase.MeanPicture) }), "a mean picture is missing, or not needed");
        Damaged(Of(Architecture with { MeanHeight = 1, MeanWidth = 1 }), "a mean picture is missing, or not needed");
        Damaged(Of(Architecture with { MeanWidth = 1 }), "the sides of a mean picture that is not kept are 1 and 0");
        var mean = Architecture with { Task = new TranslationTask(3, ImageBase.MeanPicture), MeanHeight = 2, MeanWidth = 3 };
        Of(mean).Check();
        Damaged(Of(mean with { MeanWidth = 0 }), "the numbers of the mean picture is 0");
        Damaged(Of(mean with { MeanHeight = 1 << 20, MeanWidth = 1 << 20 }), "the numbers of the mean picture");
        var images = sound with { Columns = Columns with { MakesImages = true } };
        images.Check();
        Damaged(
            images with { Architecture = Architecture with { Task = new TranslationTask(2, ImageBase.None) } },
            "pictures come out with other than 1 or 3 channels");

        ImageTranslationDescription Of(TranslationArchitecture architecture) => sound with { Architecture = architecture };

        static void Damaged(ImageTranslationDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check, said).Message, said);
    }

    private static VectorDataViewType Vector(params int[] dimensions) => new(NumberDataViewType.Single, dimensions);
}
