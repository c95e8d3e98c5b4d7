using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The lazy view of data with the forecast of what follows each row.</summary>
internal sealed class RecurrentForecastView(RecurrentForecastTransformer forecaster, IDataView source, ScoringSchema schema)
    : SingleCursorView(schema.Output)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        var forecasts = Array.IndexOf(active, true, schema.Input.Count) < 0 ? null : new RecurrentForecastRows(forecaster, source);
        return new RecurrentForecastCursor(
            forecaster, schema, source.GetRowCursor(schema.Input.Where(c => active[c.Index])), active, forecasts);
    }
}
