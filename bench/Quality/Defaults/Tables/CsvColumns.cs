using System.Globalization;

namespace DeepML.Bench;

/// <summary>A file of data/ with its columns by name; no cell of them holds a comma.</summary>
internal sealed class CsvColumns
{
    private readonly string[] _names;
    private readonly string[][] _cells;

    /// <summary>Reads a file.</summary>
    public CsvColumns(string file)
        : this(File.ReadLines(RepositoryFiles.Data(file)).Select(line => line.Split(',')).ToArray())
    {
    }

    private CsvColumns(string[][] lines) => (_names, _cells) = (lines[0], lines[1..]);

    private CsvColumns(string[] names, string[][] cells) => (_names, _cells) = (names, cells);

    /// <summary>The names of the columns in their order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The texts of a column.</summary>
    public string[] Text(string column)
    {
        var index = Index(column);
        return [.. _cells.Select(row => row[index])];
    }

    /// <summary>The numbers of a column; NaN where a cell holds none.</summary>
    public float[] Numbers(string column) => [.. Text(column).Select(Number)];

    /// <summary>The numbers of several columns, row by row.</summary>
    public float[][] Rows(params string[] columns)
    {
        var indices = columns.Select(Index).ToArray();
        return [.. _cells.Select(row => indices.Select(i => Number(row[i])).ToArray())];
    }

    /// <summary>The categories of several columns, row by row, each with its column's name in front.</summary>
    public string[][] Categories(params string[] columns) =>
        [.. _cells.Select(row => columns.Select(column => $"{column}={row[Index(column)]}").ToArray())];

    /// <summary>The classes of a column, counted from 0 in the order of their names.</summary>
    public float[] Classes(string column)
    {
        var text = Text(column);
        var names = text.Distinct().Order(StringComparer.Ordinal).ToList();
        return [.. text.Select(name => (float)names.IndexOf(name))];
    }

    /// <summary>The rows that have a number in a column.</summary>
    public CsvColumns Having(string column)
    {
        var index = Index(column);
        return new CsvColumns(_names, [.. _cells.Where(row => !float.IsNaN(Number(row[index])))]);
    }

    private int Index(string column) => Array.IndexOf(_names, column) is >= 0 and var index
        ? index
        : throw new ArgumentException($"There is no column '{column}'.", nameof(column));

    private static float Number(string cell) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : float.NaN;
}
