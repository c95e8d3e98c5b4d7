using System.Globalization;
using System.Xml.Linq;

namespace DeepML.Reports;

/// <summary>The parts that pages are made of.</summary>
internal static class Html
{
    /// <summary>An element that browsers do not take for one without an end.</summary>
    public static XElement Tag(string name, params object?[] content) =>
        content.Length == 0 ? new XElement(name, "") : new XElement(name, content);

    /// <summary>An element with a class.</summary>
    public static XElement Styled(string name, string style, params object?[] content) =>
        new(name, new XAttribute("class", style), content);

    /// <summary>A paragraph.</summary>
    public static XElement Text(string text) => Tag("p", text);

    /// <summary>A paragraph in a smaller, lighter hand.</summary>
    public static XElement Note(string text) => Styled("p", "note", text);

    /// <summary>A table that scrolls inside the page where it is too wide for it.</summary>
    /// <param name="heads">Of the columns.</param>
    /// <param name="rows">Their cells; what reads as a number is set to the right.</param>
    public static XElement Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) => Styled(
        "div", "scroll", Tag("table",
            Tag("thead", Tag("tr", heads.Select(head => Tag("th", head)))),
            Tag("tbody", rows.Select(row => Tag("tr", row.Select(Cell))))));

    /// <summary>A part that is folded until it is asked for.</summary>
    public static XElement Folded(string summary, params object[] content) => Tag("details", [Tag("summary", summary), .. content]);

    /// <summary>Two or more things that stand side by side where there is room.</summary>
    public static XElement Beside(params object[] content) => Styled("div", "beside", content);

    /// <summary>A number in a frame.</summary>
    public static XElement Tile(string value, string words, string style = "") =>
        Styled("div", $"tile {style}".TrimEnd(), Tag("b", value), Tag("span", words));

    /// <summary>A number for people.</summary>
    public static string Number(double value, string format = "G4") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A share for people: "97.8 %".</summary>
    public static string Percent(double share) => double.IsFinite(share) ? Number(100 * share, "0.0") + " %" : "-";

    /// <summary>A count for people: "12,345".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static XElement Cell(string text) =>
        text == "-"
        || double.TryParse(text.Replace(" %", "", StringComparison.Ordinal), NumberStyles.Any, CultureInfo.InvariantCulture, out _)
            ? Styled("td", "number", text)
            : Tag("td", text);
}
