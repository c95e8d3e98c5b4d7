namespace DeepML.CommandLine.Tables;

/// <summary>Writes rows of cells between separators: RFC 4180.</summary>
/// <param name="writer">Receives the text.</param>
/// <param name="separator">Between two cells.</param>
internal sealed class CsvWriter(TextWriter writer, char separator)
{
    /// <summary>Writes a row.</summary>
    public void Write(IEnumerable<string> cells) => writer.Write(string.Join(separator, cells.Select(Quoted)) + "\n");

    private string Quoted(string cell) => cell.AsSpan().IndexOfAny(separator, '"', '\n') >= 0 || cell.Contains('\r') || cell.StartsWith(' ')
        ? $"\"{cell.Replace("\"", "\"\"")}\""
        : cell;
}
