using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>An operation on the rows of series, saved with the chain it stands in.</summary>
/// <remarks>
/// Rows are gone through as they are read, and little of them is remembered: what an operation looks back on, and of those that look ahead
/// what lies between a row and the last one that it waits for.
/// </remarks>
[ArchiveKind("Series", version: 1)]
public sealed class SeriesTransformer : NetworkTransformer, IArchived<SeriesTransformer, SeriesDescription, NoWeights>
{
    private readonly SeriesDescription _description;

    internal SeriesTransformer(IHostEnvironment environment, SeriesDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => _description = description;

    /// <summary>What is done.</summary>
    public SeriesOperation Operation => _description.Operation;

    /// <summary>What fitting has noticed, a sentence each: counters that never move, numbers that are missing in every row.</summary>
    public IReadOnlyList<string> Remarks => _description.Remarks;

    /// <summary>
    /// Whether a row needs no other rows, as scaling does: only then can a prediction engine be made of it, or of a chain with it.
    /// </summary>
    public override bool IsRowToRowMapper => _description.Operation.IsRowWise;

    private protected override string InsteadOfOnnx =>
        "ONNX knows no rows before a row: keep the chain with ml.Model.Save, or convert what is behind this transformer";

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SeriesSchema(_description, inputSchema).Output;
    }

    /// <summary>The rows with the columns that are added; windows leave out rows that end none.</summary>
    /// <param name="input">Rows; those of a series in the order of their times.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        return WithoutOnnx(new SeriesView(_description, input, new SeriesSchema(_description, input.Schema)), input);
    }

    /// <summary>A mapper of single rows, if a row needs no others.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="InvalidOperationException">The operation needs other rows of the series.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckAlive();
        return IsRowToRowMapper ? new SeriesRowMapper(_description, new SeriesSchema(_description, inputSchema))
            : throw SeriesRefusal.OfSingleRows(_description.Operation.GetType().Name);
    }

    static SeriesTransformer IArchived<SeriesTransformer, SeriesDescription, NoWeights>.From(
        SeriesDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
