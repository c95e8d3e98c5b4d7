using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>What tells the rows of one training from those of another.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Content">Hash of all their numbers, in the order of the data.</param>
/// <param name="Window">Rows that are shuffled among each other, where rows are streamed; null where all are.</param>
internal sealed record RowsIdentity(long Count, string Content, int? Window = null)
{
    private const int PassRows = 4096;

    /// <summary>Goes once over the rows.</summary>
    public static RowsIdentity Of(IBatchSource rows)
    {
        var hash = new ContentHash();
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            foreach (var member in batch.Members)
                hash.Add(batch[member]);
        }
        return new RowsIdentity(rows.RowCount, hash.ToString());
    }
}
