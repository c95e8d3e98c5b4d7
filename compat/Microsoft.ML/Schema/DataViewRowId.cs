using System.Globalization;

namespace Microsoft.ML.Data;

/// A 128-bit row identity. Combine and Fork/Next derive well-spread new identities (a keyed Murmur-style mix).
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public DataViewRowId Fork() => Mix(this, new DataViewRowId(0x9E3779B97F4A7C15, 0xD1B54A32D192ED03));

    public DataViewRowId Next() => Mix(this, new DataViewRowId(0xBF58476D1CE4E5B9, 0x94D049BB133111EB));

    public DataViewRowId Combine(DataViewRowId other) => Mix(this, Mix(other, new DataViewRowId(0x2545F4914F6CDD1D, 0xDA942042E4DD58B5)));

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId id && Equals(id);

    public override int GetHashCode() => (int)((Low ^ High) ^ ((Low ^ High) >> 32));

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0:x16}{1:x16}", High, Low);

    private static DataViewRowId Mix(DataViewRowId a, DataViewRowId b)
    {
        var low = Scramble(a.Low ^ ulong.RotateLeft(b.Low, 27) + b.High);
        var high = Scramble(a.High + low ^ ulong.RotateLeft(b.High, 31));
        return new DataViewRowId(low + high, high ^ ulong.RotateLeft(low, 17));
    }

    private static ulong Scramble(ulong x)
    {
        x ^= x >> 33;
        x *= 0xFF51AFD7ED558CCD;
        x ^= x >> 33;
        x *= 0xC4CEB9FE1A85EC53;
        return x ^ (x >> 33);
    }
}
