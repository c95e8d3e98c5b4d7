namespace DeepML.Bench;

/// <summary>Columns with mean 0 and deviation 1, as training rows have them; a constant column becomes 0 on them.</summary>
internal sealed class Standardized
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <summary>Learns means and deviations of what is not missing.</summary>
    public Standardized(float[][] train)
    {
        var columns = Enumerable.Range(0, train[0].Length)
            .Select(i => train.Select(row => (double)row[i]).Where(double.IsFinite).ToArray());
        (_means, _deviations) = (new double[train[0].Length], new double[train[0].Length]);
        foreach (var (i, column) in columns.Index())
        {
            var mean = column.DefaultIfEmpty(0).Average();
            var deviation = Math.Sqrt(column.Select(x => (x - mean) * (x - mean)).DefaultIfEmpty(0).Average());
            (_means[i], _deviations[i]) = (mean, deviation > 0 ? deviation : 1);
        }
    }

    /// <summary>Rows on the new scale; NaN stays NaN.</summary>
    public float[][] Of(float[][] rows) =>
        [.. rows.Select(row => row.Select((x, i) => (float)((x - _means[i]) / _deviations[i])).ToArray())];
}
