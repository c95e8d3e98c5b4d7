using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The rows of a view, followed by synthetic ones.</summary>
/// <param name="sampler">Makes the synthetic rows.</param>
/// <param name="schema">The columns.</param>
/// <param name="source">The real rows.</param>
/// <param name="plan">Which rows follow; found when the first cursor is asked for, as it may need the real rows to be counted.</param>
internal sealed class AugmentedView(GanSampler sampler, AugmentedSchema schema, IDataView source, Lazy<SyntheticPlan> plan)
    : SingleCursorView(schema.Output)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => plan.IsValueCreated ? source.GetRowCount() + plan.Value.Rows : null;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        var rows = new SyntheticRows(sampler, plan.Value);
        return new AugmentedCursor(schema, source.GetRowCursor(schema.Dependencies(active)), rows, active);
    }
}
