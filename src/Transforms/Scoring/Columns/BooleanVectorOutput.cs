using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A vector of booleans: which of the network's numbers are above 0.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Booleans per row.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class BooleanVectorOutput(string name, int size, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : NumberOutput(name, new VectorDataViewType(BooleanDataViewType.Instance, size), annotations)
{
    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<bool>> getter = (ref VBuffer<bool> value) =>
        {
            var editor = VBufferEditor.Create(ref value, size);
            var numbers = block.Values<float>(index);
            for (var i = 0; i < size; i++)
                editor.Values[i] = numbers[i] > 0;
            value = editor.Commit();
        };
        return getter;
    }
}
