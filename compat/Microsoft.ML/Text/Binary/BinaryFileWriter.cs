using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Writes the parts of a binary file in their order. The stream need not be seekable and stays open.</summary>
internal sealed class BinaryFileWriter(Stream stream) : IDisposable
{
    private readonly BinaryWriter _writer = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly List<(long Position, int Rows)> _blocks = [];
    private long _position;

    public void WriteSchema(IReadOnlyList<DataViewSchema.Column> columns)
    {
        _writer.Write(BinaryFormat.Magic);
        _writer.Write(BinaryFormat.Version);
        _position = BinaryFormat.Magic.Length + sizeof(uint);
        using var header = new MemoryStream();
        using (var writer = new BinaryWriter(header, Encoding.UTF8, leaveOpen: true))
            SchemaSerializer.WriteColumns(writer, columns);
        WriteSegment(header);
    }

    public void WriteBlock(int rows, IReadOnlyList<MemoryStream> columns)
    {
        _blocks.Add((_position, rows));
        _writer.Write(BinaryFormat.BlockFollows);
        _writer.Write(rows);
        _position += sizeof(byte) + sizeof(int);
        foreach (var column in columns)
            WriteSegment(column);
    }

    public void Close()
    {
        _writer.Write(BinaryFormat.TableFollows);
        var tablePosition = ++_position;
        using var table = new MemoryStream();
        using (var writer = new BinaryWriter(table, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(_blocks.Count);
            foreach (var (position, rows) in _blocks)
            {
                writer.Write(position);
                writer.Write(rows);
            }
        }

        WriteSegment(table);
        _writer.Write(tablePosition);
        _writer.Write(BinaryFormat.ClosingMagic);
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private void WriteSegment(MemoryStream bytes)
    {
        BinaryFormat.WriteSegment(_writer, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        _position += sizeof(int) + sizeof(uint) + bytes.Length;
    }
}
