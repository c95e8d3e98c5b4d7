namespace Microsoft.ML.Data;

public sealed class KeyCount
{
    public KeyCount()
    {
    }

    public KeyCount(ulong count)
    {
        if (count == 0)
            throw new ArgumentOutOfRangeException(nameof(count), "The cardinality of a key must be positive.");
        Count = count;
    }

    public readonly ulong? Count;
}
