using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A boolean: whether the network's number is above 0.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
/// <param name="none">The number of a row that could not be read or scored.</param>
internal sealed class BooleanOutput(
    string name, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null, float none = float.NaN)
    : NumberOutput(name, BooleanDataViewType.Instance, annotations, none)
{
    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<bool> getter = (ref bool value) => value = block.Values<float>(index)[0] > 0;
        return getter;
    }
}
