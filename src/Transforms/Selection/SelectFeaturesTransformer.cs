using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Keeps the features that were selected, in their order, with their names.</summary>
[ArchiveKind("SelectFeatures", version: 1)]
public sealed class SelectFeaturesTransformer
    : NetworkTransformer, IArchived<SelectFeaturesTransformer, SelectFeaturesDescription, NoWeights>
{
    private readonly SelectFeaturesDescription _description;

    internal SelectFeaturesTransformer(
        IHostEnvironment environment, SelectFeaturesDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => _description = description;

    /// <summary>What was kept, what was left out, and why.</summary>
    public SelectionReport Report => _description.Report;

    /// <summary>True: a row needs no others.</summary>
    public override bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new SeriesSchema(_description.Rows, inputSchema).Output;
    }

    /// <inheritdoc/>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        var rows = _description.Rows;
        return WithoutOnnx(new SeriesView(rows, input, new SeriesSchema(rows, input.Schema)), input);
    }

    /// <inheritdoc/>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        CheckAlive();
        var rows = _description.Rows;
        return new SeriesRowMapper(rows, new SeriesSchema(rows, inputSchema));
    }

    private protected override string InsteadOfOnnx =>
        "Keep the chain with ml.Model.Save, or select the columns before the chain that is converted";

    static SelectFeaturesTransformer IArchived<SelectFeaturesTransformer, SelectFeaturesDescription, NoWeights>.From(
        SelectFeaturesDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
