namespace DeepML.Networks;

/// <summary>The fewest insertions, deletions and replacements that turn one sequence into another (Levenshtein 1966).</summary>
internal static class EditDistance
{
    /// <summary>Counts them.</summary>
    public static int Between(ReadOnlySpan<long> one, ReadOnlySpan<long> other)
    {
        var row = new int[other.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
