using System.Text;

namespace DeepML.CommandLine.Tables;

/// <summary>
/// Reads rows of cells between separators, as RFC 4180 writes them and as ML.NET's text loader reads them: cells in quotes may hold
/// separators, ends of lines, and quotes doubled. Empty lines are passed over.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="separator">Between two cells.</param>
internal sealed class CsvReader(TextReader reader, char separator)
{
    private readonly StringBuilder _cell = new();
    private int _line; // lines read so far

    /// <summary>The line on which the last row began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="InputException">A quote is not closed, or something stands behind one.</exception>
    public IReadOnlyList<string>? ReadRow()
    {
        while (reader.ReadLine() is { } line)
        {
            _line++;
            Line = _line;
            if (line.Length > 0)
                return Cells(line);
        }
        return null;
    }

    private List<string> Cells(string line)
    {
        var cells = new List<string>();
        for (var at = 0; ;)
        {
            var start = at;
            while (start < line.Length && line[start] == ' ')
                start++;
            if (start < line.Length && line[start] == '"')
            {
                cells.Add(Quoted(ref line, start + 1, out at));
            }
            else
            {
                var end = line.IndexOf(separator, at);
                cells.Add(end < 0 ? line[at..] : line[at..end]);
                at = end < 0 ? line.Length : end;
            }
            if (at == line.Length)
                return cells;
            at++; // the separator
        }
    }

    private string Quoted(ref string line, int start, out int end)
    {
        _cell.Clear();
        for (var at = start; ; at++)
        {
            if (at == line.Length)
            {
                line = reader.ReadLine() ?? throw new InputException($"A quote in line {Line} is not closed.");
                _line++;
                _cell.Append('\n');
                at = -1;
            }
            else if (line[at] != '"')
            {
                _cell.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                _cell.Append('"');
                at++;
            }
            else
            {
                end = at + 1;
                while (end < line.Length && line[end] == ' ')
                    end++;
                return end == line.Length || line[end] == separator
                    ? _cell.ToString()
                    : throw new InputException($"Line {_line}, character {end + 1}: behind the closing quote stands '{line[end]}'. "
                        + "A quote within a cell is written twice.");
            }
        }
    }
}
