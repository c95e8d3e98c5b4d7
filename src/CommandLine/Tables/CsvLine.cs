namespace DeepML.CommandLine.Tables;

/// <summary>A row of cells between separators: RFC 4180.</summary>
internal static class CsvLine
{
    /// <summary>The line of some cells, without its end.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="separator">Between two cells.</param>
    public static string Of(IEnumerable<string> cells, char separator) =>
        string.Join(separator, cells.Select(cell => Quoted(cell, separator)));

    private static string Quoted(string cell, char separator) =>
        cell.AsSpan().IndexOfAny(separator, '"', '\n') >= 0 || cell.Contains('\r') || cell.StartsWith(' ')
            ? $"\"{cell.Replace("\"", "\"\"")}\""
            : cell;
}
