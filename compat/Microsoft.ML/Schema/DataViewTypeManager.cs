using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class DataViewTypeManager
{
    private static readonly object Gate = new();
    private static readonly HashSet<Type> BuiltIn =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(string), typeof(ReadOnlyMemory<char>), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DataViewRowId),
    ];
    private static readonly Dictionary<Entry, DataViewType> TypeOf = [];
    private static readonly Dictionary<DataViewType, Entry> EntryOf = [];

    private readonly record struct Entry(Type Type, DataViewTypeAttribute Attribute)
    {
        public bool Equals(Entry other) => Type == other.Type && (Attribute is null ? other.Attribute is null : Attribute.Equals(other.Attribute));

        public override int GetHashCode() => Type.GetHashCode();
    }

    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute> typeAttributes)
    {
        ArgumentNullException.ThrowIfNull(typeAttributes);
        var attributes = typeAttributes.OfType<DataViewTypeAttribute>().ToArray();
        if (attributes.Length > 1)
            throw new ArgumentException("At most one attribute can describe a data-view type", nameof(typeAttributes));
        Register(dataViewType, type, attributes.FirstOrDefault());
    }

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute typeAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(dataViewType);
        ArgumentNullException.ThrowIfNull(type);
        if (BuiltIn.Contains(type))
            throw Contracts.ExceptParam(null, nameof(type), $"Type {type} has been registered as a data-view type by the library itself");
        var entry = new Entry(type, typeAttribute);
        lock (Gate)
        {
            if (TypeOf.TryGetValue(entry, out var known))
            {
                if (!known.Equals(dataViewType))
                    throw Contracts.ExceptParam(null, nameof(type), $"Type {type} is associated with {known} already, it cannot be {dataViewType} too");
                return;
            }
            if (EntryOf.TryGetValue(dataViewType, out var other))
                throw Contracts.ExceptParam(null, nameof(dataViewType), $"{dataViewType} is associated with {other.Type} already, it cannot be {type} too");
            TypeOf.Add(entry, dataViewType);
            EntryOf.Add(dataViewType, entry);
        }
    }

    internal static bool TryGet(Type type, IEnumerable<Attribute> attributes, out DataViewType dataViewType)
    {
        var attribute = attributes.OfType<DataViewTypeAttribute>().FirstOrDefault();
        attribute?.Register();
        lock (Gate)
            return TypeOf.TryGetValue(new Entry(type, attribute), out dataViewType);
    }

    internal static bool Knows(DataViewType dataViewType)
    {
        lock (Gate)
            return EntryOf.ContainsKey(dataViewType);
    }
}
