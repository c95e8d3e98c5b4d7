using System.Text;

namespace DeepML;

/// <summary>What was learned, from what, how well, and beside which simple method: one page that needs nothing from outside.</summary>
public sealed class ModelReport
{
    internal ModelReport(string title, string html, IReadOnlyList<string> sections)
    {
        Title = title;
        Html = html;
        Sections = sections;
    }

    /// <summary>The page's title.</summary>
    public string Title { get; }

    /// <summary>The page: HTML 5 with its style, curves (SVG) and pictures (PNG) in it, and no script.</summary>
    public string Html { get; }

    /// <summary>The headings of its sections, in order.</summary>
    public IReadOnlyList<string> Sections { get; }

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, Html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>Title and headings, for people.</summary>
    public override string ToString() => $"{Title}: {string.Join(", ", Sections)}";
}
