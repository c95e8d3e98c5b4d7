using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Two fitted networks that make pictures of each other's kind: adds to each picture the one of the other kind.</summary>
/// <remarks>
/// Pictures may have another size than those it was fitted to, where the type of the column says it. A row without a picture is an error,
/// or has no answer where <c>WhenUnreadable</c> was to skip such rows.
/// </remarks>
[ArchiveKind("UnpairedTranslation", version: 1)]
public sealed class UnpairedTranslationTransformer
    : ScoringTransformer, IArchived<UnpairedTranslationTransformer, UnpairedTranslationDescription, CycleNetwork>
{
    private readonly UnpairedTranslationDescription _description;
    private readonly CycleNetwork _network;

    internal UnpairedTranslationTransformer(
        IHostEnvironment environment, UnpairedTranslationDescription description, CycleNetwork network, Device device)
        : base(
            environment, description, network, device, description.Columns.PixelInputs(description.Columns.Format),
            ImageTranslationTransformer.OutputsOf(description.Columns, network.There, description.Columns.Format)) =>
        (_description, _network) = (description, network);

    /// <summary>The other direction: a model of its own, with a copy of the network that makes the first kind of the second.</summary>
    /// <param name="outputColumnName">The pictures that are made; null for the output column of this model.</param>
    /// <param name="inputColumnName">The pictures that are given, of the second kind; null for the input column of this model.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ImageTranslationTransformer Reverse(string? outputColumnName = null, string? inputColumnName = null)
    {
        using var use = Use();
        var description = _description.Back(
            outputColumnName ?? _description.Columns.Output, inputColumnName ?? _description.Columns.Input);
        var copy = description.CreateNetwork();
        try
        {
            copy.load_state_dict(_network.Back.state_dict());
            return new ImageTranslationTransformer(Environment, description, copy.to(Device), Device);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Pictures in three columns: what is given, what is made of it, and what the way back makes of that.</summary>
    /// <param name="data">Data with the input column.</param>
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
        var columns = _description.Columns;
        var read = PictureRows.Read(data, columns.PixelInputs(FormatIn(data.Schema)), count, Device);
        if (read.Length == 0)
            throw new InvalidOperationException($"Column '{columns.Input}' holds no picture to show.");
        var made = _network.There.Finished([read[0]], columns.TileSize);
        return ImageSheet.Of([read[0], made, _network.Back.Finished([made], columns.TileSize)]);
    }

    private protected override (IReadOnlyList<SizedColumn> Inputs, ScoredOutputs Outputs) In(DataViewSchema data)
    {
        var columns = _description.Columns;
        var format = FormatIn(data);
        if (format == columns.Format)
            return base.In(data);
        ImageTranslationColumns.CheckSize(_network.There.Architecture, format, columns.UnfitSizes, columns.Input);
        return (columns.PixelInputs(format), ImageTranslationTransformer.OutputsOf(columns, _network.There, format));
    }

    private ImageFormat FormatIn(DataViewSchema data) => _description.Columns.FormatIn(data, takesGrey: false);

    static UnpairedTranslationTransformer IArchived<UnpairedTranslationTransformer, UnpairedTranslationDescription, CycleNetwork>.From(
        UnpairedTranslationDescription description, CycleNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
