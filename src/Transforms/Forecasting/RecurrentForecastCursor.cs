using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Moves with the source and adds the forecasts.</summary>
internal sealed class RecurrentForecastCursor(
    RecurrentForecastTransformer forecaster, ScoringSchema schema, DataViewRowCursor input, bool[] active, RecurrentForecastRows? forecasts)
    : PassThroughCursor(input)
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => schema.Output;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        schema.CheckGetter<TValue>(column, active);
        if (column.Index < schema.Input.Count)
            return Source.GetGetter<TValue>(schema.Input[column.Index]);
        var output = forecaster.Added[column.Index - schema.Input.Count];
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            if (Source.Position < 0)
                throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and stop when it returns false.");
            var editor = VBufferEditor.Create(ref value, forecaster.Horizon);
            forecasts!.Values(output, (int)Source.Position).CopyTo(editor.Values);
            value = editor.Commit();
        };
        return (ValueGetter<TValue>)(Delegate)getter;
    }
}
