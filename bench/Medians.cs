namespace DeepML.Bench;

/// <summary>The middle of some numbers.</summary>
internal static class Medians
{
    /// <summary>The one in the middle, or the mean of the two there.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
