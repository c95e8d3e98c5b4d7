using DeepML.Data;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The rows of a batch that have a label, where others have none.</summary>
internal static class LabelledPart
{
    /// <summary>What is known of them, and what a network says of them; the scope of the batch owns what is made.</summary>
    /// <param name="answer">(batch, answers).</param>
    /// <param name="batch">Holds the targets: a class below 0, or NaN throughout, is none.</param>
    /// <returns>Null where no row has one.</returns>
    public static (Tensor Answer, TensorBatch Batch)? Of(Tensor answer, TensorBatch batch)
    {
        var places = FilteredBatches.Places(batch.Targets);
        if (places.size(0) == batch.Rows)
            return (answer, batch);
        if (places.size(0) == 0)
            return null;
        var members = new[] { BatchMember.Targets, BatchMember.Weights, BatchMember.Censored }.Intersect(batch.Members);
        return (answer.index_select(0, places), new TensorBatch(
            [.. members.Select(member => (member, batch[member].index_select(0, places)))]));
    }
}
