namespace Microsoft.ML.Data;

/// One row whose values are the members of an object that may be exchanged: the input of a prediction engine.
internal sealed class SingleRow<TRow> : DataViewRow where TRow : class
{
    private readonly RowHolder<TRow> _holder = new();
    private readonly Delegate[] _getters;
    private long _position = -1;

    public SingleRow(BoundMember[] members)
    {
        Schema = EnumerableView<TRow>.SchemaOf(members);
        _getters = Array.ConvertAll(members, m => RowSource<TRow>.Of(m).CreateGetter(_holder));
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    /// Sets the object; every exchange is a new position.
    public void Set(TRow row)
    {
        _holder.Current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => Schema.CheckIndex(column) >= 0;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        RowExtensions.CastGetter<TValue>(null, _getters[Schema.CheckIndex(column)], column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);
}
