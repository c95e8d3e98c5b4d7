using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A key; the network answers with a class from 0, or with -1 for a missing key.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="count">Number of classes.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class KeyOutput(string name, int count, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : WholeNumberOutput(name, new KeyDataViewType(typeof(uint), count), annotations)
{
    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<uint> getter = (ref uint value) =>
            value = checked((uint)(block.Values<long>(index)[0] + 1)); // ML.NET keys start at 1 (0 = missing), torch classes at 0
        return getter;
    }
}
