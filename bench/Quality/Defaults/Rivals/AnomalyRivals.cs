namespace DeepML.Bench;

/// <summary>Simple scores of how odd a row is, on standardized columns.</summary>
internal static class AnomalyRivals
{
    private const double Explained = 0.9;
    private const int Neighbours = 5;

    /// <summary>Squared error of a row's reconstruction from as many principal components as explain nine tenths of the variance.</summary>
    public static float[] Components(float[][] train, float[][] test)
    {
        var scale = new Standardized(train);
        var (known, asked) = (scale.Of(train), scale.Of(test));
        var all = known.Average(row => row.Sum(x => (double)x * x));
        var count = 1;
        while (count < known[0].Length - 1 && Errors(known, known, count).Average() > (1 - Explained) * all)
            count++;
        return Errors(known, asked, count);
    }

    /// <summary>The distance to the fifth nearest training row.</summary>
    public static float[] NearestNeighbours(float[][] train, float[][] test)
    {
        var scale = new Standardized(train);
        var known = scale.Of(train);
        return [.. scale.Of(test).Select(row => known.Select(other => Distance(row, other)).Order().ElementAt(Neighbours - 1))];
    }

    private static float[] Errors(float[][] train, float[][] test, int count) =>
        [.. LinearBaselines.Components(train, test, count).Reconstruction.Zip(test, Distance)];

    private static float Distance(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
