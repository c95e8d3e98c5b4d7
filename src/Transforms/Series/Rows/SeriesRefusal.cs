namespace DeepML.Transforms;

/// <summary>What is said where a single row is asked for, and a series is needed.</summary>
internal static class SeriesRefusal
{
    /// <summary>The error.</summary>
    /// <param name="what">What needs a series.</param>
    public static InvalidOperationException OfSingleRows(string what) => new(
        $"{what} needs the other rows of a series: a prediction engine, which sees one row at a time, cannot be made of it. Keep the "
            + "latest rows, give them to Transform (ml.Data.LoadFromEnumerable) and read the last row that comes out.");
}
