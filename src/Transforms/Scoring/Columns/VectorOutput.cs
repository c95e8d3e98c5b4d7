using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A vector of float.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Numbers per row.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class VectorOutput(string name, int size, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : NumberOutput(name, new VectorDataViewType(NumberDataViewType.Single, size), annotations)
{
    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            var editor = VBufferEditor.Create(ref value, size);
            block.Values<float>(index).CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }
}
