using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A key for every pixel; the network answers with classes from 0, or with -1 for missing keys.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="count">Number of classes.</param>
/// <param name="height">Rows of pixels.</param>
/// <param name="width">Pixels per row.</param>
internal sealed class KeyGridOutput(string name, int count, int height, int width)
    : WholeNumberOutput(name, new VectorDataViewType(new KeyDataViewType(typeof(uint), count), height, width), null)
{
    /// <inheritdoc/>
    public override int Width => checked(height * width);

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> value) =>
        {
            var classes = block.Values<long>(index);
            var editor = VBufferEditor.Create(ref value, classes.Length);
            for (var i = 0; i < classes.Length; i++)
                editor.Values[i] = checked((uint)(classes[i] + 1)); // ML.NET keys start at 1 (0 = missing), torch classes at 0
            value = editor.Commit();
        };
        return getter;
    }
}
