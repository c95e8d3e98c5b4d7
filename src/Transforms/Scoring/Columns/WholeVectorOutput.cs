using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A vector of whole numbers, int64; -1 says that there is none.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Numbers per row.</param>
internal sealed class WholeVectorOutput(string name, int size)
    : WholeNumberOutput(name, new VectorDataViewType(NumberDataViewType.Int64, size), null)
{
    /// <inheritdoc/>
    public override int Width => size;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<long>> getter = (ref VBuffer<long> value) =>
        {
            var editor = VBufferEditor.Create(ref value, size);
            block.Values<long>(index).CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }
}
