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
            _compact = sampler.Draw(plan.Asked(first, (int)Math.Min(BlockRows, plan.Rows - first)), seed);
        }
        _row = (int)(row % BlockRows);
    }

    /// <summary>A getter of a column's value in the current row: a <see cref="ValueGetter{TValue}"/> of the column's raw type.</summary>
    /// <param name="column">Position of the column.</param>
    public Delegate Getter(int column)
    {
        var learned = sampler.Description.Table[column];
        var at = _codec.CompactStart(column);
        if (learned.Kind == TableColumnKind.Vector)
            return VectorGetter(learned, at);
        if (learned.Kind == TableColumnKind.Category && learned.KeyCount == 0)
            return learned.ItemType == BooleanDataViewType.Instance.ToString() ? BooleanGetter(learned, at) : TextGetter(learned, at);
        return RawType.VisitNumber(learned.Type.RawType, new Getters(this, learned, at));
    }

    private float this[int at] => _compact[((long)_row * _codec.CompactSize) + at];

    private ValueGetter<VBuffer<float>> VectorGetter(TableColumn column, int at) => (ref VBuffer<float> value) =>
    {
        var editor = VBufferEditor.Create(ref value, column.Offsets.Length);
        for (var i = 0; i < column.Offsets.Length; i++)
            editor.Values[i] = column.Offsets[i] + (column.Scales[i] * this[at + i]);
        value = editor.Commit();
    };

    private ValueGetter<bool> BooleanGetter(TableColumn column, int at) => (ref bool value) => value = Category(column, at) == bool.TrueString;

    private ValueGetter<ReadOnlyMemory<char>> TextGetter(TableColumn column, int at) =>
        (ref ReadOnlyMemory<char> value) => value = Category(column, at).AsMemory();

    private ValueGetter<T> KeyGetter<T>(TableColumn column, int at)
        where T : INumber<T> => (ref T value) => value = T.Parse(Category(column, at), CultureInfo.InvariantCulture);

    private ValueGetter<T> NumberGetter<T>(TableColumn column, int at)
        where T : INumber<T> => (ref T value) => value = T.CreateSaturating(Number(column, this[at], (int)this[at + 1]));

    private sealed class Getters(SyntheticRows rows, TableColumn column, int at) : IRawNumberVisitor<Delegate>
    {
        public Delegate Visit<T>()
            where T : struct, INumber<T> =>
            column.Kind == TableColumnKind.Number ? rows.NumberGetter<T>(column, at) : rows.KeyGetter<T>(column, at);
    }

    /// <summary>The number at a place of a mode, within the range that was seen; NaN for the mode of missing numbers.</summary>
    private static double Number(TableColumn column, float place, int mode)
    {
        if (mode >= column.Mixture!.Weights.Length)
            return double.NaN;
        var number = column.Mixture.Decode(mode, place);
        // Thrown back at the ends of what was seen: cut off there, many rows would hold the extreme values of real ones.
        number = number > column.Maximum ? (2 * column.Maximum) - number : number < column.Minimum ? (2 * column.Minimum) - number : number;
        number = Math.Clamp(number, column.Minimum, column.Maximum);
        return column.IsWhole ? Math.Round(number) : number;
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
