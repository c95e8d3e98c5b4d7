using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A sequence of keys of any length; the network answers with keys from 1 (0 = missing), and with -1 behind the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="count">Number of keys.</param>
/// <param name="maximumLength">Keys in the longest sequence.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal sealed class KeySequenceOutput(
    string name, int count, int maximumLength, Func<DataViewSchema, DataViewSchema.Annotations>? annotations = null)
    : WholeNumberOutput(name, new VectorDataViewType(new KeyDataViewType(typeof(uint), count), 0), annotations)
{
    /// <inheritdoc/>
    public override int Width => maximumLength;

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> value) =>
        {
            var numbers = block.Values<long>(index);
            var end = numbers.IndexOf(None);
            var editor = VBufferEditor.Create(ref value, end < 0 ? numbers.Length : end);
            for (var i = 0; i < editor.Values.Length; i++)
                editor.Values[i] = checked((uint)numbers[i]);
            value = editor.Commit();
        };
        return getter;
    }
}
