using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DeepML.Reports.Tests;

/// <summary>Pages as trees.</summary>
internal static partial class Page
{
    /// <summary>The page, which is well-formed XML too once the style is out.</summary>
    public static XElement Of(ModelReport report)
    {
        StringAssert.StartsWith(report.Html, "<!DOCTYPE html>\n");
        return XElement.Parse(Style().Replace(report.Html["<!DOCTYPE html>\n".Length..], ""));
    }

    /// <summary>The numbers in frames, by the words beneath them.</summary>
    public static Dictionary<string, string> Tiles(ModelReport report) => Of(report).Descendants("div")
        .Where(element => ((string?)element.Attribute("class"))?.Split(' ')[0] == "tile")
        .ToDictionary(tile => tile.Element("span")!.Value, tile => tile.Element("b")!.Value);

    [GeneratedRegex("<style>.*</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
