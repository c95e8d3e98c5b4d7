using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Rows of 1024 floats (4 KiB) made on the fly: a data set of any size without a file of that size.</summary>
internal sealed class StreamingRows(long rows) : IDataView
{
    public const int Width = 1024;

    // Rows are slices of one strip of numbers, so that making one costs no more than a copy.
    private static readonly float[] Strip = CreateStrip();

    public DataViewSchema Schema { get; } = CreateSchema();

    public bool CanShuffle => false;

    public long? GetRowCount() => rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, rows);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static float[] CreateStrip()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 4 * Width).Select(_ => random.NextSingle())];
    }

    private static DataViewSchema CreateSchema()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, Width));
        return builder.ToSchema();
    }

    private sealed class Cursor(StreamingRows view, long rows) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext() => ++_position < rows;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, Width);
                Strip.AsSpan((int)(_position * 7919 % (3 * Width)), Width).CopyTo(editor.Values);
                value = editor.Commit();
            });
    }
}
