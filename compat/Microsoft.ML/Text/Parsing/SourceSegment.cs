namespace Microsoft.ML.Data;

/// <summary>Source columns from <paramref name="Min"/> on: <paramref name="Count"/> of them, or all that a record has.</summary>
internal readonly record struct SourceSegment(int Min, int Count)
{
    private const int Open = -1;

    public bool IsOpen => Count == Open;

    public static SourceSegment ToEndOfRecord(int min) => new(min, Open);
}
