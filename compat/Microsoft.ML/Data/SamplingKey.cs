using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Places rows in [0, 1) by a sampling key, so that rows with equal keys stay together.
internal static class SamplingKey
{
    private const int HashBits = 30;

    public static Func<ValueRange, IDataView> Splitter(IHostEnvironment env, IDataView data, string columnName, uint seed)
    {
        var column = data.Schema.GetColumnOrNull(columnName) ?? throw env.ExceptSchemaMismatch("samplingKeyColumnName", "SamplingKeyColumn", columnName);
        if (column.Type is KeyDataViewType)
            return range => new FilterView(env, data, [column], RowPredicates.InRange(column, range));
        if (column.Type is NumberDataViewType && (column.Type.RawType == typeof(float) || column.Type.RawType == typeof(double)))
        {
            var scale = Scale(data, column);
            return range => new FilterView(env, data, [column], Scaled(column, scale, range));
        }
        if (!BlockLayout.CanCopy(column.Type))
            throw env.ExceptSchemaMismatch("samplingKeyColumnName", "SamplingKeyColumn", columnName, "a primitive or vector type", column.Type.ToString());
        return range => new FilterView(env, data, [column], Hashed(column, seed, range));
    }

    /// The values divided by the largest absolute value, as min-max scaling that keeps zero does it.
    private static double Scale(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var read = Reader(cursor, column);
        var largest = 0.0;
        while (cursor.MoveNext())
            if (Math.Abs(read()) is var size && size > largest)
                largest = size;
        return largest > 0 ? 1 / largest : 0;
    }

    private static Func<DataViewRow, Func<bool>> Scaled(DataViewSchema.Column column, double scale, ValueRange range) => row =>
    {
        var read = Reader(row, column);
        return () => range.Contains(read() * scale);
    };

    private static Func<double> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type.RawType == typeof(float))
        {
            var single = row.GetGetter<float>(column);
            return () =>
            {
                var value = 0f;
                single(ref value);
                return value;
            };
        }
        var getter = row.GetGetter<double>(column);
        return () =>
        {
            var value = 0.0;
            getter(ref value);
            return value;
        };
    }

    private static Func<DataViewRow, Func<bool>> Hashed(DataViewSchema.Column column, uint seed, ValueRange range) => row =>
    {
        var hash = ValueHash.Create(row, column);
        return () => range.Contains(((hash(seed) & ((1u << HashBits) - 1)) + 0.5) / (1u << HashBits));
    };

    /// The hash of a column's current value.
    private abstract class ValueHash
    {
        public static Func<uint, uint> Create(DataViewRow row, DataViewSchema.Column column)
        {
            var type = column.Type is VectorDataViewType vector
                ? typeof(Vector<>).MakeGenericType(vector.ItemType.RawType)
                : typeof(Scalar<>).MakeGenericType(column.Type.RawType);
            return ((ValueHash)Activator.CreateInstance(type)).Of(row, column);
        }

        protected abstract Func<uint, uint> Of(DataViewRow row, DataViewSchema.Column column);

        private static uint Mix(uint hash, ReadOnlySpan<byte> bytes)
        {
            var length = (uint)bytes.Length;
            for (; bytes.Length >= 4; bytes = bytes[4..])
                hash = TauswortheRandom.Round(hash, MemoryMarshal.Read<uint>(bytes));
            var rest = 0u;
            for (var i = 0; i < bytes.Length; i++)
                rest |= (uint)bytes[i] << (8 * i);
            hash = TauswortheRandom.Round(hash, rest) ^ length;
            hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
            return hash ^ (hash >> 16);
        }

        private static uint MixValue<T>(uint hash, T value) => value switch
        {
            ReadOnlyMemory<char> text => Mix(hash, MemoryMarshal.AsBytes(text.Span)),
            DateTime time => MixValue(hash, time.Ticks),
            DateTimeOffset time => MixValue(hash, time.UtcTicks),
            TimeSpan time => MixValue(hash, time.Ticks),
            DataViewRowId id => MixValue(MixValue(hash, id.Low), id.High),
            bool flag => Mix(hash, [flag ? (byte)1 : (byte)0]),
            float number => MixValue(hash, BitConverter.SingleToUInt32Bits(number)),
            double number => MixValue(hash, BitConverter.DoubleToUInt64Bits(number)),
            ulong number => Mix(hash, BitConverter.GetBytes(number)),
            IConvertible number => Mix(hash, BitConverter.GetBytes(number.ToInt64(null))),
            _ => throw Contracts.ExceptNotSupp(null, $"Values of type {typeof(T)} cannot be hashed"),
        };

        private sealed class Scalar<T> : ValueHash
        {
            protected override Func<uint, uint> Of(DataViewRow row, DataViewSchema.Column column)
            {
                var getter = row.GetGetter<T>(column);
                T value = default;
                return seed =>
                {
                    getter(ref value);
                    return MixValue(seed, value);
                };
            }
        }

        private sealed class Vector<T> : ValueHash
        {
            protected override Func<uint, uint> Of(DataViewRow row, DataViewSchema.Column column)
            {
                var getter = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> values = default;
                return seed =>
                {
                    getter(ref values);
                    foreach (var value in values.DenseValues())
                        seed = MixValue(seed, value);
                    return seed;
                };
            }
        }
    }
}
