using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that is made of float32.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="type">Its type.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
/// <param name="none">Every number of a row that could not be read or scored.</param>
internal abstract class NumberOutput(
    string name, DataViewType type, Func<DataViewSchema, DataViewSchema.Annotations?>? annotations, float none = float.NaN)
    : OutputColumn(name, type, annotations)
{
    /// <inheritdoc/>
    public override OutputBlock CreateBlock(int rows) => new OutputBlock<float>(Width, rows, none);
}
