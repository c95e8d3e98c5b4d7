using System.Globalization;

namespace DeepML.CommandLine.Tables;

/// <summary>Reads single cells as ML.NET's text loader does.</summary>
internal static class Cells
{
    private static readonly string[] Truths = ["true", "yes", "t", "y", "1", "+1", "false", "no", "f", "n", "0", "-1"];

    /// <summary>Whether nothing is in it: empty, ?, NA or NaN.</summary>
    public static bool IsMissing(string cell) => cell.AsSpan().Trim() is var text
        && (text.IsEmpty || text is "?" || text.Equals("NA", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NaN", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a number.</summary>
    public static bool IsNumber(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    /// <summary>Whether it is the word for yes or no.</summary>
    public static bool IsTruthWord(string cell) =>
        cell.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) || cell.Trim().Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can be read as what is expected.</summary>
    public static bool Is(CellKind kind, string cell) => kind switch
    {
        CellKind.Number => IsMissing(cell) || IsNumber(cell),
        CellKind.Boolean => Truths.Contains(cell.Trim().ToLowerInvariant()),
        CellKind.Date => DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    /// <summary>What a cell must be, to be said of one that is not.</summary>
    public static string Requirement(CellKind kind) => kind switch
    {
        CellKind.Number => "a number with a decimal point, or empty",
        CellKind.Boolean => "true or false, yes or no, 1 or 0",
        CellKind.Date => "a date such as 2026-11-29 or 2026-11-29T12:00:00",
        _ => "a text",
    };
}
