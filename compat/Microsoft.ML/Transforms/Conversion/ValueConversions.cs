using System.Globalization;
using System.Numerics;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

internal delegate void ValueMapper<TSource, TDestination>(in TSource source, ref TDestination destination);

/// The standard conversions between primitive types: within signed, within unsigned, to reals, to and from text.
internal static class ValueConversions
{
    private const NumberStyles Integer = NumberStyles.AllowLeadingSign;
    private static readonly Dictionary<(Type, Type), Delegate> Known = [];

    static ValueConversions()
    {
        AddSigned<sbyte>();
        AddSigned<short>();
        AddSigned<int>();
        AddSigned<long>();
        AddUnsigned<byte>();
        AddUnsigned<ushort>();
        AddUnsigned<uint>();
        AddUnsigned<ulong>();
        AddRowId();
        AddFromNumber<float>("G7");
        AddFromNumber<double>("G17");
        AddBoolean();
        AddTimes();
        AddFromText();
    }

    /// The conversion between two types, or null. Keys convert to keys of equal count only.
    public static Delegate Find(DataViewType source, DataViewType destination)
    {
        if (source is KeyDataViewType from ? destination is not KeyDataViewType to || to.Count != from.Count : destination is KeyDataViewType)
            return null;
        return Known.GetValueOrDefault((source.RawType, destination.RawType));
    }

    public static ValueMapper<TSource, TDestination> Find<TSource, TDestination>() =>
        (ValueMapper<TSource, TDestination>)Known.GetValueOrDefault((typeof(TSource), typeof(TDestination)));

    private static void Add<TSource, TDestination>(ValueMapper<TSource, TDestination> mapper) => Known.Add((typeof(TSource), typeof(TDestination)), mapper);

    private static void AddSigned<T>() where T : unmanaged, IBinaryInteger<T>
    {
        Add((in T v, ref sbyte r) => r = sbyte.CreateTruncating(v));
        Add((in T v, ref short r) => r = short.CreateTruncating(v));
        Add((in T v, ref int r) => r = int.CreateTruncating(v));
        Add((in T v, ref long r) => r = long.CreateTruncating(v));
        AddFromNumber<T>(null);
    }

    private static void AddUnsigned<T>() where T : unmanaged, IBinaryInteger<T>
    {
        Add((in T v, ref byte r) => r = Fitting<byte>(ulong.CreateTruncating(v)));
        Add((in T v, ref ushort r) => r = Fitting<ushort>(ulong.CreateTruncating(v)));
        Add((in T v, ref uint r) => r = Fitting<uint>(ulong.CreateTruncating(v)));
        Add((in T v, ref ulong r) => r = ulong.CreateTruncating(v));
        Add((in T v, ref DataViewRowId r) => r = new DataViewRowId(ulong.CreateTruncating(v), 0));
        AddFromNumber<T>(null);
    }

    private static void AddRowId()
    {
        Add((in DataViewRowId v, ref byte r) => r = v.High == 0 ? Fitting<byte>(v.Low) : default);
        Add((in DataViewRowId v, ref ushort r) => r = v.High == 0 ? Fitting<ushort>(v.Low) : default);
        Add((in DataViewRowId v, ref uint r) => r = v.High == 0 ? Fitting<uint>(v.Low) : default);
        Add((in DataViewRowId v, ref ulong r) => r = v.High == 0 ? v.Low : 0);
        Add((in DataViewRowId v, ref ReadOnlyMemory<char> r) => r = $"0x{v.High:x16}{v.Low:x16}".AsMemory());
    }

    private static void AddFromNumber<T>(string format) where T : unmanaged, INumber<T>
    {
        Add((in T v, ref float r) => r = float.CreateTruncating(v));
        Add((in T v, ref double r) => r = double.CreateTruncating(v));
        Add((in T v, ref bool r) => r = !T.IsZero(v));
        Add((in T v, ref ReadOnlyMemory<char> r) => r = v.ToString(format, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddBoolean()
    {
        Add((in bool v, ref sbyte r) => r = (sbyte)(v ? 1 : 0));
        Add((in bool v, ref short r) => r = (short)(v ? 1 : 0));
        Add((in bool v, ref int r) => r = v ? 1 : 0);
        Add((in bool v, ref long r) => r = v ? 1 : 0);
        Add((in bool v, ref float r) => r = v ? 1 : 0);
        Add((in bool v, ref double r) => r = v ? 1 : 0);
        Add((in bool v, ref bool r) => r = v);
        Add((in bool v, ref ReadOnlyMemory<char> r) => r = v.ToString().AsMemory());
    }

    private static void AddTimes()
    {
        AddTicks<TimeSpan>(v => v.Ticks, "c");
        AddTicks<DateTime>(v => v.Ticks, "o");
        AddTicks<DateTimeOffset>(v => v.UtcTicks, "o");
        Add((in DateTime v, ref DateTime r) => r = v);
    }

    private static void AddTicks<T>(Func<T, long> ticks, string format) where T : IFormattable
    {
        Add((in T v, ref long r) => r = ticks(v));
        Add((in T v, ref float r) => r = ticks(v));
        Add((in T v, ref double r) => r = ticks(v));
        Add((in T v, ref ReadOnlyMemory<char> r) => r = v.ToString(format, CultureInfo.InvariantCulture).AsMemory());
    }

    private static void AddFromText()
    {
        Add((in ReadOnlyMemory<char> v, ref ReadOnlyMemory<char> r) => r = v);
        AddParsed<float, SingleFieldParser>(new SingleFieldParser((byte)'.'));
        AddParsed<double, DoubleFieldParser>(new DoubleFieldParser((byte)'.'));
        AddParsed<bool, BooleanFieldParser>(new BooleanFieldParser());
        AddParsed<TimeSpan, TimeSpanFieldParser>(new TimeSpanFieldParser());
        AddParsed<DateTime, DateTimeFieldParser>(new DateTimeFieldParser());
        AddParsed<DateTimeOffset, DateTimeOffsetFieldParser>(new DateTimeOffsetFieldParser());
        AddParsed<DataViewRowId, RowIdFieldParser>(new RowIdFieldParser());
        AddSignedParsed<sbyte>();
        AddSignedParsed<short>();
        AddSignedParsed<int>();
        AddSignedParsed<long>();
        AddUnsignedParsed<byte>();
        AddUnsignedParsed<ushort>();
        AddUnsignedParsed<uint>();
        AddUnsignedParsed<ulong>();
    }

    /// What does not parse becomes NaN, or the type's default; empty text is the default too.
    private static void AddParsed<T, TParser>(TParser parser) where TParser : IFieldParser<T>
    {
        Add((in ReadOnlyMemory<char> v, ref T r) =>
        {
            r = default;
            if (v.IsEmpty)
                return;
            Span<byte> utf8 = v.Length <= 80 ? stackalloc byte[240] : new byte[Encoding.UTF8.GetMaxByteCount(v.Length)];
            if (!parser.TryParse(utf8[..Encoding.UTF8.GetBytes(v.Span, utf8)], out r))
                r = MissingValues.Of<T>();
        });
    }

    private static void AddSignedParsed<T>() where T : unmanaged, IBinaryInteger<T> =>
        Add((in ReadOnlyMemory<char> v, ref T r) =>
        {
            r = default;
            if (!v.IsEmpty && !T.TryParse(v.Span, Integer, CultureInfo.InvariantCulture, out r))
                throw Contracts.Except(null, $"Unable to convert value '{v}' to {typeof(T).Name}: it is no whole number, or overflow occurred");
        });

    private static void AddUnsignedParsed<T>() where T : unmanaged, IBinaryInteger<T> =>
        Add((in ReadOnlyMemory<char> v, ref T r) =>
        {
            if (!T.TryParse(v.Span, NumberStyles.None, CultureInfo.InvariantCulture, out r))
                r = default;
        });

    /// The value if the type can hold it, else 0.
    private static T Fitting<T>(ulong value) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        value <= ulong.CreateTruncating(T.MaxValue) ? T.CreateTruncating(value) : T.Zero;
}
