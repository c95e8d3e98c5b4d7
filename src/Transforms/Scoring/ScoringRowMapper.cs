using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Scores single rows: what prediction engines use.</summary>
internal sealed class ScoringRowMapper(Scorer scorer, DataViewSchema inputSchema) : IRowToRowMapper
{
    private readonly ScoringSchema _schema = new(scorer.Inputs, scorer.Outputs, inputSchema);

    /// <inheritdoc/>
    public DataViewSchema InputSchema => _schema.Input;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => _schema.Output;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _schema.Dependencies(_schema.Active(dependingColumns));

    /// <inheritdoc/>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringRow(scorer, _schema, input, _schema.Active(activeColumns));
    }
}
