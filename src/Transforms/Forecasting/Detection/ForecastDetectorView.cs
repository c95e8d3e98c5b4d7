using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The lazy view of data with what the detector says of each row.</summary>
internal sealed class ForecastDetectorView(ForecastDetectorTransformer detector, IDataView source, ScoringSchema schema)
    : SingleCursorView(schema.Output)
{
    /// <inheritdoc/>
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = schema.Active(columnsNeeded);
        var watches = Array.IndexOf(active, true, schema.Input.Count) >= 0;
        var needed = schema.Input.Where(c => active[c.Index]);
        if (watches)
            needed = needed.Concat(detector.Forecaster.Columns.Series.All.Select(name => schema.Input[name])).DistinctBy(c => c.Index);
        return new ForecastDetectorCursor(detector, schema, source.GetRowCursor(needed.ToArray()), active, watches);
    }
}
