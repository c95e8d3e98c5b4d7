namespace Microsoft.ML.Data;

/// <summary>The values of one column in the current block of a binary file.</summary>
internal abstract class BinaryColumn
{
    public abstract void Load(byte[] segment, int rows);

    public abstract Delegate CreateGetter(BinaryCursor cursor);
}

internal sealed class BinaryColumn<T>(ValueCodec<T> codec) : BinaryColumn
{
    private T[] _values = [];

    public override void Load(byte[] segment, int rows)
    {
        if (_values.Length < rows)
            Array.Resize(ref _values, rows);
        using var reader = new BinaryReader(new MemoryStream(segment, writable: false));
        for (var row = 0; row < rows; row++)
            codec.Read(reader, ref _values[row]);
        if (reader.BaseStream.Position != segment.Length)
            throw new FormatException("The binary data is damaged: a column has more bytes than its rows take.");
    }

    public override Delegate CreateGetter(BinaryCursor cursor) => (ValueGetter<T>)((ref T value) => codec.Copy(_values[cursor.RowInBlock()], ref value));
}
