namespace DeepML.Data;

/// <summary>Training rows, as often and in whatever order the training loop asks for them.</summary>
internal interface IBatchSource : IDisposable
{
    /// <summary>Number of rows in an epoch.</summary>
    long RowCount { get; }

    /// <summary>
    /// Smallest and largest number of a member of all batches, missing values left out; (0, 0) if there is none. Keys are exact.
    /// </summary>
    (double Minimum, double Maximum) Range(BatchMember member);

    /// <summary>What tells these rows from others. Asked for once per training that writes checkpoints.</summary>
    /// <remarks>
    /// By default a pass over the rows: cheap where they are in memory. Where they are not, they are hashed in a pass that is made
    /// anyway.
    /// </remarks>
    RowsIdentity Identify() => RowsIdentity.Of(this);

    /// <summary>The batches of one epoch. The caller disposes each before it asks for the next.</summary>
    /// <param name="batchSize">Rows per batch, at least 1; one of an epoch, the last unless rows are sorted, may be smaller.</param>
    /// <param name="shuffleSeed">Fixes the order of the rows; null gives the order of the data.</param>
    /// <param name="firstBatch">Batches to leave out at the start, when an interrupted epoch is taken up again.</param>
    IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0);
}
