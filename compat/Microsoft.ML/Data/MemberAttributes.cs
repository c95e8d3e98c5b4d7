using System.Collections.Immutable;

namespace Microsoft.ML.Data;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    public KeyTypeAttribute() =>
        throw new NotSupportedException("A key type needs its count: use [KeyType(count)]");

    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong Count { get; }
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    public VectorTypeAttribute() => Dimensions = [0];

    public VectorTypeAttribute(int size)
    {
        if (size < 0)
            throw new ArgumentOutOfRangeException(nameof(size), size, "A vector's size cannot be negative");
        Dimensions = [size];
    }

    public VectorTypeAttribute(params int[] dimensions)
    {
        if (dimensions is null || dimensions.Length == 0 || dimensions.Any(d => d < 0))
            throw new ArgumentOutOfRangeException(nameof(dimensions), "A vector needs at least one dimension, and none negative");
        Dimensions = [.. dimensions];
    }

    internal ImmutableArray<int> Dimensions { get; }
}
