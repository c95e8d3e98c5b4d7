using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A binary file as a data view. Each cursor opens the file for itself.</summary>
internal sealed class BinaryView : IDataView
{
    private readonly IHost _host;
    private readonly IMultiStreamSource _source;
    private readonly long _rowCount;

    public BinaryView(IHostEnvironment env, IMultiStreamSource source)
    {
        _host = env.Register("BinaryLoader");
        _host.CheckValue(source, nameof(source));
        _host.CheckParam(source.Count == 1, nameof(source), $"A binary data view comes from one file; the source has {source.Count}");
        _source = source;
        using var stream = Open();
        (Schema, Blocks) = BinaryFormat.Guard(() => ReadFrame(stream));
        _rowCount = Blocks.Sum(b => (long)b.Rows);
    }

    internal readonly record struct Block(long Position, long FirstRow, int Rows);

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    internal IReadOnlyList<Block> Blocks { get; }

    internal IHost Host => _host;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        _host.CheckValue(columnsNeeded, nameof(columnsNeeded));
        return new BinaryCursor(this, Schema.ActiveColumns(columnsNeeded), rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    internal Stream Open()
    {
        var stream = _source.Open(0);
        if (stream.CanSeek)
            return new BufferedStream(stream, 64 * 1024);
        using (stream)
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
    }

    private static (DataViewSchema Schema, Block[] Blocks) ReadFrame(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var schema = SchemaSerializer.ReadSchema(reader);
        var afterSchema = stream.Position;
        if (stream.Length - afterSchema < BinaryFormat.TailLength)
            throw new EndOfStreamException();
        stream.Position = stream.Length - BinaryFormat.TailLength;
        var tablePosition = reader.ReadInt64();
        BinaryFormat.Expect(reader, BinaryFormat.ClosingMagic, "The binary data is damaged: it does not end as it should.");
        if (tablePosition < afterSchema || tablePosition > stream.Length - BinaryFormat.TailLength)
            throw new FormatException("The binary data is damaged: the table of blocks is not in the file.");
        stream.Position = tablePosition;
        using var table = new BinaryReader(new MemoryStream(BinaryFormat.ReadSegment(reader), writable: false));
        var blocks = new Block[BinaryFormat.ReadCount(table, (int)Math.Min(int.MaxValue, table.BaseStream.Length))];
        long firstRow = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            var position = table.ReadInt64();
            var rows = table.ReadInt32();
            if (position < afterSchema || position >= tablePosition || rows <= 0)
                throw new FormatException("The binary data is damaged: a block is not in the file.");
            blocks[i] = new Block(position, firstRow, rows);
            firstRow += rows;
        }

        return (schema, blocks);
    }
}
