using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// A column that is made of int64, in which every key is exact; of a row that could not be read every number is <see cref="None"/>.
/// </summary>
/// <inheritdoc/>
internal abstract class WholeNumberOutput(string name, DataViewType type, Func<DataViewSchema, DataViewSchema.Annotations>? annotations)
    : OutputColumn(name, type, annotations)
{
    /// <summary>Says that there is nothing.</summary>
    public const long None = -1;

    /// <inheritdoc/>
    public override OutputBlock CreateBlock(int rows) => new OutputBlock<long>(Width, rows, None);
}
