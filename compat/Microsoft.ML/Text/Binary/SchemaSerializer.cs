using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A schema as a binary data view without rows: names, types and annotations.</summary>
internal static class SchemaSerializer
{
    private const int MostColumns = 1 << 24;

    public static void Save(DataViewSchema schema, Stream stream)
    {
        using var file = new BinaryFileWriter(stream);
        file.WriteSchema([.. schema.Where(c => BinaryTypeCodec.CanWrite(c.Type))]);
        file.Close();
    }

    public static DataViewSchema Load(Stream stream) => BinaryFormat.Guard(() =>
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var schema = ReadSchema(reader);
        if (reader.ReadByte() != BinaryFormat.TableFollows)
            throw new FormatException("The binary data is damaged: a schema has rows.");
        BinaryFormat.ReadSegment(reader);
        reader.ReadInt64();
        BinaryFormat.Expect(reader, BinaryFormat.ClosingMagic, "The binary data is damaged: it does not end as it should.");
        return schema;
    });

    internal static DataViewSchema ReadSchema(BinaryReader reader)
    {
        BinaryFormat.Expect(reader, BinaryFormat.Magic, "The data is not a binary data view.");
        var version = reader.ReadUInt32();
        if (version != BinaryFormat.Version)
            throw new FormatException($"The binary data has version {version}; only version {BinaryFormat.Version} can be read.");
        using var header = new BinaryReader(new MemoryStream(BinaryFormat.ReadSegment(reader), writable: false));
        var builder = new DataViewSchema.Builder();
        var count = BinaryFormat.ReadCount(header, MostColumns);
        for (var i = 0; i < count; i++)
        {
            var (name, type) = ReadNameAndType(header);
            builder.AddColumn(name, type, ReadAnnotations(header));
        }

        return builder.ToSchema();
    }

    internal static void WriteColumns(BinaryWriter writer, IReadOnlyList<DataViewSchema.Column> columns)
    {
        writer.Write(columns.Count);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            BinaryTypeCodec.Write(writer, column.Type);
            WriteAnnotations(writer, column.Annotations);
        }
    }

    private static void WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var columns = annotations.Schema.Where(c => BinaryTypeCodec.HasValues(c.Type)).ToArray();
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            BinaryTypeCodec.Write(writer, column.Type);
            WriteAnnotations(writer, column.Annotations);
            ValueCodec.For(column.Type).WriteAnnotation(annotations, column, writer);
        }
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var count = BinaryFormat.ReadCount(reader, MostColumns);
        for (var i = 0; i < count; i++)
        {
            var (name, type) = ReadNameAndType(reader);
            var nested = ReadAnnotations(reader);
            ValueCodec.For(type).ReadAnnotation(reader, name, type, nested, builder);
        }

        return builder.ToAnnotations();
    }

    private static (string Name, DataViewType Type) ReadNameAndType(BinaryReader reader)
    {
        var name = reader.ReadString();
        return name.Length > 0 ? (name, BinaryTypeCodec.Read(reader)) : throw new FormatException("The binary data is damaged: a column has no name.");
    }
}
