namespace DeepML.Trainers;

/// <summary>Loss summed over rows, so that a mean is a mean over rows even when the last batch is smaller.</summary>
internal sealed class RowSums
{
    private double _loss;

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Mean loss of a row; NaN before any was seen.</summary>
    public double MeanLoss => _loss / Rows;

    /// <summary>Adds a batch.</summary>
    /// <param name="meanLoss">Loss of the batch, averaged over its rows.</param>
    /// <param name="rows">Rows in the batch.</param>
    public void Add(double meanLoss, int rows)
    {
        _loss += meanLoss * rows;
        Rows += rows;
    }
}
