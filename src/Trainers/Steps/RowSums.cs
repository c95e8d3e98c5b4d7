namespace DeepML.Trainers;

/// <summary>Loss and metrics summed over rows, so that a mean is a mean over rows even when the last batch is smaller.</summary>
internal sealed class RowSums
{
    private readonly SortedDictionary<string, Sum> _metrics = new(StringComparer.Ordinal);
    private double _loss;
    private double _weight;

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows of the epoch that were seen before these sums began.</summary>
    public long RowsBefore { get; init; }

    /// <summary>Names of the metrics, in order.</summary>
    public IEnumerable<string> Metrics => _metrics.Keys;

    /// <summary>Mean loss of a row; NaN before any was seen, 0 where none has counted.</summary>
    public double MeanLoss => _loss / (_weight > 0 ? _weight : Rows);

    /// <summary>Mean of each metric over the rows it was measured on.</summary>
    public IReadOnlyDictionary<string, double> MeanMetrics
    {
        get
        {
            var means = new Dictionary<string, double>();
            foreach (var (name, sum) in _metrics)
                means.Add(name, sum.OfRows / sum.OfWeights);
            return means;
        }
    }

    /// <summary>Adds a batch's loss.</summary>
    /// <param name="meanLoss">Loss of the batch, averaged over its rows.</param>
    /// <param name="rows">Rows in the batch.</param>
    public void Add(double meanLoss, int rows) => Add(meanLoss, rows, rows);

    /// <summary>Adds a batch's loss, in which rows count more or less.</summary>
    /// <param name="meanLoss">Sum of each row's loss times its weight, divided by the rows.</param>
    /// <param name="rows">Rows in the batch.</param>
    /// <param name="weight">Sum of the rows' weights.</param>
    public void Add(double meanLoss, int rows, double weight)
    {
        _loss += meanLoss * rows;
        _weight += weight;
        Rows += rows;
    }

    /// <summary>Adds a batch's metric.</summary>
    /// <param name="metric">Its name, for example "accuracy".</param>
    /// <param name="mean">Its mean over the rows of the batch.</param>
    /// <param name="weight">Rows it was measured on, or the sum of their weights; nothing is added where it is 0.</param>
    public void Add(string metric, double mean, double weight)
    {
        if (weight == 0)
            return;
        if (!_metrics.TryGetValue(metric, out var sum))
            _metrics[metric] = sum = new Sum();
        sum.OfRows += mean * weight;
        sum.OfWeights += weight;
    }

    /// <summary>The sums as numbers: of losses, of weights, of rows, then of each metric and of its weights.</summary>
    /// <param name="metrics">The metrics to tell.</param>
    public IEnumerable<double> Numbers(IEnumerable<string> metrics) =>
    [
        _loss, _weight, Rows,
        .. metrics.Select(metric => _metrics.GetValueOrDefault(metric) ?? new Sum()).SelectMany(sum => new[] { sum.OfRows, sum.OfWeights }),
    ];

    /// <summary>Adds what <see cref="Numbers"/> has told, or sums of that.</summary>
    public void Add(IReadOnlyList<string> metrics, ReadOnlySpan<double> numbers)
    {
        _loss += numbers[0];
        _weight += numbers[1];
        Rows += (long)numbers[2];
        for (var i = 0; i < metrics.Count; i++)
            if (numbers[4 + (2 * i)] is not 0 and var weight)
                Add(metrics[i], numbers[3 + (2 * i)] / weight, weight);
    }

    /// <summary>Writes the sums into a checkpoint.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_loss);
        writer.Write(_weight);
        writer.Write(Rows);
        writer.Write(_metrics.Count);
        foreach (var (name, sum) in _metrics)
        {
            writer.Write(name);
            writer.Write(sum.OfRows);
            writer.Write(sum.OfWeights);
        }
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static RowSums Read(BinaryReader reader)
    {
        var sums = new RowSums { _loss = reader.ReadDouble(), _weight = reader.ReadDouble(), Rows = reader.ReadInt64() };
        for (var left = reader.ReadInt32(); left > 0; left--)
            sums._metrics[reader.ReadString()] = new Sum { OfRows = reader.ReadDouble(), OfWeights = reader.ReadDouble() };
        return sums;
    }

    private sealed class Sum
    {
        public double OfRows { get; set; }

        public double OfWeights { get; set; }
    }
}
