using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Transforms;

/// <summary>The columns of a network of pictures, and how its pictures are read and handed out.</summary>
/// <param name="Output">The pictures that are made.</param>
/// <param name="Input">The pictures that are given.</param>
/// <param name="Target">What they should become, which previews show; null for none.</param>
/// <param name="Mask">What is missing of them; null for none.</param>
/// <param name="Format">How the input column held them in training.</param>
/// <param name="MakesImages">Whether pictures come out as such; else as vectors, one plane after the other.</param>
/// <param name="TileSize">Side of the squares that large pictures are cut into, before what lies around; 0 never cuts.</param>
/// <param name="UnfitSizes">What is done with sizes that the strides do not allow.</param>
internal sealed record ImageTranslationColumns(
    string Output, string Input, string? Target, string? Mask, ImageFormat Format, bool MakesImages, int TileSize, UnfitSizes UnfitSizes)
{
    /// <summary>The columns that are read, for pictures of a format.</summary>
    public IReadOnlyList<SizedColumn> Inputs(ImageFormat format) => [.. Pictures(format)];

    /// <summary>The same where pictures come out: numbers of vectors outside [0, 1] are refused.</summary>
    public IReadOnlyList<SizedColumn> PixelInputs(ImageFormat format) =>
        [.. Pictures(format).Select(column => column.WithinUnitInterval())];

    private IEnumerable<ImageInput> Pictures(ImageFormat format) => Mask is null
        ? [new ImageInput(Input, "input", format)]
        : [new ImageInput(Input, "input", format), MaskOf(Mask, format)];

    /// <summary>
    /// The pictures that data hold: where the type of the column says their size, it may be any; channels are those of training, or grey.
    /// </summary>
    /// <param name="data">The data's schema.</param>
    /// <param name="takesGrey">Whether grey pictures may be given where those of training had colours.</param>
    public ImageFormat FormatIn(DataViewSchema data, bool takesGrey)
    {
        var (channels, height, width) = data.GetColumnOrNull(Input)?.Type switch
        {
            ImageDataViewType image => (Format.Channels, image.Height, image.Width),
            VectorDataViewType { IsKnownSize: true, Dimensions: { Length: 3 } sizes } when Takes(sizes[0]) =>
                (sizes[0], sizes[1], sizes[2]),
            VectorDataViewType { IsKnownSize: true, Dimensions: { Length: 2 } sizes } when Takes(1) => (1, sizes[0], sizes[1]),
            _ => (0, 0, 0),
        };
        return height > 0 && width > 0 ? Format with { Channels = channels, Height = height, Width = width } : Format;

        bool Takes(int found) => found == Format.Channels || (found == 1 && takesGrey);
    }

    /// <summary>The column of masks beside pictures of a format.</summary>
    public static ImageInput MaskOf(string mask, ImageFormat format) => new(mask, "mask", format with { Channels = 1 });

    /// <summary>The column that is added, for given pictures of a format.</summary>
    public OutputColumn Made(TranslationArchitecture architecture, ImageFormat format)
    {
        var (height, width) = (format.Height * architecture.Task.Scale, format.Width * architecture.Task.Scale);
        return MakesImages
            ? new ImageOutput(Output, architecture.OutputChannels, height, width)
            : VectorOutput.OfPictures(Output, architecture.OutputChannels, height, width);
    }

    /// <summary>Refuses generators that halve pictures more often than they can be: most of what they read would be padding.</summary>
    /// <exception cref="ArgumentException">They do.</exception>
    public static void CheckDepth(TranslationArchitecture architecture, ImageFormat format, string column)
    {
        if (architecture.Multiple >= 2 * Math.Max(format.Height, format.Width))
            throw new ArgumentException(
                $"Column '{column}' holds pictures of {format.Width}x{format.Height} pixels; the generator's halvings would pad them to "
                + $"{architecture.Nearest(format.Width).Above}x{architecture.Nearest(format.Height).Above}. Lower its Depth or Halvings.");
    }

    /// <summary>Refuses sizes that the strides do not allow, if they are to be.</summary>
    /// <exception cref="ArgumentException">The size is refused; the nearest that are not are named.</exception>
    public static void CheckSize(TranslationArchitecture architecture, ImageFormat format, UnfitSizes unfit, string column)
    {
        if (unfit == UnfitSizes.Pad || architecture.Fits(format.Height, format.Width))
            return;
        var (height, width) = (architecture.Nearest(format.Height), architecture.Nearest(format.Width));
        throw new ArgumentException(
            $"Column '{column}' holds pictures of {format.Width}x{format.Height} pixels; the network's strides need sides that are "
            + $"multiples of {architecture.Multiple}. The nearest sizes are {Print(width.Below, height.Below)}{width.Above}x{height.Above} "
            + "(ResizeImages); UnfitSizes.Pad takes any.");

        static string Print(int width, int height) => width == 0 || height == 0 ? "" : $"{width}x{height} and ";
    }
}

/// <summary>What is saved of a network of pictures beside its weights.</summary>
internal sealed record ImageTranslationDescription(
    ImageTranslationColumns Columns, TranslationArchitecture Architecture, TrainingHistory History)
    : IModelDescription<TranslationNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        Architecture.Generator.Validate(Sound.Part("Generator"));
        Architecture.Task.Validate(Sound.Part("Task"));
        PictureChecks.Check((Architecture.Channels, Columns.Format.Height, Columns.Format.Width), Columns.Format);
        Sound.Size(Architecture.OutputChannels, "the channels that come out");
        Sound.Product(
            "the numbers of a picture that comes out", Architecture.OutputChannels, (long)Columns.Format.Height * Architecture.Task.Scale,
            (long)Columns.Format.Width * Architecture.Task.Scale);
        Sound.That(!Columns.MakesImages || Architecture.OutputChannels is 1 or 3, "pictures come out with other than 1 or 3 channels");
        Sound.InRange(Columns.TileSize, 0, Sound.MostNumbers, nameof(Columns.TileSize));
        Sound.That(Architecture.Task.NeedsMean == Architecture.MeanHeight > 0, "a mean picture is missing, or not needed");
        if (Architecture.MeanHeight > 0)
            Sound.Product("the numbers of the mean picture", Architecture.OutputChannels, Architecture.MeanHeight, Architecture.MeanWidth);
        else
            Sound.Same(Architecture.MeanWidth, 0, "the sides of a mean picture that is not kept");
    }

    /// <inheritdoc/>
    public TranslationNetwork CreateNetwork() => new(Architecture);
}
