using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.CommandLine.Tables;

/// <summary>Files as ML.NET's data views.</summary>
internal static class TableLoader
{
    private const string CopyMark = "\u0001"; // no name of a file has it

    /// <summary>A view of a file's rows, with some of its columns.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="file">The file, whose cells have been checked.</param>
    /// <param name="columns">The columns, by their places.</param>
    public static IDataView Load(MLContext ml, CsvFile file, IEnumerable<TextLoader.Column> columns) =>
        ml.Data.CreateTextLoader(new TextLoader.Options
        {
            Separators = [file.Separator],
            HasHeader = true,
            AllowQuoting = true,
            ReadMultilines = true,
            MissingRealsAsNaNs = true,
            Columns = [.. columns],
        }).Load(file.Path);

    /// <summary>A column of one value a row.</summary>
    public static TextLoader.Column Column(string name, int index, CellKind kind) => new(name, KindOf(kind), index);

    /// <summary>The text of every cell beside what is read of it, so that rows can be written again as they came.</summary>
    public static IEnumerable<TextLoader.Column> Copies(CsvFile file) =>
        file.Names.Select((name, i) => new TextLoader.Column(CopyOf(name), DataKind.String, i));

    /// <summary>The column with the text of a file's column.</summary>
    public static string CopyOf(string name) => name + CopyMark;

    /// <summary>The name in the file, of such a column or of any other.</summary>
    public static string OriginalOf(string name) => IsCopy(name) ? name[..^CopyMark.Length] : name;

    /// <summary>Whether a column holds the text of a file's column.</summary>
    public static bool IsCopy(string name) => name.EndsWith(CopyMark, StringComparison.Ordinal);

    /// <summary>The columns that a model reads, found in a file by their names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="schema">What the model has been trained on; columns that the file lacks are left out.</param>
    /// <param name="missing">Receives the columns that the file lacks.</param>
    /// <param name="unread">A column that is left out; null for none.</param>
    /// <exception cref="InputException">A cell is not what its column holds, or the column holds what no file says.</exception>
    public static IReadOnlyList<TextLoader.Column> ColumnsOf(
        CsvFile file, DataViewSchema schema, ICollection<string> missing, string? unread)
    {
        var columns = new List<TextLoader.Column>();
        var kinds = new Dictionary<int, CellKind>();
        foreach (var column in schema.Where(column => !column.IsHidden && column.Name != unread))
        {
            if (PlacesOf(file, schema, column) is not { } places)
            {
                missing.Add(column.Name);
                continue;
            }
            var (kind, cells) = KindOf(column);
            foreach (var place in places)
                kinds[place] = cells;
            columns.Add(column.Type is VectorDataViewType
                ? new TextLoader.Column(column.Name, kind, [.. places.Select(place => new TextLoader.Range(place))])
                : new TextLoader.Column(column.Name, kind, places[0]));
        }
        file.Check(kinds);
        return columns;
    }

    // A vector is found by the names of its slots; where it has none, by its place among as many cells as the model reads in all.
    private static int[]? PlacesOf(CsvFile file, DataViewSchema schema, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { Size: var size })
            return Place(file, column.Name) is { } one ? [one] : null;
        if (size == 0)
            throw new InputException($"The model reads '{column.Name}', a vector of any length, which a file of rows cannot give.");
        if (column.HasSlotNames(size))
        {
            VBuffer<ReadOnlyMemory<char>> names = default;
            column.GetSlotNames(ref names);
            int?[] places = [.. names.DenseValues().Select(name => Place(file, name.ToString()))];
            if (places.All(place => place is not null))
                return [.. places.Select(place => place!.Value)];
        }
        var sizes = schema.Where(other => !other.IsHidden).Select(other => (other.Name, Size: Width(other))).ToArray();
        if (sizes.Sum(other => other.Size) != file.Names.Count)
            return null;
        var first = sizes.TakeWhile(other => other.Name != column.Name).Sum(other => other.Size);
        return [.. Enumerable.Range(first, size)];
    }

    private static bool HasSlotNames(this DataViewSchema.Column column, int size) =>
        column.Annotations.Schema.GetColumnOrNull("SlotNames") is { Type: VectorDataViewType names } && names.Size == size;

    private static int Width(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private static int? Place(CsvFile file, string name)
    {
        for (var i = 0; i < file.Names.Count; i++)
            if (file.Names[i] == name)
                return i;
        return null;
    }

    private static DataKind KindOf(CellKind kind) => kind switch
    {
        CellKind.Number => DataKind.Single,
        CellKind.Boolean => DataKind.Boolean,
        CellKind.Date => DataKind.DateTime,
        _ => DataKind.String,
    };

    private static (DataKind Kind, CellKind Cells) KindOf(DataViewSchema.Column column)
    {
        var type = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        return type is KeyDataViewType ? throw Unreadable(column)
            : type is TextDataViewType ? (DataKind.String, CellKind.Text)
            : type is BooleanDataViewType ? (DataKind.Boolean, CellKind.Boolean)
            : type is DateTimeDataViewType ? (DataKind.DateTime, CellKind.Date)
            : type == NumberDataViewType.Single ? (DataKind.Single, CellKind.Number)
            : type == NumberDataViewType.Double ? (DataKind.Double, CellKind.Number)
            : throw Unreadable(column);
    }

    private static InputException Unreadable(DataViewSchema.Column column) => new(
        $"The model reads '{column.Name}', which is {column.Type}: files of rows give numbers, texts, truths and dates.");
}
