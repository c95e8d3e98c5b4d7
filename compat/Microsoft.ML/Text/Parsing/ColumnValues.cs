namespace Microsoft.ML.Data;

/// <summary>The values of one active column in one block.</summary>
internal abstract class ColumnValues(string name)
{
    protected string Name { get; } = name;

    public abstract void Clear();

    /// <returns>False if a value stops the reading.</returns>
    public abstract bool Add(FieldSet fields, ReadOnlySpan<byte> data, int row, int line, ParseFaultList faults);

    public abstract Delegate CreateGetter(TextLoaderCursor cursor, int activeIndex);

    protected bool Report(bool fatal, ReadOnlySpan<byte> field, int row, int line, int slot, ParseFaultList faults)
    {
        faults.AddValue(fatal, row, line, Name, slot, field);
        return !fatal;
    }
}
