using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Workout;

/// <summary>Reads columns of any numeric type as arrays of float, so that they can be compared alike.</summary>
public static partial class Cells
{
    /// <summary>The values of a column, row by row; a scalar is an array of one.</summary>
    public static IReadOnlyList<float[]> Read(IDataView data, DataViewSchema.Column column)
    {
        var cells = new List<float[]>();
        using var cursor = data.GetRowCursor([column]);
        var read = Reader(cursor, column);
        while (cursor.MoveNext())
            cells.Add(read());
        return cells;
    }

    /// <summary>The number of rows.</summary>
    public static int Count(IDataView data)
    {
        var rows = 0;
        using var cursor = data.GetRowCursor([]);
        while (cursor.MoveNext())
            rows++;
        return rows;
    }

    /// <summary>A function that reads the column of the row's current position.</summary>
    public static Func<float[]> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type;
        if (type is VectorDataViewType vector && vector.ItemType.RawType == typeof(float))
            return Vector<float>(row, column, x => x);
        if (type is VectorDataViewType flags && flags.ItemType.RawType == typeof(bool))
            return Vector<bool>(row, column, x => x ? 1 : 0);
        if (type is VectorDataViewType keys && keys.ItemType.RawType == typeof(uint))
            return Vector<uint>(row, column, x => x);
        if (type is VectorDataViewType whole && whole.ItemType.RawType == typeof(long))
            return Vector<long>(row, column, x => x);
        if (type.RawType == typeof(float))
            return Scalar<float>(row, column, x => x);
        if (type.RawType == typeof(bool))
            return Scalar<bool>(row, column, x => x ? 1 : 0);
        if (type.RawType == typeof(uint))
            return Scalar<uint>(row, column, x => x);
        throw new NotSupportedException($"Column '{column.Name}' of type {type} cannot be compared.");
    }

    private static Func<float[]> Vector<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> convert)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var value = default(VBuffer<T>);
        return () =>
        {
            getter(ref value);
            return [.. value.DenseValues().Select(convert)];
        };
    }

    private static Func<float[]> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> convert)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return [convert(value)];
        };
    }
}
