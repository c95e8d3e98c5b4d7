using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A data view over the objects of a sequence, enumerated anew for every cursor.
internal sealed class EnumerableView<TRow> : IDataView where TRow : class
{
    private readonly IHost _host;
    private readonly IEnumerable<TRow> _data;
    private readonly BoundMember[] _members;

    public EnumerableView(IHostEnvironment env, IEnumerable<TRow> data, SchemaDefinition definition)
    {
        _host = env.Register("DataView");
        _data = data;
        _members = BoundMember.Bind(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = SchemaOf(_members);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public static DataViewSchema SchemaOf(BoundMember[] members) =>
        new([.. members.Select(m => new DataViewSchema.DetachedColumn(m.ColumnName, m.Type, m.Annotations))]);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, Schema.ActiveColumns(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor : RootCursor
    {
        private readonly EnumerableView<TRow> _view;
        private readonly bool[] _active;
        private readonly IEnumerator<TRow> _rows;
        private readonly RowHolder<TRow> _holder = new();
        private readonly Delegate[] _getters;

        public Cursor(EnumerableView<TRow> view, bool[] active) : base(view._host)
        {
            _view = view;
            _active = active;
            _getters = new Delegate[active.Length];
            for (var i = 0; i < active.Length; i++)
                if (active[i])
                    _getters[i] = RowSource<TRow>.Of(view._members[i]).CreateGetter(_holder);
            _rows = view._data.GetEnumerator();
        }

        public override DataViewSchema Schema => _view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[Schema.CheckIndex(column)];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Ctx.CheckActive(IsColumnActive(column), column);
            return Ctx.CastGetter<TValue>(_getters[column.Index], column);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
        {
            CheckGood();
            id = new DataViewRowId((ulong)Position, 0);
        };

        protected override bool MoveNextCore()
        {
            if (!_rows.MoveNext())
                return false;
            _holder.Current = _rows.Current;
            Ctx.Check(_holder.Current is not null, "Encountered a null row. Rows of null are not supported");
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _holder.Current = null;
            _rows.Dispose();
        }
    }
}
