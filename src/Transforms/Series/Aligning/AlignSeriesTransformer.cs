using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Brings rows that come at any time onto a clock: a row for each step of each series, from its first to its last.</summary>
/// <remarks>
/// It makes other rows of those that come in, so that no prediction engine can be made of it, and columns that have no step are gone. Two
/// cursors over one view give the same rows.
/// </remarks>
[ArchiveKind("AlignSeries", version: 1)]
public sealed class AlignSeriesTransformer : NetworkTransformer, IArchived<AlignSeriesTransformer, AlignDescription, NoWeights>
{
    private readonly AlignDescription _description;

    internal AlignSeriesTransformer(IHostEnvironment environment, AlignDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => _description = description;

    /// <summary>The columns that are brought onto the clock, and what becomes of the values of a step.</summary>
    public IReadOnlyDictionary<string, SeriesAggregate> Aggregates =>
        _description.Columns.ToDictionary(column => column.Name, column => column.Aggregate);

    /// <summary>False: rows are made of several others.</summary>
    public override bool IsRowToRowMapper => false;

    private protected override string InsteadOfOnnx =>
        "ONNX knows no rows before a row: keep the chain with ml.Model.Save, or convert what is behind this transformer";

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new AlignedSchema(_description, inputSchema).Output;
    }

    /// <summary>The rows on the clock.</summary>
    /// <param name="input">Rows; of a series in any order, unless that is refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        return WithoutOnnx(new AlignedView(_description, input, new AlignedSchema(_description, input.Schema)), input);
    }

    /// <summary>There is none.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="InvalidOperationException">Always: rows are made of several others.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw SeriesRefusal.OfSingleRows("AlignSeries");

    static AlignSeriesTransformer IArchived<AlignSeriesTransformer, AlignDescription, NoWeights>.From(
        AlignDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
