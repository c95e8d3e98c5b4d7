using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Steps of float, as many as a row has; the network answers with NaN behind the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="stepSize">Numbers per step.</param>
/// <param name="maximumLength">Steps of the longest sequence.</param>
internal sealed class NumberSequenceOutput(string name, int stepSize, int maximumLength)
    : NumberOutput(name, TypeOf(stepSize), annotations: null)
{
    /// <inheritdoc/>
    public override int Width => checked(stepSize * maximumLength);

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            var numbers = block.Values<float>(index);
            var end = 0;
            while (end < numbers.Length && !float.IsNaN(numbers[end]))
                end += stepSize;
            var editor = VBufferEditor.Create(ref value, end);
            numbers[..end].CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }

    // Of unknown length; several numbers per step stand in the type, where readers of sequences find them.
    private static VectorDataViewType TypeOf(int stepSize) =>
        stepSize == 1 ? new(NumberDataViewType.Single, 0) : new(NumberDataViewType.Single, 0, stepSize);
}
