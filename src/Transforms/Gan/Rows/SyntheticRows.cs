using System.Globalization;
using System.Numerics;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// The synthetic rows of a plan, made block by block as a cursor reaches them: memory does not grow with their number, and each
/// pass meets the same rows, because every block has a seed of its own.
/// </summary>
internal sealed class SyntheticRows(GanSampler sampler, SyntheticPlan plan)
{
    private const int BlockRows = 512;

    private readonly TableCodec _codec = sampler.Codec;
    private long _block = -1;
    private float[] _compact = [];
    private int _row;

    /// <summary>Number of rows.</summary>
    public long Count => plan.Rows;

    /// <summary>Goes to a row.</summary>
    public void MoveTo(long row)
    {
        if (row / BlockRows != _block)
        {
            _block = row / BlockRows;
            var first = _block * BlockRows;
            var seed = unchecked((int)(((ulong)(uint)plan.Seed * 6364136223846793005UL + (ulong)_block * 1442695040888963407UL) >> 33));
            _compact = (plan.Maker ?? sampler.Draw)(plan.Asked(first, (int)Math.Min(BlockRows, plan.Rows - first)), seed);
        }
        _row = (int)(row % BlockRows);
    }

    /// <summary>A getter of a column's value in the current row: a <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    /// <param name="column">Position of the column.</param>
    public Delegate Getter(int column)
    {
        var learned = sampler.Description.Table[column];
        var at = _codec.CompactStart(column);
        if (learned.Kind == TableColumnKind.Identifier)
            return learned.ItemType == TextDataViewType.Instance.ToString()
                ? IdentifierGetter()
                : RawType.VisitNumber(learned.Type.RawType, new Getters(this, learned, at));
        if (learned.Kind == TableColumnKind.Vector)
            return VectorGetter(learned, at);
        if (learned.Kind == TableColumnKind.Category && learned.KeyCount == 0)
            return learned.ItemType == BooleanDataViewType.Instance.ToString() ? BooleanGetter(learned, at) : TextGetter(learned, at);
        return RawType.VisitNumber(learned.Type.RawType, new Getters(this, learned, at));
    }

    private long Current => (_block * BlockRows) + _row;

    private float this[int at] => _compact[((long)_row * _codec.CompactSize) + at];

    private ValueGetter<VBuffer<float>> VectorGetter(TableColumn column, int at) => (ref VBuffer<float> value) =>
    {
        var editor = VBufferEditor.Create(ref value, column.Offsets.Length);
        for (var i = 0; i < column.Offsets.Length; i++)
            editor.Values[i] = column.Restored(i, this[at + i]);
        value = editor.Commit();
    };

    private ValueGetter<bool> BooleanGetter(TableColumn column, int at) =>
        (ref bool value) => value = Category(column, at) == bool.TrueString;

    private ValueGetter<ReadOnlyMemory<char>> TextGetter(TableColumn column, int at) =>
        (ref ReadOnlyMemory<char> value) => value = Category(column, at).AsMemory();

    private ValueGetter<ReadOnlyMemory<char>> IdentifierGetter() =>
        (ref ReadOnlyMemory<char> value) => value = string.Create(CultureInfo.InvariantCulture, $"synthetic {Current + 1}").AsMemory();

    private ValueGetter<T> IdentifierGetter<T>(TableColumn column)
        where T : INumber<T> => (ref T value) => value = T.CreateSaturating(column.Maximum + 1 + Current);

    private ValueGetter<T> KeyGetter<T>(TableColumn column, int at)
        where T : INumber<T> => (ref T value) => value = T.Parse(Category(column, at), CultureInfo.InvariantCulture);

    private ValueGetter<T> NumberGetter<T>(TableColumn column, int at)
        where T : INumber<T> => (ref T value) => value = T.CreateSaturating(column.NumberAt((int)this[at + 1], this[at]));

    private sealed class Getters(SyntheticRows rows, TableColumn column, int at) : IRawNumberVisitor<Delegate>
    {
        public Delegate Visit<T>()
            where T : struct, INumber<T> =>
            column.Kind switch
            {
                TableColumnKind.Number => rows.NumberGetter<T>(column, at),
                TableColumnKind.Identifier => rows.IdentifierGetter<T>(column),
                _ => rows.KeyGetter<T>(column, at),
            };
    }

    private string Category(TableColumn column, int at)
    {
        var place = (int)this[at];
        if (place < column.Values.Length)
            return column.Values[place];
        if (plan.RareValue is { } asked && asked.Column == column.Name)
            return asked.Value;
        // Which of the rare values it is follows from seed, row and column, so that every pass and every getter agrees.
        var random = new Random(unchecked((int)((_block * 73856093) ^ (_row * 19349663L) ^ (at * 83492791L) ^ (plan.Seed * 2654435761L))));
        return column.RareValues[ConditionDraws.Draw(ConditionDraws.RunningShares(column.RareCounts), random)];
    }
}
