namespace DeepML.Bench;

/// <summary>Three seeds, whose mean is what tasks report.</summary>
internal static class Seeds
{
    /// <summary>The seeds.</summary>
    public static IReadOnlyList<int> All { get; } = [1, 2, 3];

    /// <summary>The mean of a result over the seeds.</summary>
    public static double Mean(Func<int, double> measure) => All.Average(measure);
}
