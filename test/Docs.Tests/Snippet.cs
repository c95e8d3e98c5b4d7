using System.Reflection;

namespace DeepML.Docs.Tests;

/// <summary>A block of C# in a page.</summary>
/// <param name="Page">The page, from the root of the repository.</param>
/// <param name="Number">Which of the page's blocks, from 1.</param>
/// <param name="Text">What stands there.</param>
public sealed record Snippet(string Page, int Number, string Text)
{
    private const string Begin = "```csharp";
    private const string End = "```";

    /// <summary>How tests and errors call it.</summary>
    public string Name => $"{Page} #{Number}";

    /// <summary>Folder of the repository.</summary>
    public static string Root { get; } = typeof(Snippet).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a =>
        a.Key == "RepositoryRoot").Value!;

    /// <summary>Every block of the readme and of the pages in docs, in order.</summary>
    public static IReadOnlyList<Snippet> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal).Prepend(Path.Combine(Root, "README.md"))
            .SelectMany(file => Of(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllLines(file))),
    ];

    /// <summary>The block with pieces that would take long exchanged for shorter ones.</summary>
    /// <exception cref="InvalidOperationException">A piece does not stand there.</exception>
    public Snippet Shortened(IEnumerable<(string Piece, string Shorter)> pieces) => pieces.Aggregate(this, (snippet, piece) =>
        snippet.Text.Contains(piece.Piece, StringComparison.Ordinal)
            ? snippet with { Text = snippet.Text.Replace(piece.Piece, piece.Shorter, StringComparison.Ordinal) }
            : throw new InvalidOperationException($"'{piece.Piece}' does not stand in {Name}."));

    private static IEnumerable<Snippet> Of(string page, string[] lines)
    {
        var number = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != Begin)
                continue;
            var first = i + 1;
            i = Array.IndexOf(lines, End, first);
            yield return new Snippet(page, ++number, string.Join("\n", lines[first..i]));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
