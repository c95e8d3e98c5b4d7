namespace DeepML.Bench;

/// <summary>Words, and all strings of small letters that are one insertion, deletion or replacement away from one.</summary>
internal sealed class EditNeighbours
{
    private readonly HashSet<string> _words;
    private readonly HashSet<string> _shortened;

    public EditNeighbours(IReadOnlyCollection<string> words)
    {
        _words = [.. words];
        _shortened = [.. words.SelectMany(Without)];
    }

    /// <summary>Which share of strings is a word or one edit away from one.</summary>
    public double Share(IEnumerable<string> strings) => strings.Average(text => IsNear(text) ? 1.0 : 0);

    private bool IsNear(string text) =>
        _words.Contains(text) || _shortened.Contains(text) || Without(text).Any(_words.Contains)
        || Enumerable.Range(0, text.Length).Any(place => Enumerable.Range('a', 26).Any(letter =>
            _words.Contains($"{text[..place]}{(char)letter}{text[(place + 1)..]}")));

    private static IEnumerable<string> Without(string text) =>
        Enumerable.Range(0, text.Length).Select(place => text.Remove(place, 1));
}
