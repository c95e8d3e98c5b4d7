using System.Reflection;

namespace Microsoft.ML.Data;

internal delegate void ValueCopier<T>(ref T source, ref T destination);

/// Copies values so that nothing is shared: vectors by content, everything else by assignment.
internal static class ValueCopier
{
    public static ValueCopier<T> Of<T>() => Cache<T>.Instance;

    private static void CopyBuffer<T>(ref VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);

    private static class Cache<T>
    {
        public static readonly ValueCopier<T> Instance =
            typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
                ? typeof(ValueCopier).GetMethod(nameof(CopyBuffer), BindingFlags.NonPublic | BindingFlags.Static)
                    .MakeGenericMethod(typeof(T).GetGenericArguments()[0]).CreateDelegate<ValueCopier<T>>()
                : (ref T source, ref T destination) => destination = source;
    }
}

/// Copied values of one column for several rows, by slot.
internal abstract class ValueBlock
{
    /// Reads the column's value of the current row into a slot.
    public delegate void Filler(ValueBlock block, int slot);

    public static ValueBlock Create(Type rawType, int capacity) =>
        (ValueBlock)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(rawType), capacity);

    /// The filler of such blocks from a column of the row.
    public abstract Filler FillerOf(DataViewRow row, DataViewSchema.Column column);

    public abstract Filler IdFillerOf(DataViewRow row);

    /// The getter of the values that a place (block and slot) points to.
    public abstract Delegate GetterOf(IPlace place, int column);

    public interface IPlace
    {
        ValueBlock Block(int column);

        /// The current slot; throws when there is no current row.
        int Slot { get; }
    }

    public sealed class Typed<T> : ValueBlock
    {
        public readonly T[] Values;

        public Typed(int capacity) => Values = new T[capacity];

        public override Filler FillerOf(DataViewRow row, DataViewSchema.Column column)
        {
            var getter = row.GetGetter<T>(column);
            return (block, slot) => getter(ref ((Typed<T>)block).Values[slot]);
        }

        public override Filler IdFillerOf(DataViewRow row)
        {
            var getter = (ValueGetter<T>)(Delegate)row.GetIdGetter();
            return (block, slot) => getter(ref ((Typed<T>)block).Values[slot]);
        }

        public override Delegate GetterOf(IPlace place, int column)
        {
            var copy = ValueCopier.Of<T>();
            return (ValueGetter<T>)((ref T value) => copy(ref ((Typed<T>)place.Block(column)).Values[place.Slot], ref value));
        }
    }
}

/// Which columns of a schema are copied into blocks (the active ones), and the row's identity behind them.
internal sealed class BlockLayout
{
    public BlockLayout(DataViewSchema schema, bool[] active)
    {
        Schema = schema;
        Active = active;
        Columns = [.. schema.Where(active)];
        Place = new int[active.Length];
        for (var i = 0; i < Columns.Length; i++)
            Place[Columns[i].Index] = i;
    }

    public DataViewSchema Schema { get; }

    public bool[] Active { get; }

    public DataViewSchema.Column[] Columns { get; }

    /// For a column of the schema, its number among the copied ones.
    public int[] Place { get; }

    public int IdPlace => Columns.Length;

    public ValueBlock[] NewBlocks(int capacity) =>
        [.. Columns.Select(c => ValueBlock.Create(c.Type.RawType, capacity)), new ValueBlock.Typed<DataViewRowId>(capacity)];

    public ValueBlock.Filler[] FillersOf(DataViewRow row, ValueBlock[] sample) =>
        [.. Columns.Select((c, i) => sample[i].FillerOf(row, c)), sample[IdPlace].IdFillerOf(row)];

    /// Whether all active columns can be copied: images and other disposable things cannot.
    public static bool CanCopy(DataViewSchema schema, bool[] active)
    {
        for (var i = 0; i < active.Length; i++)
            if (active[i] && !CanCopy(schema[i].Type))
                return false;
        return true;
    }

    public static bool CanCopy(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;
}

/// A cursor over values copied into blocks; the derived class says which block and slot are current.
internal abstract class BlockCursor : RootCursor, ValueBlock.IPlace
{
    private readonly BlockLayout _layout;
    private readonly ValueBlock[] _kinds;

    protected ValueBlock[] Current;
    protected int CurrentSlot = -1;

    protected BlockCursor(Runtime.IExceptionContext ctx, BlockLayout layout) : base(ctx)
    {
        _layout = layout;
        _kinds = layout.NewBlocks(0);
    }

    public sealed override DataViewSchema Schema => _layout.Schema;

    ValueBlock ValueBlock.IPlace.Block(int column)
    {
        CheckGood();
        return Current[column];
    }

    int ValueBlock.IPlace.Slot => CurrentSlot;

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => _layout.Active[Schema.CheckIndex(column)];

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Ctx.CheckActive(IsColumnActive(column), column);
        var place = _layout.Place[column.Index];
        return Ctx.CastGetter<TValue>(_kinds[place].GetterOf(this, place), column);
    }

    public sealed override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_kinds[_layout.IdPlace].GetterOf(this, _layout.IdPlace);
}
