using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that is made of float32; of a row that could not be read every number is NaN.</summary>
/// <inheritdoc/>
internal abstract class NumberOutput(string name, DataViewType type, Func<DataViewSchema, DataViewSchema.Annotations?>? annotations)
    : OutputColumn(name, type, annotations)
{
    /// <inheritdoc/>
    public override OutputBlock CreateBlock(int rows) => new OutputBlock<float>(Width, rows, float.NaN);
}
