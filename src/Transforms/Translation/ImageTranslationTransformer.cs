using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network that makes pictures of pictures: adds what it makes of each.</summary>
/// <remarks>
/// Pictures may have another size than those it was fitted to, where the type of the column says it: an image of a size, or a vector with
/// the dimensions of a picture. A row without a picture is an error, or has no answer where <c>WhenUnreadable</c> was to skip such rows.
/// </remarks>
[ArchiveKind("ImageTranslation", version: 1)]
public sealed class ImageTranslationTransformer
    : ScoringTransformer, IArchived<ImageTranslationTransformer, ImageTranslationDescription, TranslationNetwork>
{
    private const int PreviewSeed = 1; // pictures that are spoiled for a preview are spoiled alike every time

    private readonly ImageTranslationColumns _columns;
    private readonly TranslationNetwork _network;

    internal ImageTranslationTransformer(
        IHostEnvironment environment, ImageTranslationDescription description, TranslationNetwork network, Device device)
        : base(
            environment, description, network, device, description.Columns.PixelInputs(description.Columns.Format),
            OutputsOf(description.Columns, network, description.Columns.Format)) =>
        (_columns, _network) = (description.Columns, network);

    /// <summary>How many times larger the sides of the pictures are that come out.</summary>
    public int Scale => _network.Architecture.Task.Scale;

    /// <summary>
    /// Pictures in three columns: what the network is given, what it makes of it, and what it should be. Where pairs are made by spoiling
    /// whole pictures, the data are taken for whole ones, and spoiled as in training; where there is no target column, the third is left
    /// out.
    /// </summary>
    /// <param name="data">Data as for <c>Fit</c>.</param>
    /// <param name="count">Rows to show, from the first; at least 1.</param>
    /// <returns>A sheet that <see cref="Picture.Save"/> writes as PNG.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The data hold no picture.</exception>
    public Picture Preview(IDataView data, int count = 8)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var format = FormatIn(data.Schema);
        var task = _network.Architecture.Task;
        var columns = _columns.PixelInputs(format).ToList();
        if (_columns.Target is { } target && data.Schema.GetColumnOrNull(target) is not null)
            columns.Add(new ImageInput(target, "target", format with { Channels = _network.Architecture.OutputChannels }));
        var read = PictureRows.Read(data, columns, count, Device);
        if (read.Length == 0)
            throw new InvalidOperationException($"Column '{_columns.Input}' holds no picture to show.");
        using var random = new Generator(PreviewSeed);
        var example = task.SpoilsPictures || read.Length > 1
            ? task.Example(read[0], read.ElementAtOrDefault(1), random)
            : new ImageExample(read, read[0]);
        Tensor[] shown = task.SpoilsPictures || read.Length > 1
            ? [task.Shown(example.Inputs), _network.Finished(example.Inputs, _columns.TileSize), example.Target]
            : [task.Shown(example.Inputs), _network.Finished(example.Inputs, _columns.TileSize)];
        return ImageSheet.Of(shown);
    }

    private protected override (IReadOnlyList<SizedColumn> Inputs, ScoredOutputs Outputs) In(DataViewSchema data)
    {
        var format = FormatIn(data);
        if (format == _columns.Format)
            return base.In(data);
        ImageTranslationColumns.CheckSize(_network.Architecture, format, _columns.UnfitSizes, _columns.Input);
        return (_columns.PixelInputs(format), OutputsOf(_columns, _network, format));
    }

    internal static ScoredOutputs OutputsOf(ImageTranslationColumns columns, TranslationNetwork network, ImageFormat format) =>
        ScoredOutputs.Of(columns.Made(network.Architecture, format), given => network.Finished(given, columns.TileSize).flatten(1));

    private ImageFormat FormatIn(DataViewSchema data) => _columns.FormatIn(data, _network.Architecture.Task.TakesGrey);

    static ImageTranslationTransformer IArchived<ImageTranslationTransformer, ImageTranslationDescription, TranslationNetwork>.From(
        ImageTranslationDescription description, TranslationNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
