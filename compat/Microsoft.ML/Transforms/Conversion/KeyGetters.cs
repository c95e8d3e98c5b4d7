using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Keys of any raw type, read as 32-bit ones.
internal static class KeyGetters
{
    public static ValueGetter<uint> Scalar(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        var t when t == typeof(byte) => Scalar<byte>(row, column),
        var t when t == typeof(ushort) => Scalar<ushort>(row, column),
        var t when t == typeof(ulong) => Scalar<ulong>(row, column),
        _ => row.GetGetter<uint>(column),
    };

    public static ValueGetter<VBuffer<uint>> Vector(DataViewRow row, DataViewSchema.Column column) => column.Type.GetItemType().RawType switch
    {
        var t when t == typeof(byte) => Vector<byte>(row, column),
        var t when t == typeof(ushort) => Vector<ushort>(row, column),
        var t when t == typeof(ulong) => Vector<ulong>(row, column),
        _ => row.GetGetter<VBuffer<uint>>(column),
    };

    private static ValueGetter<uint> Scalar<T>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged, IBinaryInteger<T>
    {
        var source = row.GetGetter<T>(column);
        return (ref uint key) =>
        {
            var value = default(T);
            source(ref value);
            key = Narrow(value);
        };
    }

    private static ValueGetter<VBuffer<uint>> Vector<T>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged, IBinaryInteger<T>
    {
        var source = row.GetGetter<VBuffer<T>>(column);
        var values = default(VBuffer<T>);
        return (ref VBuffer<uint> keys) =>
        {
            source(ref values);
            var given = values.GetValues();
            var editor = VBufferEditor.Create(ref keys, values.Length, given.Length);
            for (var i = 0; i < given.Length; i++)
                editor.Values[i] = Narrow(given[i]);
            values.GetIndices().CopyTo(editor.Indices);
            keys = editor.Commit();
        };
    }

    private static uint Narrow<T>(T value) where T : unmanaged, IBinaryInteger<T>
    {
        var wide = ulong.CreateTruncating(value);
        return wide <= uint.MaxValue ? (uint)wide : 0;
    }
}
