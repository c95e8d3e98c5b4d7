using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Rows as vectors, for methods that know neither pictures nor sequences.</summary>
internal static class RowViews
{
    /// <summary>What such methods see of a batch, (batch, numbers).</summary>
    /// <param name="column">What is read.</param>
    /// <returns>Null for sequences of keys of so many kinds that no simple method takes their counts.</returns>
    public static Func<TensorBatch, Tensor>? Of(SizedColumn column) => column is SequenceInput sequences
        ? SequenceSummary.Of(sequences.Shape)
        : batch => batch.Features.flatten(1);
}
