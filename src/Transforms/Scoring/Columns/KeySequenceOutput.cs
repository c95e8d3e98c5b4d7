using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A sequence of keys of any length; the network answers with keys from 1 (0 = missing), padded, and the length.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="count">Number of keys.</param>
/// <param name="maximumLength">Keys in the longest sequence.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class KeySequenceOutput(
    string name, int count, int maximumLength, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : OutputColumn(name, new VectorDataViewType(new KeyDataViewType(typeof(uint), count), 0), annotations)
{
    /// <inheritdoc/>
    public override int Width => maximumLength + 1;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> value) =>
        {
            var numbers = block.Values(index);
            var editor = VBufferEditor.Create(ref value, (int)numbers[^1]);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = (uint)numbers[i];
            value = editor.Commit();
        };
        return getter;
    }
}
