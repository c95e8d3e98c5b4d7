using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, and a boolean one that marks added rows if it is asked for.</summary>
/// <param name="input">Schema of the real rows.</param>
/// <param name="marker">Name of the column that marks added rows; null for none.</param>
internal class MarkedSchema(DataViewSchema input, string? marker) : WidenedSchema(input, builder =>
{
    if (marker is not null)
        builder.AddColumn(marker, BooleanDataViewType.Instance);
})
{
    /// <summary>Index of the column that marks added rows; -1 if there is none.</summary>
    public int Marker { get; } = marker is null ? -1 : input.Count;

    /// <summary>The input columns among the active ones.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active) => Input.Where(column => active[column.Index]).ToArray();
}
