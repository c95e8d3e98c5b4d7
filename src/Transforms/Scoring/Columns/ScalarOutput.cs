using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A single float.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
/// <param name="none">The number of a row that could not be read or scored.</param>
internal sealed class ScalarOutput(
    string name, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null, float none = float.NaN)
    : NumberOutput(name, NumberDataViewType.Single, annotations, none)
{
    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<float> getter = (ref float value) => value = block.Values<float>(index)[0];
        return getter;
    }
}
