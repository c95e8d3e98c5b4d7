using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Bounds on a column's value, from the lower to below the upper one (or to it). NaN and missing keys are in no range and in no complement.
internal readonly record struct ValueRange(double Lower, double Upper, bool IncludesUpper = false, bool Complement = false)
{
    public bool Contains(double value)
    {
        if (double.IsNaN(value))
            return false;
        var inside = Lower <= value && (value < Upper || IncludesUpper && value == Upper);
        return inside != Complement;
    }
}

internal static class RowPredicates
{
    public static Func<DataViewRow, Func<bool>> InRange(DataViewSchema.Column column, ValueRange range) => row =>
    {
        var number = NumberOf(row, column);
        return () => range.Contains(number());
    };

    /// One draw of a Single in [0, 1) for every row of a pass, from the seed on.
    public static Func<DataViewRow, Func<bool>> DrawnInRange(uint seed, ValueRange range) => _ =>
    {
        var random = new TauswortheRandom(seed);
        return () => range.Contains(random.NextSingle());
    };

    public static Func<DataViewRow, Func<bool>> HasNoMissing(DataViewSchema.Column[] columns) => row =>
    {
        var tests = Array.ConvertAll(columns, c => MissingTest(row, c));
        return () => !Array.Exists(tests, missing => missing());
    };

    public static bool CanBeMissing(DataViewType type) =>
        type.GetItemType() is KeyDataViewType || type.GetItemType().RawType == typeof(float) || type.GetItemType().RawType == typeof(double);

    /// A Single or Double as it is, a key as its place in (0, 1), NaN when missing.
    private static Func<double> NumberOf(DataViewRow row, DataViewSchema.Column column)
    {
        var count = (double)column.Type.GetKeyCount();
        double Place(ulong key) => key == 0 ? double.NaN : (key - 0.5) / count;
        if (column.Type is not KeyDataViewType)
            return column.Type.RawType == typeof(float) ? Number<float>(row, column, v => v) : Number<double>(row, column, v => v);
        return column.Type.RawType == typeof(byte) ? Number<byte>(row, column, v => Place(v))
            : column.Type.RawType == typeof(ushort) ? Number<ushort>(row, column, v => Place(v))
            : column.Type.RawType == typeof(uint) ? Number<uint>(row, column, v => Place(v))
            : Number<ulong>(row, column, Place);
    }

    private static Func<double> Number<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return convert(value);
        };
    }

    private static Func<bool> MissingTest(DataViewRow row, DataViewSchema.Column column)
    {
        var raw = column.Type.GetItemType().RawType;
        return raw == typeof(float) ? Missing<float>(row, column, float.IsNaN)
            : raw == typeof(double) ? Missing<double>(row, column, double.IsNaN)
            : raw == typeof(byte) ? Missing<byte>(row, column, v => v == 0)
            : raw == typeof(ushort) ? Missing<ushort>(row, column, v => v == 0)
            : raw == typeof(uint) ? Missing<uint>(row, column, v => v == 0)
            : Missing<ulong>(row, column, v => v == 0);
    }

    private static Func<bool> Missing<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                scalar(ref value);
                return isMissing(value);
            };
        }
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            getter(ref values);
            // A slot that a sparse vector leaves out holds zero: missing for a key, a number otherwise.
            if (!values.IsDense && isMissing(default))
                return true;
            foreach (var value in values.GetValues())
                if (isMissing(value))
                    return true;
            return false;
        };
    }
}
