namespace DeepML.Estimators;

/// <summary>The mean of the classes' F1 scores: every class counts alike, however rare.</summary>
internal static class MacroF1
{
    /// <summary>Over the classes that rows are of.</summary>
    /// <param name="expected">Class of each row.</param>
    /// <param name="found">Class that it was taken for.</param>
    /// <returns>In [0, 1].</returns>
    public static double Of(long[] expected, long[] found) => expected.Distinct().Average(place => F1(expected, found, place));

    private static double F1(long[] expected, long[] found, long place)
    {
        var both = expected.Zip(found).Count(pair => pair.First == place && pair.Second == place);
        return 2.0 * both / (expected.Count(c => c == place) + found.Count(c => c == place));
    }
}
