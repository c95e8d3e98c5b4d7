using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted network that tells the class of every pixel.</summary>
/// <remarks>
/// Pictures may have another size than those it was fitted to, where the type of the column says it. A row without a picture is an error,
/// or has no answer where <c>WhenUnreadable</c> was to skip such rows.
/// </remarks>
[ArchiveKind("SegmentImage", version: 1)]
public sealed class SegmentImageTransformer
    : ScoringTransformer, IArchived<SegmentImageTransformer, SegmentationDescription, TranslationNetwork>
{
    private readonly SegmentationDescription _description;
    private readonly TranslationNetwork _network;

    internal SegmentImageTransformer(
        IHostEnvironment environment, SegmentationDescription description, TranslationNetwork network, Device device)
        : base(
            environment, description, network, device, description.Columns.Inputs(description.Columns.Format),
            description.Outputs(network, description.Columns.Format)) =>
        (_description, _network) = (description, network);

    /// <summary>Number of classes.</summary>
    public int ClassCount => _network.Architecture.OutputChannels;

    /// <summary>Compares answers with masks.</summary>
    /// <param name="data">Data with the input and the mask column, in training or elsewhere.</param>
    /// <returns>Over all pixels whose class is known and does not belong to the ignored one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// No pixel of a known class was found, or a mask holds a class that there is not.
    /// </exception>
    public SegmentationMetrics Evaluate(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var use = Use();
        var format = _description.Columns.FormatIn(data.Schema, takesGrey: false);
        var mask = new ClassMaskInput(_description.Columns.Target!, format.Height, format.Width);
        var counts = new long[ClassCount, ClassCount];
        var pictures = 0;
        foreach (var read in PictureRows.Batches(data, [.. _description.Columns.Inputs(format), mask], Device))
        {
            using var gradientsOff = no_grad();
            using var scope = NewDisposeScope();
            var found = Found([read[0]]).ReadAll<long>();
            var right = read[1].ReadAll<float>();
            pictures += (int)read[0].size(0);
            for (var i = 0; i < found.Length; i++)
            {
                var known = right[i];
                if (known < 0 || known == _description.IgnoredClass)
                    continue;
                if (known >= ClassCount || known != MathF.Floor(known))
                    throw new InvalidOperationException(FormattableString.Invariant(
                        $"Column '{mask.Name}' holds {known}; classes are whole numbers in [0, {ClassCount - 1}]."));
                counts[(int)known, found[i]]++;
            }
        }
        return counts.Cast<long>().Sum() > 0
            ? SegmentationMetrics.Of(pictures, counts)
            : throw new InvalidOperationException($"No pixel of a known class was found in column '{mask.Name}'.");
    }

    /// <summary>Pictures in three columns: what is given, the classes found, and those of the mask column where the data have it.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <param name="count">Rows to show, from the first; at least 1.</param>
    /// <returns>
    /// A sheet that <see cref="Picture.Save"/> writes as PNG, with the colours of <see cref="SegmentationAnswer.Colors"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">The data hold no picture.</exception>
    public Picture Preview(IDataView data, int count = 8)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var format = _description.Columns.FormatIn(data.Schema, takesGrey: false);
        var columns = _description.Columns.Inputs(format).ToList();
        if (data.Schema.GetColumnOrNull(_description.Columns.Target!) is not null)
            columns.Add(new ClassMaskInput(_description.Columns.Target!, format.Height, format.Width));
        var read = PictureRows.Read(data, columns, count, Device);
        if (read.Length == 0)
            throw new InvalidOperationException($"Column '{_description.Columns.Input}' holds no picture to show.");
        List<Tensor> shown = [read[0], ClassColors.Paint(Found([read[0]]), ClassCount)];
        if (read.Length > 1)
            shown.Add(ClassColors.Paint(
                read[1].clamp(Numbers.Zero, Numbers.Kept(ClassCount - 1L)).to(ScalarType.Int64), ClassCount));
        return ImageSheet.Of(shown);
    }

    private protected override (IReadOnlyList<SizedColumn> Inputs, ScoredOutputs Outputs) In(DataViewSchema data)
    {
        var columns = _description.Columns;
        var format = columns.FormatIn(data, takesGrey: false);
        if (format == columns.Format)
            return base.In(data);
        ImageTranslationColumns.CheckSize(_network.Architecture, format, columns.UnfitSizes, columns.Input);
        return (columns.Inputs(format), _description.Outputs(_network, format));
    }

    private Tensor Found(Tensor[] given) => _network.Finished(given, _description.Columns.TileSize).argmax(1, true);

    static SegmentImageTransformer IArchived<SegmentImageTransformer, SegmentationDescription, TranslationNetwork>.From(
        SegmentationDescription description, TranslationNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
