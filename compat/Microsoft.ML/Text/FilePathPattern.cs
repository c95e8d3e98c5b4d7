namespace Microsoft.ML.Data;

/// <summary>Paths of text sources: <c>*</c> and <c>?</c> in the file name, <c>a+b</c> lists, <c>folder/...</c> with all folders below.</summary>
internal static class FilePathPattern
{
    private const string Recursive = "...";

    /// <summary>The files that a pattern names, in order. A plain path comes back as it is, whether the file exists or not.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (File.Exists(pattern))
            return [pattern];
        return [.. pattern.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(ExpandOne)];
    }

    /// <summary>True if the pattern names at least one file and all of them exist.</summary>
    public static bool NamesExistingFiles(string pattern)
    {
        var files = Expand(pattern);
        return files.Count > 0 && files.All(File.Exists);
    }

    private static IEnumerable<string> ExpandOne(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern);
        var name = Path.GetFileName(pattern);
        var recursive = false;
        if (name == Recursive)
        {
            recursive = true;
            name = "*";
        }
        else if (Path.GetFileName(folder) == Recursive)
        {
            recursive = true;
            folder = Path.GetDirectoryName(folder);
        }

        if (!recursive && !name.AsSpan().ContainsAny('*', '?'))
            return [pattern];
        if (string.IsNullOrEmpty(folder))
            folder = ".";
        if (!Directory.Exists(folder))
            return [];

        var files = Directory.GetFiles(folder, name, recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
