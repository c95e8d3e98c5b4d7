using System.Globalization;
using DeepML.Distributed;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.CommandLine.Tables;

/// <summary>Rows that a model has scored, as lines of cells.</summary>
/// <param name="separator">Between two cells.</param>
internal sealed class ScoredRows(char separator) : IRowLines
{
    /// <summary>Writes names, then rows.</summary>
    /// <param name="view">The scored rows.</param>
    /// <param name="columns">The columns to write, in their order.</param>
    /// <param name="writer">Receives them.</param>
    /// <returns>How many rows were written.</returns>
    public long Write(IDataView view, IReadOnlyList<DataViewSchema.Column> columns, TextWriter writer)
    {
        writer.Write(Header(columns) + "\n");
        using var cursor = view.GetRowCursor(columns);
        var line = Of(cursor, columns);
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
            writer.Write(line() + "\n");
        return rows;
    }

    /// <inheritdoc/>
    public string Header(IReadOnlyList<DataViewSchema.Column> columns) =>
        CsvLine.Of(columns.SelectMany(column => Part(column).Names), separator);

    /// <inheritdoc/>
    public Func<string> Of(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var cells = columns.Select(column => Part(column).Cells(row)).ToArray();
        return () => CsvLine.Of(cells.SelectMany(cell => cell()), separator);
    }

    /// <summary>Whether the values of a column can stand in cells.</summary>
    public static bool CanWrite(DataViewSchema.Column column)
    {
        try
        {
            Part(column);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static CellPart Part(DataViewSchema.Column column)
    {
        var name = TableLoader.OriginalOf(column.Name);
        var vector = column.Type as VectorDataViewType;
        var item = vector?.ItemType ?? column.Type;
        if (item is KeyDataViewType)
            return vector is null && item.RawType == typeof(uint)
                ? KeyPart(column, name)
                : throw Unwritable(column);
        return item.RawType switch
        {
            var type when type == typeof(float) => Numbers<float>(Number),
            var type when type == typeof(double) => Numbers<double>(number => number.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(bool) => Numbers<bool>(truth => truth ? "true" : "false"),
            var type when type == typeof(ReadOnlyMemory<char>) => Numbers<ReadOnlyMemory<char>>(text => text.ToString()),
            var type when type == typeof(DateTime) => Numbers<DateTime>(time => time.ToString("s", CultureInfo.InvariantCulture)),
            var type when type == typeof(uint) => Numbers<uint>(number => number.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(int) => Numbers<int>(number => number.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(long) => Numbers<long>(number => number.ToString(CultureInfo.InvariantCulture)),
            _ => throw Unwritable(column),
        };

        CellPart Numbers<T>(Func<T, string> text) => vector is null ? Single(column, name, text)
            : vector.Size > 0 ? Vector(column, name, vector.Size, text)
            : Joined(column, name, text);
    }

    private static CellPart Single<T>(DataViewSchema.Column column, string name, Func<T, string> text) => new([name], cursor =>
    {
        var getter = cursor.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return [text(value)];
        };
    });

    private static CellPart Vector<T>(DataViewSchema.Column column, string name, int size, Func<T, string> text) =>
        new(SlotNames(column, name, size), cursor =>
        {
            var getter = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                return value.DenseValues().Select(text);
            };
        });

    // Of any length: in one cell.
    private static CellPart Joined<T>(DataViewSchema.Column column, string name, Func<T, string> text) => new([name], cursor =>
    {
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return [string.Join(' ', value.DenseValues().Select(text))];
        };
    });

    private static CellPart KeyPart(DataViewSchema.Column column, string name) => new([name], cursor =>
    {
        var names = Keys(column);
        var getter = cursor.GetGetter<uint>(column);
        uint key = 0;
        return () =>
        {
            getter(ref key);
            return [key == 0 ? "" : names?[(int)key - 1] ?? (key - 1).ToString(CultureInfo.InvariantCulture)];
        };
    });

    private static string[]? Keys(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: VectorDataViewType { ItemType: TextDataViewType } })
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetKeyValues(ref names);
        return [.. names.DenseValues().Select(text => text.ToString())];
    }

    private static string[] SlotNames(DataViewSchema.Column column, string name, int size)
    {
        string[] numbers = [.. Enumerable.Range(0, size).Select(i => FormattableString.Invariant($"{name}[{i}]"))];
        if (column.Annotations.Schema.GetColumnOrNull("SlotNames") is not { Type: VectorDataViewType slots } || slots.Size != size)
            return numbers;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        string[] texts = [.. names.DenseValues().Select(text => text.ToString())];
        return texts.Any(string.IsNullOrEmpty) || texts.Distinct().Count() < size ? numbers : [.. texts.Select(text => $"{name}.{text}")];
    }

    private static string Number(float number) => float.IsNaN(number) ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static InputException Unwritable(DataViewSchema.Column column) => new(
        $"The column '{column.Name}' is {column.Type}, which no cell of a file holds. Name the columns to write with --columns.");

    /// <summary>Some neighbouring cells of each row.</summary>
    /// <param name="Names">Their names.</param>
    /// <param name="Cells">From a cursor to what they are in its row.</param>
    private sealed record CellPart(string[] Names, Func<DataViewRow, Func<IEnumerable<string>>> Cells);
}
