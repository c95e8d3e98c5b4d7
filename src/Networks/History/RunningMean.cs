namespace DeepML.Networks;

/// <summary>The mean of numbers that come one by one, in which the last ones count most, without its beginning at 0.</summary>
/// <param name="kept">What it keeps of itself with each number, in (0, 1).</param>
internal sealed class RunningMean(double kept)
{
    private double _mean;
    private int _count;

    /// <summary>Takes one more number.</summary>
    /// <returns>The mean with it.</returns>
    public double Add(double number)
    {
        _mean = (kept * _mean) + ((1 - kept) * number);
        return _mean / (1 - Math.Pow(kept, ++_count));
    }
}
