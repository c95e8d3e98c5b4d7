using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Contracts.CheckValue(null, data, nameof(data));
        Contracts.CheckNonEmpty(null, columnName, nameof(columnName));
        var column = data.Schema.GetColumnOrNull(columnName)
            ?? throw Contracts.ExceptSchemaMismatch(null, nameof(columnName), "input", columnName);
        return GetColumn<T>(data, column);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Contracts.CheckValue(null, data, nameof(data));
        var index = column.Index;
        if (index >= data.Schema.Count || data.Schema[index].Name != column.Name || !data.Schema[index].Type.Equals(column.Type))
            throw Contracts.ExceptParam(null, nameof(column), $"Column '{column.Name}' is not a column of the data");
        var raw = column.Type.RawType;
        if (typeof(T) == raw)
            return Values<T>(data, column);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Texts(data, column);
        if (typeof(T) == typeof(string[]) && column.Type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)TextArrays(data, column);
        if (typeof(T).IsSZArray && column.Type is VectorDataViewType vector && typeof(T).GetElementType() == vector.ItemType.RawType)
            return (IEnumerable<T>)typeof(ColumnCursorExtensions).GetMethod(nameof(Arrays), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)
                .MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [data, column]);
        throw Contracts.ExceptParam(null, nameof(column), $"Could not map column '{column.Name}' of type {column.Type} to {typeof(T)}");
    }

    /// A vector is a new buffer for every row.
    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            T value = default;
            getter(ref value);
            yield return value;
        }
    }

    private static IEnumerable<string> Texts(IDataView data, DataViewSchema.Column column) =>
        Values<ReadOnlyMemory<char>>(data, column).Select(text => text.ToString());

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            var items = new T[buffer.Length];
            buffer.CopyTo(items);
            yield return items;
        }
    }

    private static IEnumerable<string[]> TextArrays(IDataView data, DataViewSchema.Column column) =>
        Arrays<ReadOnlyMemory<char>>(data, column).Select(texts => Array.ConvertAll(texts, t => t.ToString()));
}
