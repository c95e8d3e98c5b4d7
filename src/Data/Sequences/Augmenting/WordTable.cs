namespace DeepML.Data;

/// <summary>Words that may stand for each other, found whatever their case.</summary>
internal sealed class WordTable
{
    private readonly Dictionary<string, string[]> _others = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="groups">Words of like meaning; one that is in several groups may stand for those of each.</param>
    public WordTable(IReadOnlyList<IReadOnlyList<string>> groups)
    {
        foreach (var words in groups)
            foreach (var word in words)
                _others[word] = [.. _others.GetValueOrDefault(word, [])
                    .Concat(words.Where(other => !other.Equals(word, StringComparison.OrdinalIgnoreCase)))
                    .Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Draws a word that may stand for another, in its case and between its marks: "Good," becomes "Fine,".</summary>
    /// <param name="token">The word, with the marks that touch it.</param>
    /// <param name="random">Draws it.</param>
    /// <returns>The token with the other word; null if there is none.</returns>
    public string? Drawn(string token, Random random)
    {
        var (start, end) = (0, token.Length);
        while (start < end && !char.IsLetterOrDigit(token[start]))
            start++;
        while (end > start && !char.IsLetterOrDigit(token[end - 1]))
            end--;
        var word = token[start..end];
        return _others.TryGetValue(word, out var others) && others.Length > 0
            ? $"{token[..start]}{Cased(others[random.Next(others.Length)], word)}{token[end..]}"
            : null;
    }

    private static string Cased(string other, string word) =>
        word.Length > 1 && word == word.ToUpperInvariant() && word != word.ToLowerInvariant() ? other.ToUpperInvariant()
        : char.IsUpper(word[0]) ? $"{char.ToUpperInvariant(other[0])}{other[1..]}"
        : other;
}
