using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A vector of keys; the network answers with classes from 0, or with -1 for a missing key.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Keys per row.</param>
/// <param name="count">Number of classes.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class KeyVectorOutput(
    string name, int size, int count, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : WholeNumberOutput(name, new VectorDataViewType(new KeyDataViewType(typeof(uint), count), size), annotations)
{
    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> value) =>
        {
            var numbers = block.Values<long>(index);
            var editor = VBufferEditor.Create(ref value, size);
            for (var i = 0; i < size; i++)
                editor.Values[i] = checked((uint)(numbers[i] + 1)); // ML.NET keys start at 1 (0 = missing), classes at 0
            value = editor.Commit();
        };
        return getter;
    }
}
