namespace DeepML.Reports;

/// <summary>How pages and their parts look.</summary>
internal static class Styles
{
    private static readonly Lazy<string> PageCss = new(() => Read("page.css"));
    private static readonly Lazy<string> PartsCss = new(() => Read("parts.css"));

    /// <summary>Of a page: colours, body, headings.</summary>
    public static string Page => PageCss.Value;

    /// <summary>Of the parts in it.</summary>
    public static string Parts => PartsCss.Value;

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Styles).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
