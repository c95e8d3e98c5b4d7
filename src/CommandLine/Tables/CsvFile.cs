namespace DeepML.CommandLine.Tables;

/// <summary>A file of rows whose first one names the columns.</summary>
internal sealed class CsvFile
{
    private const int MostNamed = 20;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private CsvFile(string path, char separator, IReadOnlyList<string> names) => (Path, Separator, Names) = (path, separator, names);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Between two cells.</summary>
    public char Separator { get; }

    /// <summary>Names of the columns, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file and reads its first row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">Between two cells; null takes what the first row has most of: comma, semicolon, tab or bar.</param>
    /// <exception cref="InputException">It is not there, empty, or its names are missing or not unique.</exception>
    public static CsvFile Open(string path, char? separator = null)
    {
        if (!File.Exists(path))
            throw new InputException($"There is no file '{path}'.");
        string? first;
        using (var text = new StreamReader(path))
            first = text.ReadLine();
        if (string.IsNullOrWhiteSpace(first))
            throw new InputException($"The file '{path}' is empty: its first line must name the columns.");
        var between = separator ?? Separators.MaxBy(candidate => first.Count(letter => letter == candidate));
        using var reader = new StreamReader(path);
        string[] names = [.. new CsvReader(reader, between).ReadRow()!.Select(name => name.Trim())];
        for (var i = 0; i < names.Length; i++)
            if (names[i].Length == 0)
                throw new InputException($"The first line of '{path}' has no name for column {i + 1}.");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"The first line of '{path}' names '{twice.Key}' {twice.Count()} times: names must be unique.");
        if (names.All(Cells.IsNumber))
            throw new InputException($"The first line of '{path}' holds numbers only: it must name the columns.");
        return new CsvFile(path, between, names);
    }

    /// <summary>The place of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="wanted">Who wants it, such as "label".</param>
    /// <exception cref="InputException">There is none of this name.</exception>
    public int IndexOf(string name, string wanted)
    {
        for (var i = 0; i < Names.Count; i++)
            if (Names[i] == name)
                return i;
        throw new InputException(
            $"The {wanted} '{name}' is no column of '{Path}'. {NearestName.Hint(name, [.. Names.Take(MostNamed)])}");
    }

    /// <summary>Goes through all rows once.</summary>
    /// <param name="visit">Takes a row and the line where it begins.</param>
    /// <exception cref="InputException">A row has more or fewer cells than there are names.</exception>
    public void Read(Action<IReadOnlyList<string>, int> visit)
    {
        using var text = new StreamReader(Path);
        var reader = new CsvReader(text, Separator);
        reader.ReadRow();
        var rows = 0;
        for (; reader.ReadRow() is { } row; rows++)
        {
            if (row.Count != Names.Count)
                throw new InputException(
                    $"Line {reader.Line} of '{Path}' has {row.Count} cells; the first line names {Names.Count} columns.");
            visit(row, reader.Line);
        }
        if (rows == 0)
            throw new InputException($"The file '{Path}' has no rows behind the names of its columns.");
    }

    /// <summary>Looks at every cell.</summary>
    public IReadOnlyList<ColumnSurvey> Survey()
    {
        ColumnSurvey[] columns = [.. Names.Select((name, i) => new ColumnSurvey(name, i))];
        Read((row, line) =>
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(row[i], line);
        });
        return columns;
    }

    /// <summary>Refuses cells that are not what a column is.</summary>
    /// <param name="kinds">What the columns are, by their place.</param>
    /// <exception cref="InputException">A cell is something else: line, column and cell are named.</exception>
    public void Check(IReadOnlyDictionary<int, CellKind> kinds) => Read((row, line) =>
    {
        foreach (var (index, kind) in kinds)
            if (!Cells.Is(kind, row[index]))
                throw new InputException(
                    $"Line {line} of '{Path}', column '{Names[index]}': '{row[index]}' is not {Cells.Requirement(kind)}.");
    });
}
