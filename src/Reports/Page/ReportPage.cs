using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DeepML.Reports;

/// <summary>A page that grows section by section.</summary>
/// <param name="title">Of the page.</param>
internal sealed class ReportPage(string title)
{
    private static readonly string[] WithoutEnd = ["img", "br", "meta"];

    private readonly List<string> _sections = [];
    private readonly XElement _body = new("body", Html.Tag("h1", title));

    /// <summary>Puts something under the last heading, or under the title.</summary>
    public void Add(params object[] content) => _body.Add(content);

    /// <summary>A section; nothing is added where there is no content.</summary>
    public void Section(string heading, params object[] content)
    {
        if (content.Length == 0)
            return;
        heading = $"{char.ToUpperInvariant(heading[0])}{heading[1..]}";
        _sections.Add(heading);
        _body.Add(new XElement("section", Html.Tag("h2", heading), content));
    }

    /// <summary>The whole page.</summary>
    public ModelReport ToReport()
    {
        KeepNamesApart(_body, "");
        // The style is text that browsers take as it is, whatever signs are in it.
        var html = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            {Written(Html.Tag("title", title))}
            <style>
            {Styles.Page}{Styles.Parts}</style>
            </head>
            {Written(_body)}
            </html>

            """;
        return new ModelReport(title, html.ReplaceLineEndings("\n"), _sections);
    }

    /// <summary>Every chart calls its clippings by the same names, and a page has one of each name.</summary>
    /// <param name="root">What the charts are in.</param>
    /// <param name="prefix">Tells it from other such parts of the same page.</param>
    public static void KeepNamesApart(XElement root, string prefix)
    {
        var charts = 0;
        foreach (var chart in root.Descendants("svg"))
        {
            charts++;
            foreach (var attribute in chart.Descendants().Attributes().ToArray())
                if (attribute.Name == "id")
                    attribute.Value = $"{prefix}chart{charts}-{attribute.Value}";
                else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
                    attribute.Value = $"url(#{prefix}chart{charts}-{attribute.Value["url(#".Length..]}";
        }
    }

    /// <summary>A part of a page as text. What XML cannot hold, such as a control character in a class name, becomes U+FFFD.</summary>
    public static string Written(XElement part)
    {
        foreach (var text in part.DescendantNodesAndSelf().OfType<XText>())
            text.Value = Legal(text.Value);
        foreach (var element in part.DescendantsAndSelf().Where(element => element.IsEmpty && !WithoutEnd.Contains(element.Name.LocalName)))
            element.Value = ""; // "<div />" would be the beginning of one
        foreach (var attribute in part.DescendantsAndSelf().Attributes())
            attribute.Value = Legal(attribute.Value);
        return part.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>A text in which what XML cannot hold is U+FFFD.</summary>
    public static string Legal(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c)))
            return text;
        var legal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                legal.Append(text[i]).Append(text[++i]);
            else
                legal.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
        return legal.ToString();
    }
}
