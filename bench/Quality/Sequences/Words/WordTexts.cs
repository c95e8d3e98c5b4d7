using System.IO.Compression;
using System.Text.RegularExpressions;

namespace DeepML.Bench;

/// <summary>
/// English that Debian ships: licences, news and read-me files of packages, each text once, cut into words and marks in lower case. The
/// last
/// tenth of every text is held out.
/// </summary>
internal static partial class WordTexts
{
    private const string Licences = "/usr/share/common-licenses", Documents = "/usr/share/doc";
    private const int MostWords = 20_000; // of one text, so that none is most of all

    /// <summary>Reads texts until there are enough words.</summary>
    /// <param name="words">Words wanted.</param>
    /// <param name="licences">Whether licences are among them.</param>
    /// <returns>Learned from, and held out; empty where there are none.</returns>
    public static (List<string[]> Learned, List<string[]> HeldOut) Read(int words, bool licences = true)
    {
        var (learned, heldOut, seen) = (new List<string[]>(), new List<string[]>(), new HashSet<string>());
        var count = 0;
        foreach (var file in Files(licences).TakeWhile(_ => count < words))
        {
            var text = Words().Matches(Text(file).ToLowerInvariant()).Take(MostWords).Select(match => match.Value).ToArray();
            if (text.Length < 500 || !seen.Add(string.Join(' ', text[..200])))
                continue;
            count += text.Length;
            learned.Add(text[..(text.Length * 9 / 10)]);
            heldOut.Add(text[(text.Length * 9 / 10)..]);
        }
        return (learned, heldOut);
    }

    private static IEnumerable<string> Files(bool licences)
    {
        if (licences && Directory.Exists(Licences))
            foreach (var file in Directory.GetFiles(Licences).Where(f => new FileInfo(f).LinkTarget is null).Order(StringComparer.Ordinal))
                yield return file;
        if (!Directory.Exists(Documents))
            yield break;
        foreach (var folder in Directory.GetDirectories(Documents).Order(StringComparer.Ordinal))
            foreach (var file in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
                if (Path.GetFileName(file) is "NEWS.gz" or "README.gz" or "README.md.gz" or "NEWS.md.gz" or "README" or "README.md")
                    yield return file;
    }

    private static string Text(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new StreamReader(
            file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"[a-z]+(?:'[a-z]+)?|[0-9]+|[.,;:!?()""]")]
    private static partial Regex Words();
}
