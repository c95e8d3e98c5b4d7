namespace DeepML.Bench;

/// <summary>Passages of two topics, licences and documentation, from texts that Debian installs; they are read where they lie.</summary>
internal sealed record TopicTexts(IReadOnlyList<string> Texts, IReadOnlyList<bool> IsLicence)
{
    private const int Passages = 400;
    private const int WordsPerPassage = 30;
    private const int PassagesPerFile = 60;
    private const string Licences = "/usr/share/common-licenses";
    private const string Documentation = "/usr/share/doc";

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Four hundred passages of each topic in the order of a seed; null if the system has not enough of them.</summary>
    public static TopicTexts? Read(int seed)
    {
        var licences = PassagesOf(Files(Licences, "*", File.Exists), seed);
        var documentation = PassagesOf(Files(Documentation, "README*", path => Path.GetExtension(path) != ".gz"), seed);
        if (licences.Length < Passages || documentation.Length < Passages)
            return null;
        (string Text, bool IsLicence)[] all = [.. licences.Select(text => (text, true)), .. documentation.Select(text => (text, false))];
        new Random(seed).Shuffle(all);
        return new TopicTexts([.. all.Select(p => p.Text)], [.. all.Select(p => p.IsLicence)]);
    }

    private static string[] Files(string folder, string pattern, Func<string, bool> isText) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, pattern, Everywhere).Where(isText).Order(StringComparer.Ordinal)]
            : [];

    // No passage twice: licences quote each other, and packages share their documents.
    private static string[] PassagesOf(string[] files, int seed)
    {
        var passages = files.SelectMany(PassagesOf).Distinct().ToArray();
        new Random(seed).Shuffle(passages);
        return [.. passages.Take(Passages)];
    }

    private static IEnumerable<string> PassagesOf(string file) =>
        File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(WordsPerPassage)
            .Where(words => words.Length == WordsPerPassage).Take(PassagesPerFile).Select(words => string.Join(' ', words));
}
