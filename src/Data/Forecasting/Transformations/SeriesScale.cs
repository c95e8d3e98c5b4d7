namespace DeepML.Data;

/// <summary>Mean and deviation that bring transformed values to about [-1, 1].</summary>
/// <param name="Mean">Mean of the training values.</param>
/// <param name="Deviation">Their standard deviation; 1 for a constant series.</param>
internal sealed record SeriesScale(double Mean, double Deviation)
{
    /// <summary>The scale of some values.</summary>
    public static SeriesScale Of(IEnumerable<double> values)
    {
        var (count, sum, squares) = (0L, 0.0, 0.0);
        foreach (var value in values)
        {
            count++;
            var before = value - (count > 1 ? sum / (count - 1) : value);
            sum += value;
            squares += before * (value - (sum / count)); // Welford: no cancellation when the level is far above the spread
        }
        if (count == 0)
            return new SeriesScale(0, 1);
        var deviation = Math.Sqrt(squares / count);
        // what rounding leaves of a constant is no spread
        return new SeriesScale(sum / count, deviation > 1e-12 * Math.Abs(sum / count) ? deviation : 1);
    }

    /// <summary>The scaled value.</summary>
    public double Forward(double value) => (value - Mean) / Deviation;

    /// <summary>The value that belongs to a scaled one.</summary>
    public double Back(double scaled) => (scaled * Deviation) + Mean;
}
