using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <summary>The steps of a batch as this column takes them.</summary>
    /// <param name="steps">(batch, time, numbers), up to the longest sequence of the batch.</param>
    /// <param name="lengths">(batch), int64: steps of each sequence.</param>
    /// <param name="maximumLength">Steps of the longest sequence of all.</param>
    /// <returns>(batch, maximum length · numbers), NaN behind the end.</returns>
    public static Tensor Padded(Tensor steps, Tensor lengths, int maximumLength)
    {
        var padded = full([steps.size(0), maximumLength, steps.size(2)], Numbers.Kept(double.NaN), device: steps.device);
        padded.narrow(1, 0, steps.size(1)).copy_(steps);
        return padded.masked_fill_(
            SequenceEncoderNetwork.Mask(lengths, maximumLength).logical_not().unsqueeze(2), Numbers.Kept(double.NaN)).flatten(1);
    }

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
