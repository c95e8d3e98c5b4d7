namespace DeepML.CommandLine;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class NearestName
{
    private const double MostDifferent = 0.4; // of the longer name

    /// <summary>A sentence that names the nearest of some names, or all of them where none is near.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been.</param>
    public static string Hint(string given, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
            return "There are none.";
        var nearest = known.FirstOrDefault(name => given.Length > 2 && name.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            ?? known.MinBy(name => Distance(given, name))!;
        return nearest.StartsWith(given, StringComparison.OrdinalIgnoreCase)
            || Distance(given, nearest) <= MostDifferent * Math.Max(given.Length, nearest.Length)
                ? $"Did you mean '{nearest}'?"
                : $"Known: {string.Join(", ", known)}.";
    }

    /// <summary>
    /// Letters to insert, delete, replace or swap with their neighbour to turn one name into the other, capitals aside (Damerau, CACM 7,
    /// 1964; the variant that changes no letter twice).
    /// </summary>
    public static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            distances[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            distances[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(replaced, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }
        return distances[a.Length, b.Length];
    }
}
