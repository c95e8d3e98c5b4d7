using System.Collections.Immutable;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed class DataDebuggerPreview
{
    internal DataDebuggerPreview(IDataView data, int maxRows)
    {
        Contracts.CheckValue(null, data, nameof(data));
        Contracts.CheckParam(null, maxRows >= 0, nameof(maxRows), "The number of rows cannot be negative");
        Schema = data.Schema;
        var columns = Array.ConvertAll(new int[Schema.Count], _ => new List<object>());
        var rows = ImmutableArray.CreateBuilder<RowInfo>();
        using (var cursor = data.GetRowCursor(Schema))
        {
            var readers = Schema.Select(c => BoxedReader.Create(cursor, c)).ToArray();
            while (rows.Count < maxRows && cursor.MoveNext())
            {
                var values = new KeyValuePair<string, object>[readers.Length];
                for (var i = 0; i < readers.Length; i++)
                {
                    var value = readers[i]();
                    columns[i].Add(value);
                    values[i] = new(Schema[i].Name, value);
                }
                rows.Add(new RowInfo(values));
            }
        }
        RowView = rows.ToImmutable();
        ColumnView = [.. Schema.Select(c => new ColumnInfo(c, [.. columns[c.Index]]))];
    }

    public DataViewSchema Schema { get; }

    public ImmutableArray<ColumnInfo> ColumnView { get; }

    public ImmutableArray<RowInfo> RowView { get; }

    public override string ToString() => $"{Schema.Count} columns, {RowView.Length} rows";

    public sealed class ColumnInfo
    {
        internal ColumnInfo(DataViewSchema.Column column, object[] values)
        {
            Column = column;
            Values = values;
        }

        public DataViewSchema.Column Column { get; }

        public object[] Values { get; }

        public override string ToString() => $"{Column.Name}: {Column.Type}";
    }

    public sealed class RowInfo
    {
        internal RowInfo(KeyValuePair<string, object>[] values) => Values = values;

        public KeyValuePair<string, object>[] Values { get; }

        public override string ToString() => $"{Values.Length} columns";
    }

    /// Reads a column's value as an object that no later row changes.
    private abstract class BoxedReader
    {
        public static Func<object> Create(DataViewRow row, DataViewSchema.Column column) =>
            ((BoxedReader)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(column.Type.RawType))).ReaderOf(row, column);

        protected abstract Func<object> ReaderOf(DataViewRow row, DataViewSchema.Column column);

        private sealed class Typed<T> : BoxedReader
        {
            protected override Func<object> ReaderOf(DataViewRow row, DataViewSchema.Column column)
            {
                var getter = row.GetGetter<T>(column);
                return () =>
                {
                    T value = default;
                    getter(ref value);
                    return value;
                };
            }
        }
    }
}
