namespace DeepML.Estimators;

/// <summary>Cuts numbers into few values, about equally many rows in each.</summary>
internal static class GainBins
{
    /// <summary>Where the bins above the first begin, in order; missing numbers (NaN) are left out.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="most">Bins at most; as many different numbers or fewer are a bin each.</param>
    public static double[] Edges(IEnumerable<double> numbers, int most)
    {
        var ordered = numbers.Where(number => !double.IsNaN(number)).Order().ToArray();
        var different = ordered.Distinct().Take(most + 1).ToArray();
        return different.Length <= most
            ? [.. different.Skip(1)]
            : [.. Enumerable.Range(1, most - 1).Select(i => ordered[(int)((long)i * ordered.Length / most)]).Distinct()];
    }

    /// <summary>The bin of each number; missing ones have one of their own.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="most">As for <see cref="Edges"/>.</param>
    /// <returns>The bins, from 0, and how many there are.</returns>
    public static (int[] Bins, int Count) Of(IReadOnlyList<double> numbers, int most)
    {
        var edges = Edges(numbers, most);
        var bins = numbers.Select(number =>
        {
            if (double.IsNaN(number))
                return edges.Length + 1;
            var at = Array.BinarySearch(edges, number);
            return at >= 0 ? at + 1 : ~at; // an edge begins the bin above it
        }).ToArray();
        return (bins, edges.Length + 2);
    }
}
