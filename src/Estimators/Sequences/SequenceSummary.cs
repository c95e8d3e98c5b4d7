using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// Sequences as vectors for methods that know no order: of each number of a step the mean, deviation, extremes and the last one; of keys
/// how often each occurs; and the length.
/// </summary>
internal static class SequenceSummary
{
    private const int MostKeys = 2000;

    /// <summary>How batches of sequences become vectors; null for keys of so many kinds that no simple method takes their counts.</summary>
    public static Func<TensorBatch, Tensor>? Of(SequenceShape shape) =>
        shape.KeyCount > MostKeys ? null
        : shape.KeyCount > 0 ? batch => Counts(batch, shape)
        : batch => Summary(batch, shape);

    // (batch, keys + 2): key 0 is a missing one.
    private static Tensor Counts(TensorBatch batch, SequenceShape shape)
    {
        var keys = batch.Features.to(ScalarType.Int64); // (batch, steps)
        var within = SequenceEncoderNetwork.Mask(batch.Lengths, keys.size(1)).to(ScalarType.Float32);
        var counts = zeros(keys.size(0), shape.KeyCount + 1L, device: keys.device).scatter_add(1, keys, within);
        return cat([counts, Lengths(batch)], 1);
    }

    // (batch, 5 · step size + 1).
    private static Tensor Summary(TensorBatch batch, SequenceShape shape)
    {
        var steps = batch.Features.view(batch.Rows, -1, shape.StepSize); // (batch, steps, step size)
        var within = SequenceEncoderNetwork.Mask(batch.Lengths, steps.size(1)).unsqueeze(2).to(ScalarType.Float32); // (batch, steps, 1)
        var lengths = SequenceEncoderNetwork.AtLeastOne(batch.Lengths).to(ScalarType.Float32).unsqueeze(1); // (batch, 1)
        var mean = (steps * within).sum(1) / lengths;
        var deviation = (((steps - mean.unsqueeze(1)) * within).Squared().sum(1) / lengths).sqrt();
        var outside = within.SubtractedFrom(1L).Times(float.MaxValue / 2);
        var smallest = (steps * within).Plus(outside).amin([1L]);
        var largest = ((steps * within) - outside).amax([1L]);
        var place = lengths.to(ScalarType.Int64).Minus(1L).unsqueeze(2).expand(batch.Rows, 1, shape.StepSize);
        var last = steps.gather(1, place).squeeze(1);
        var empty = batch.Lengths.eq(Numbers.Zero).unsqueeze(1);
        return cat([mean, deviation, where(empty, mean, smallest), where(empty, mean, largest), last, Lengths(batch)], 1);
    }

    private static Tensor Lengths(TensorBatch batch) => batch.Lengths.to(ScalarType.Float32).unsqueeze(1);
}
