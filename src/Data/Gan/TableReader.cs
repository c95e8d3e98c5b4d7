using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Reads the cells of one column, row after row, into memory.</summary>
internal abstract class ColumnCells(string name)
{
    /// <summary>Name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>Reads the current row.</summary>
    public abstract void Read();

    /// <summary>Bytes that a row takes.</summary>
    public abstract int RowBytes { get; }

    /// <summary>Rows read.</summary>
    public abstract int Rows { get; }

    private protected InvalidOperationException NotFinite(double value, long row, string where = "") => new(
        $"Column '{Name}' is {value.ToString(CultureInfo.InvariantCulture)} in row {row}{where} (counted from 0). "
        + (double.IsNaN(value)
            ? "ML.NET reads empty or unreadable text as NaN. Filter such rows (FilterRowsByMissingValues) or fill them "
                + "(ReplaceMissingValues)."
            : "Filter or clip such rows first."));
}

/// <summary>Cells of a vector of float.</summary>
internal sealed class VectorCells(DataViewRow row, DataViewSchema.Column column) : ColumnCells(column.Name)
{
    private readonly ValueGetter<VBuffer<float>> _getter = row.GetGetter<VBuffer<float>>(column);
    private readonly float[] _current = new float[((VectorDataViewType)column.Type).Size];
    private VBuffer<float> _buffer;

    /// <summary>Numbers in a row.</summary>
    public int Width => _current.Length;

    /// <summary>The numbers of all rows, row by row.</summary>
    public List<float> Numbers { get; } = [];

    /// <inheritdoc/>
    public override int RowBytes => _current.Length * sizeof(float);

    /// <inheritdoc/>
    public override int Rows => Numbers.Count / _current.Length;

    /// <inheritdoc/>
    public override void Read()
    {
        _getter(ref _buffer);
        if (_buffer.Length != _current.Length)
            throw new InvalidOperationException(
                $"Column '{Name}' holds {_buffer.Length} values in row {row.Position}; {_current.Length} are needed. Give every row the "
                    + "same number of values.");
        _buffer.CopyTo(_current);
        for (var i = 0; i < _current.Length; i++)
            if (!float.IsFinite(_current[i]))
                throw NotFinite(_current[i], row.Position, $", slot {i}");
        Numbers.AddRange(_current);
    }
}

/// <summary>Cells of a number of any type; NaN is a missing one.</summary>
internal sealed class NumberCells<T>(DataViewRow row, DataViewSchema.Column column) : NumberCells(column.Name)
    where T : INumber<T>
{
    // Squares of larger numbers have no sum.
    private const double Largest = 1e150;

    private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);

    /// <inheritdoc/>
    public override void Read()
    {
        var value = T.Zero;
        _getter(ref value);
        var number = double.CreateChecked(value);
        if (double.IsInfinity(number))
            throw NotFinite(number, row.Position);
        if (Math.Abs(number) > Largest)
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Column '{Name}' is {number} in row {row.Position} (counted from 0); numbers must be in [-{Largest}, {Largest}]. ")
                + "Scale the column first.");
        Numbers.Add(number);
    }
}

/// <summary>Cells of a number.</summary>
internal abstract class NumberCells(string name) : ColumnCells(name)
{
    /// <summary>The number of each row.</summary>
    public List<double> Numbers { get; } = [];

    /// <inheritdoc/>
    public override int RowBytes => sizeof(double);

    /// <inheritdoc/>
    public override int Rows => Numbers.Count;

    /// <summary>Cells of a column of a number type.</summary>
    public static NumberCells Create(DataViewRow row, DataViewSchema.Column column) =>
        RawType.VisitNumber(column.Type.RawType, new Creating(row, column));

    private sealed class Creating(DataViewRow row, DataViewSchema.Column column) : IRawNumberVisitor<NumberCells>
    {
        public NumberCells Visit<T>()
            where T : struct, INumber<T> => new NumberCells<T>(row, column);
    }
}

/// <summary>Cells of a boolean, a text or a key, as numbers of distinct values.</summary>
internal sealed class CategoryCells : ColumnCells
{
    // A column of names may hold millions: values that come after this many distinct ones are only counted together.
    private const int MostDistinct = 1 << 16;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Func<string> _read;

    /// <summary>Prepares to read a column.</summary>
    public CategoryCells(DataViewRow row, DataViewSchema.Column column) : base(column.Name) => _read = Reader(row, column);

    /// <summary>The distinct values, by their number.</summary>
    public List<string> Values { get; } = [];

    /// <summary>The number of each row's value; -1 for one that came too late to be kept.</summary>
    public List<int> Numbers { get; } = [];

    /// <inheritdoc/>
    public override int RowBytes => sizeof(int);

    /// <inheritdoc/>
    public override int Rows => Numbers.Count;

    /// <inheritdoc/>
    public override void Read()
    {
        var value = _read();
        if (!_numbers.TryGetValue(value, out var number))
        {
            number = Values.Count < MostDistinct ? Values.Count : -1;
            if (number >= 0)
            {
                _numbers.Add(value, number);
                Values.Add(value);
            }
        }
        Numbers.Add(number);
    }

    /// <summary>A function that gives the value of the current row as invariant text; a key as its number, 0 if missing.</summary>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is TextDataViewType)
        {
            var text = row.GetGetter<ReadOnlyMemory<char>>(column);
            var value = default(ReadOnlyMemory<char>);
            return () =>
            {
                text(ref value);
                return value.ToString();
            };
        }
        if (column.Type is BooleanDataViewType)
        {
            var boolean = row.GetGetter<bool>(column);
            return () =>
            {
                var value = false;
                boolean(ref value);
                return value ? bool.TrueString : bool.FalseString;
            };
        }
        return RawType.VisitNumber(column.Type.RawType, new KeyReading(row, column));
    }

    private sealed class KeyReading(DataViewRow row, DataViewSchema.Column column) : IRawNumberVisitor<Func<string>>
    {
        public Func<string> Visit<T>()
            where T : struct, INumber<T> => KeyReader<T>(row, column);
    }

    private static Func<string> KeyReader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            var value = T.Zero;
            getter(ref value);
            return value.ToString(null, CultureInfo.InvariantCulture);
        };
    }
}

/// <summary>Reads columns of a table into memory, in one pass.</summary>
internal static class TableReader
{
    /// <summary>How a column of this type becomes numbers; null if it cannot.</summary>
    public static TableColumnKind? KindOf(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } vector when vector.ItemType.Equals(NumberDataViewType.Single) => TableColumnKind.Vector,
        NumberDataViewType => TableColumnKind.Number,
        BooleanDataViewType or TextDataViewType or KeyDataViewType => TableColumnKind.Category,
        _ => null,
    };

    /// <summary>Whether a column of this shape may become numbers.</summary>
    public static bool Accepts(SchemaShape.Column column) => column.Kind switch
    {
        SchemaShape.Column.VectorKind.Scalar =>
            column.IsKey || column.ItemType is NumberDataViewType or BooleanDataViewType or TextDataViewType,
        SchemaShape.Column.VectorKind.Vector => !column.IsKey && column.ItemType.Equals(NumberDataViewType.Single),
        _ => false,
    };

    /// <summary>Reads the columns.</summary>
    /// <param name="data">The data; every column is there and of a type that can be read.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="budget">Bytes that the rows may take.</param>
    /// <param name="stop">Ends the reading between two rows.</param>
    /// <exception cref="InvalidOperationException">There are too many rows for the budget, or a value that is not finite.</exception>
    public static ColumnCells[] Read(IDataView data, IReadOnlyList<string> names, long budget, CancellationToken stop)
    {
        var columns = names.Select(name => data.Schema[name]).ToArray();
        using var cursor = data.GetRowCursor(columns);
        var cells = columns.Select(column => KindOf(column.Type) switch
        {
            TableColumnKind.Vector => new VectorCells(cursor, column),
            TableColumnKind.Number => NumberCells.Create(cursor, column),
            _ => (ColumnCells)new CategoryCells(cursor, column),
        }).ToArray();
        var most = budget / cells.Sum(c => (long)c.RowBytes);
        var rows = 0L;
        while (cursor.MoveNext())
        {
            stop.ThrowIfCancellationRequested();
            if (++rows > most)
                throw new InvalidOperationException(
                    $"More than {most} rows do not fit the Training.MemoryBudget of {budget} bytes, and a generative adversarial network "
                        + "needs its rows in memory. "
                    + "Take a sample of the rows, or raise the budget.");
            foreach (var cell in cells)
                cell.Read();
        }
        return cells;
    }
}
