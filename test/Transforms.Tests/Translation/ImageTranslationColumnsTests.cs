using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms.Tests.Translation;

/// <summary>Sizes of pictures that a network of pictures reads and hands out, and what a damaged file may say of them.</summary>
[TestClass]
public sealed class ImageTranslationColumnsTests
{
    private static readonly ImageTranslationColumns Columns = new(
        "Out", "In", null, null, new ImageFormat(3, 8, 6), MakesImages: false, TileSize: 0, UnfitSizes.Pad);

    private static readonly TranslationArchitecture Twice = new(
        new SuperResolutionTask(2), new ResidualGenerator { Blocks = 0, Filters = 2, Halvings = 2 }, 3, 0, 0);

    [TestMethod]
    public void The_size_is_the_one_that_the_column_says_and_else_that_of_training()
    {
        Is(new(3, 10, 12), new ImageDataViewType(10, 12));
        Is(new(3, 10, 12), Vector(3, 10, 12));
        Is(Columns.Format, new ImageDataViewType());
        Is(Columns.Format, new VectorDataViewType(NumberDataViewType.Single, 144));
        Is(Columns.Format, new VectorDataViewType(NumberDataViewType.Single));
        Is(Columns.Format, NumberDataViewType.Single);
        Is(Columns.Format, Vector(4, 10, 12));
        Is(Columns.Format, Vector(1, 10, 12));
        Is(Columns.Format, Vector(10, 12));
        Is(new(1, 10, 12), Vector(1, 10, 12), takesGrey: true);
        Is(new(1, 10, 12), Vector(10, 12), takesGrey: true);
        Assert.AreEqual(Columns.Format, (Columns with { Input = "Missing" }).FormatIn(Schema(Vector(3, 10, 12)), false));
        var grey = Columns with { Format = new ImageFormat(1, 4, 4, ChannelsLast: true) };
        Assert.AreEqual(new ImageFormat(1, 5, 7, ChannelsLast: true), grey.FormatIn(Schema(Vector(5, 7)), false), "the rest stays");

        static void Is(ImageFormat expected, DataViewType type, bool takesGrey = false) =>
            Assert.AreEqual(expected, Columns.FormatIn(Schema(type), takesGrey), type.ToString());
    }

    [TestMethod]
    public void A_mask_has_the_size_of_the_pictures_in_one_channel()
    {
        Assert.HasCount(1, Columns.Inputs(Columns.Format));
        var inputs = (Columns with { Mask = "Hole" }).PixelInputs(new ImageFormat(3, 10, 12));
        CollectionAssert.AreEqual(new[] { ("In", "input", 360), ("Hole", "mask", 120) },
            inputs.Select(input => (input.Name, input.Role, input.Width)).ToArray());
    }

    [TestMethod]
    public void Pictures_come_out_larger_as_vectors_or_as_images()
    {
        var vector = Columns.Made(Twice, new ImageFormat(3, 10, 12));
        Assert.AreEqual("Out", vector.Name);
        CollectionAssert.AreEqual(new[] { 3, 20, 24 }, ((VectorDataViewType)vector.Type).Dimensions.ToArray());
        var image = (ImageDataViewType)(Columns with { MakesImages = true }).Made(Twice, new ImageFormat(3, 10, 12)).Type;
        Assert.AreEqual((20, 24), (image.Height, image.Width));
    }

    [TestMethod]
    public void Sizes_that_strides_do_not_allow_are_refused_with_the_nearest_that_they_do()
    {
        Check(8, 12, UnfitSizes.Error);
        Check(9, 13, UnfitSizes.Pad);
        Assert.AreEqual(
            "Column 'In' holds pictures of 13x9 pixels; the network's strides need sides that are multiples of 4. The nearest sizes are "
                + "12x8 and 16x12 (ResizeImages); UnfitSizes.Pad takes any.",
            Assert.ThrowsExactly<ArgumentException>(() => Check(9, 13, UnfitSizes.Error)).Message);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Check(3, 13, UnfitSizes.Error)).Message, "The nearest sizes are 16x4 (Resize",
            "there is none below");

        static void Check(int height, int width, UnfitSizes unfit) =>
            ImageTranslationColumns.CheckSize(Twice, new ImageFormat(3, height, width), unfit, "In");
    }

    [TestMethod]
    public void A_generator_that_would_read_padding_for_the_most_part_is_refused()
    {
        var deep = Twice with { Generator = new ResidualGenerator { Halvings = 4 } };
        ImageTranslationColumns.CheckDepth(deep, new ImageFormat(3, 4, 9), "In");
        Assert.AreEqual(
            "Column 'In' holds pictures of 8x4 pixels; the generator's halvings would pad them to 16x16. Lower its Depth or Halvings.",
            Assert.ThrowsExactly<ArgumentException>(
                () => ImageTranslationColumns.CheckDepth(deep, new ImageFormat(3, 4, 8), "In")).Message);
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_refused()
    {
        var sound = new ImageTranslationDescription(Columns, Twice, new TrainingHistory());
        sound.Check();
        (sound with { Columns = Columns with { MakesImages = true } }).Check();
        Refused(sound with { Architecture = Twice with { Channels = 1 } }, "the pictures of format and network differ");
        Refused(sound with { Architecture = Twice with { Task = new SuperResolutionTask(1) } }, "Task.Factor is 1");
        Refused(sound with { Architecture = Twice with { Generator = new ResidualGenerator { Filters = 0 } } }, "Generator.Filters is 0");
        Refused(sound with { Columns = Columns with { TileSize = -1 } }, "TileSize is -1");
        Refused(sound with { Architecture = Twice with { MeanHeight = 1 } }, "a mean picture is missing, or not needed");
        Refused(sound with { Architecture = Twice with { MeanWidth = 1 } }, "the sides of a mean picture that is not kept are 1 and 0");
        var two = new ImageFormat(2, 8, 6);
        Refused(
            new ImageTranslationDescription(
                Columns with { Format = two, MakesImages = true }, Twice with { Channels = 2 }, new TrainingHistory()),
            "pictures come out with other than 1 or 3 channels");
        var large = new ImageFormat(3, 4096, 4096);
        Refused(
            new ImageTranslationDescription(Columns with { Format = large }, Twice, new TrainingHistory()),
            "the numbers of a picture that comes out are 201326592");
    }

    [TestMethod]
    public void Two_ways_give_each_other_the_channels_that_they_read()
    {
        var there = new TranslationArchitecture(new ColorizationTask(), new UNetGenerator(), 1, 0, 0);
        var grey = Columns with { Format = new ImageFormat(1, 8, 6), MakesImages = true };
        var sound = new UnpairedTranslationDescription(
            Columns, new CycleArchitecture(With(there, 3), With(there, 3)), new TrainingHistory());
        sound.Check();
        var back = sound.Back("A", "B");
        Assert.AreEqual(("A", "B", 3), (back.Columns.Output, back.Columns.Input, back.Columns.Format.Channels));
        Refused(
            new UnpairedTranslationDescription(grey, new CycleArchitecture(there, there), new TrainingHistory()),
            "the channels that go out and come back are 3 and 1");
        Refused(
            new UnpairedTranslationDescription(Columns, new CycleArchitecture(Twice, Twice), new TrainingHistory()),
            "a way makes pictures of another size");

        static TranslationArchitecture With(TranslationArchitecture a, int channels) => a with { Channels = channels };
    }

    private static void Refused(IModelDescription description, string said) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check).Message, said);

    private static VectorDataViewType Vector(params int[] sizes) => new(NumberDataViewType.Single, sizes);

    private static DataViewSchema Schema(DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("In", type);
        return builder.ToSchema();
    }
}
