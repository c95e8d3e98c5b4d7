namespace DeepML.Trainers;

/// <summary>Loss and metrics summed over rows, so that a mean is a mean over rows even when the last batch is smaller.</summary>
internal sealed class RowSums
{
    private readonly SortedDictionary<string, (double Sum, long Rows)> _metrics = new(StringComparer.Ordinal);
    private double _loss;

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Mean loss of a row; NaN before any was seen.</summary>
    public double MeanLoss => _loss / Rows;

    /// <summary>Mean of each metric over the rows it was measured on.</summary>
    public IReadOnlyDictionary<string, double> MeanMetrics => _metrics.ToDictionary(m => m.Key, m => m.Value.Sum / m.Value.Rows);

    /// <summary>Adds a batch's loss.</summary>
    /// <param name="meanLoss">Loss of the batch, averaged over its rows.</param>
    /// <param name="rows">Rows in the batch.</param>
    public void Add(double meanLoss, int rows)
    {
        _loss += meanLoss * rows;
        Rows += rows;
    }

    /// <summary>Adds a batch's metric.</summary>
    /// <param name="metric">Its name, for example "accuracy".</param>
    /// <param name="mean">Its mean over the rows of the batch.</param>
    /// <param name="rows">Rows it was measured on.</param>
    public void Add(string metric, double mean, int rows)
    {
        var (sum, count) = _metrics.GetValueOrDefault(metric);
        _metrics[metric] = (sum + (mean * rows), count + rows);
    }

    /// <summary>Writes the sums into a checkpoint.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_loss);
        writer.Write(Rows);
        writer.Write(_metrics.Count);
        foreach (var (name, (sum, rows)) in _metrics)
        {
            writer.Write(name);
            writer.Write(sum);
            writer.Write(rows);
        }
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static RowSums Read(BinaryReader reader)
    {
        var sums = new RowSums { _loss = reader.ReadDouble(), Rows = reader.ReadInt64() };
        for (var left = reader.ReadInt32(); left > 0; left--)
            sums._metrics[reader.ReadString()] = (reader.ReadDouble(), reader.ReadInt64());
        return sums;
    }
}
