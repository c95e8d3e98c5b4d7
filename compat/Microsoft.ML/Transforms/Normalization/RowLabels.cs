using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// The label of the current row as a class number: a key by its value, any number by its sign.
internal sealed class RowLabels
{
    private readonly Func<int> _read;

    public RowLabels(IExceptionContext ctx, DataViewRow row, DataViewSchema.Column label)
    {
        ctx.CheckUserArg(label.Type is NumberDataViewType or KeyDataViewType, "LabelColumn", "Label column must be a number or a key type");
        Cardinality = label.Type is KeyDataViewType key ? checked((int)key.Count) : 2;
        var isKey = label.Type is KeyDataViewType;
        _read = label.Type.RawType switch
        {
            var t when t == typeof(float) => Reader<float>(row, label, v => float.IsNaN(v) ? -1 : v > 0 ? 1 : 0),
            var t when t == typeof(double) => Reader<double>(row, label, v => double.IsNaN(v) ? -1 : v > 0 ? 1 : 0),
            var t when t == typeof(sbyte) => Reader<sbyte>(row, label, v => v > 0 ? 1 : 0),
            var t when t == typeof(short) => Reader<short>(row, label, v => v > 0 ? 1 : 0),
            var t when t == typeof(int) => Reader<int>(row, label, v => v > 0 ? 1 : 0),
            var t when t == typeof(long) => Reader<long>(row, label, v => v > 0 ? 1 : 0),
            var t when t == typeof(byte) => Reader<byte>(row, label, v => OfUnsigned(v, isKey)),
            var t when t == typeof(ushort) => Reader<ushort>(row, label, v => OfUnsigned(v, isKey)),
            var t when t == typeof(uint) => Reader<uint>(row, label, v => OfUnsigned(v, isKey)),
            _ => Reader<ulong>(row, label, v => OfUnsigned(v, isKey)),
        };
    }

    public int Cardinality { get; }

    public int Current { get; private set; }

    /// False when the row's label is missing.
    public bool Read()
    {
        Current = _read();
        return Current >= 0;
    }

    private int OfUnsigned(ulong value, bool isKey) => !isKey ? value > 0 ? 1 : 0 : value > (ulong)Cardinality ? -1 : (int)value - 1;

    private static Func<int> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, int> map)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            var value = default(T);
            getter(ref value);
            return map(value);
        };
    }
}
