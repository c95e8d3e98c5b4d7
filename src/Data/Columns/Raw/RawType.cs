using System.Numerics;
using System.Reflection;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>
/// Calls generic code with a type that is known only when data are there: the one place that turns a raw type into a type argument.
/// </summary>
internal static class RawType
{
    /// <summary>Visits any raw type of a column.</summary>
    public static TResult Visit<TResult>(Type type, IRawTypeVisitor<TResult> visitor) =>
        type == typeof(float) ? visitor.Visit<float>()
        : type == typeof(uint) ? visitor.Visit<uint>()
        : type == typeof(bool) ? visitor.Visit<bool>()
        : type == typeof(ReadOnlyMemory<char>) ? visitor.Visit<ReadOnlyMemory<char>>()
        : type == typeof(DateTime) ? visitor.Visit<DateTime>()
        : type == typeof(DateTimeOffset) ? visitor.Visit<DateTimeOffset>()
        : type == typeof(TimeSpan) ? visitor.Visit<TimeSpan>()
        : type == typeof(DataViewRowId) ? visitor.Visit<DataViewRowId>()
        : IsNumber(type) ? VisitNumber(type, new AnyNumber<TResult>(visitor))
        : VisitForeign(type, visitor); // pictures, and types that users register

    /// <summary>Visits the raw type of a number or of a key.</summary>
    /// <exception cref="ArgumentException">It is no number.</exception>
    public static TResult VisitNumber<TResult>(Type type, IRawNumberVisitor<TResult> visitor) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => visitor.Visit<sbyte>(),
        TypeCode.Byte => visitor.Visit<byte>(),
        TypeCode.Int16 => visitor.Visit<short>(),
        TypeCode.UInt16 => visitor.Visit<ushort>(),
        TypeCode.Int32 => visitor.Visit<int>(),
        TypeCode.UInt32 => visitor.Visit<uint>(),
        TypeCode.Int64 => visitor.Visit<long>(),
        TypeCode.UInt64 => visitor.Visit<ulong>(),
        TypeCode.Single => visitor.Visit<float>(),
        TypeCode.Double => visitor.Visit<double>(),
        _ => throw new ArgumentException($"{type} is not a type of numbers.", nameof(type)),
    };

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Double;

    private static TResult VisitForeign<TResult>(Type type, IRawTypeVisitor<TResult> visitor)
    {
        var visit = typeof(IRawTypeVisitor<TResult>).GetMethod(nameof(visitor.Visit))!.MakeGenericMethod(type);
        return (TResult)visit.Invoke(visitor, BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    private sealed class AnyNumber<TResult>(IRawTypeVisitor<TResult> visitor) : IRawNumberVisitor<TResult>
    {
        public TResult Visit<T>()
            where T : struct, INumber<T> => visitor.Visit<T>();
    }
}
