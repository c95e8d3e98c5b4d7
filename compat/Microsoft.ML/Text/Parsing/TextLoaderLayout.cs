using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>What a text loader knows once it is made: the parser's settings and the columns with types, sources and slot names.</summary>
internal sealed class TextLoaderLayout
{
    private readonly TextLoader.Options _options;
    private readonly int _inputSize;

    private TextLoaderLayout(TextLoader.Options options, int inputSize, IReadOnlyList<BoundColumn> columns)
    {
        _options = options;
        _inputSize = inputSize;
        Settings = new ParseSettings(options, options.InputSize.GetValueOrDefault());
        BoundColumns = columns;
        Columns = [.. columns.Select(c => c.Binding)];
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
            builder.AddColumn(column.Binding.Name, column.Binding.Type, Annotations(column));
        Schema = builder.ToSchema();
    }

    public ParseSettings Settings { get; }

    public ColumnBinding[] Columns { get; }

    public DataViewSchema Schema { get; }

    public bool HasHeader => _options.HasHeader;

    private IReadOnlyList<BoundColumn> BoundColumns { get; }

    private sealed record BoundColumn(ColumnBinding Binding, TextLoader.Column Column, string[] SlotNames);

    public static TextLoaderLayout Create(IHost host, TextLoader.Options options, IMultiStreamSource sample)
    {
        var settings = new ParseSettings(options, options.InputSize.GetValueOrDefault());
        var facts = SampleFacts.Read(settings, options, sample);
        var ranges = options.Columns.SelectMany(c => c.Source).ToArray();
        host.CheckUserArg(ranges.Count(r => r.AllOther) <= 1, nameof(TextLoader.Range.AllOther), "At most one variable can be marked as 'all other'");
        var inputSize = options.InputSize ?? 0;
        if (inputSize == 0 && ranges.Any(r => r.AllOther || IsAutoEnd(r)))
        {
            inputSize = facts.SourceColumns;
            host.CheckUserArg(inputSize > 0, nameof(TextLoader.Column.Source),
                "Reading to the end of the line is impossible: the number of source columns is unknown without data");
        }

        var header = options.HasHeader || options.HeaderFile is not null ? facts.Header : null;
        return new TextLoaderLayout(options, inputSize, [.. options.Columns.Select(c => Bind(host, c, options.Columns, inputSize, header))]);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(new string(_options.Separators));
        writer.Write((ushort)_options.DecimalMarker);
        writer.Write((ushort)_options.EscapeChar);
        foreach (var flag in (ReadOnlySpan<bool>)[_options.AllowQuoting, _options.AllowSparse, _options.HasHeader, _options.MissingRealsAsNaNs, _options.ReadMultilines, _options.TrimWhitespace])
            writer.Write(flag);
        writer.Write(_options.InputSize ?? 0);
        writer.Write(_inputSize);
        writer.Write(BoundColumns.Count);
        foreach (var (binding, column, names) in BoundColumns)
        {
            writer.Write(binding.Name);
            writer.Write((byte)column.DataKind);
            writer.Write(binding.Type is VectorDataViewType);
            writer.Write(binding.Type.GetVectorSize());
            writer.Write(binding.Type.GetItemType().GetKeyCount());
            writer.Write(binding.Segments.Length);
            foreach (var segment in binding.Segments)
            {
                writer.Write(segment.Min);
                writer.Write(segment.Count);
            }

            writer.Write(names?.Length ?? 0);
            foreach (var name in names ?? [])
                writer.Write(name);
        }
    }

    public static TextLoaderLayout Load(IHost host, BinaryReader reader)
    {
        var options = new TextLoader.Options
        {
            Separators = reader.ReadString().ToCharArray(),
            DecimalMarker = (char)reader.ReadUInt16(),
            EscapeChar = (char)reader.ReadUInt16(),
            AllowQuoting = reader.ReadBoolean(),
            AllowSparse = reader.ReadBoolean(),
            HasHeader = reader.ReadBoolean(),
            MissingRealsAsNaNs = reader.ReadBoolean(),
            ReadMultilines = reader.ReadBoolean(),
            TrimWhitespace = reader.ReadBoolean(),
        };
        options.InputSize = reader.ReadInt32() is > 0 and var given ? given : null;
        var inputSize = reader.ReadInt32();
        var columns = new BoundColumn[ReadCount(host, reader)];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = LoadColumn(host, reader);
        return new TextLoaderLayout(options, inputSize, columns);
    }

    private static BoundColumn LoadColumn(IHost host, BinaryReader reader)
    {
        var name = reader.ReadString();
        var kind = (DataKind)reader.ReadByte();
        var isVector = reader.ReadBoolean();
        var size = reader.ReadInt32();
        var keyCount = reader.ReadUInt64();
        var segments = new SourceSegment[ReadCount(host, reader)];
        for (var s = 0; s < segments.Length; s++)
            segments[s] = new SourceSegment(reader.ReadInt32(), reader.ReadInt32());
        var names = new string[ReadCount(host, reader)];
        for (var n = 0; n < names.Length; n++)
            names[n] = reader.ReadString();
        var item = ItemType(kind, keyCount > 0 ? new KeyCount(keyCount) : null);
        DataViewType type = isVector ? new VectorDataViewType(item, size) : item;
        return new BoundColumn(new ColumnBinding(name, kind, type, segments), new TextLoader.Column { Name = name, DataKind = kind }, names.Length > 0 ? names : null);
    }

    private static int ReadCount(IHost host, BinaryReader reader)
    {
        var count = reader.ReadInt32();
        host.CheckDecode(count >= 0 && count <= reader.BaseStream.Length, "A count in the text loader's model is not possible");
        return count;
    }

    private static bool IsAutoEnd(TextLoader.Range range) => !range.AllOther && !range.VariableEnd && (range.AutoEnd || range.Max is null);

    private static PrimitiveDataViewType ItemType(DataKind kind, KeyCount keyCount)
    {
        if (kind == ColumnBinding.RowId)
            return RowIdDataViewType.Instance;
        var type = PrimitiveTypes.FromKind(kind);
        return keyCount is null ? type : new KeyDataViewType(type.RawType, keyCount.Count ?? KeyDataViewType.Maximum(type.RawType));
    }

    private static BoundColumn Bind(IHost host, TextLoader.Column column, TextLoader.Column[] all, int inputSize, string[] header)
    {
        var segments = Segments(host, column, all, inputSize);
        var item = ItemType(column.DataKind, column.KeyCount);
        var isVector = segments.Length != 1 || column.Source[0].ForceVector || segments[0].IsOpen || segments[0].Count != 1
            || column.Source[0].AllOther || IsAutoEnd(column.Source[0]);
        var size = segments.Any(s => s.IsOpen) ? 0 : segments.Sum(s => s.Count);
        DataViewType type = isVector ? new VectorDataViewType(item, size) : item;
        string[] names = null;
        if (isVector && size > 0 && header is not null)
        {
            names = [.. segments.SelectMany(s => Enumerable.Range(s.Min, s.Count)).Select(i => i < header.Length ? header[i] : "")];
            if (names.All(string.IsNullOrEmpty))
                names = null;
        }

        return new BoundColumn(new ColumnBinding(column.Name, column.DataKind, type, segments), column, names);
    }

    private static SourceSegment[] Segments(IHost host, TextLoader.Column column, TextLoader.Column[] all, int inputSize)
    {
        var segments = new List<SourceSegment>();
        foreach (var range in column.Source)
        {
            host.CheckUserArg(segments.Count == 0 || !segments[^1].IsOpen, nameof(TextLoader.Range.VariableEnd),
                $"Variable-length range must be last in column '{column.Name}'");
            if (range.AllOther)
                segments.AddRange(Others(all, inputSize));
            else if (range.VariableEnd)
                segments.Add(SourceSegment.ToEndOfRecord(range.Min));
            else
                segments.Add(new SourceSegment(range.Min, (range.Max ?? inputSize - 1) - range.Min + 1));
        }

        host.CheckUserArg(segments.Count > 0 && segments.All(s => s.IsOpen || s.Count > 0), nameof(TextLoader.Column.Source),
            $"Column '{column.Name}' has no source columns: the data has {inputSize}");
        var ordered = segments.OrderBy(s => s.Min).ToArray();
        for (var i = 1; i < ordered.Length; i++)
        {
            host.CheckUserArg(!ordered[i - 1].IsOpen && ordered[i - 1].Min + ordered[i - 1].Count <= ordered[i].Min, nameof(TextLoader.Column.Source),
                $"Intervals specified for column '{column.Name}' overlap");
        }

        return [.. segments];
    }

    /// <summary>The source columns that no range names.</summary>
    private static IEnumerable<SourceSegment> Others(TextLoader.Column[] all, int inputSize)
    {
        var used = new bool[inputSize];
        foreach (var range in all.SelectMany(c => c.Source).Where(r => !r.AllOther))
            for (var i = range.Min; i < inputSize && (range.VariableEnd || i <= (range.Max ?? inputSize - 1)); i++)
                used[i] = true;
        for (var start = 0; start < inputSize; start++)
        {
            if (used[start])
                continue;
            var end = start;
            while (end < inputSize && !used[end])
                end++;
            yield return new SourceSegment(start, end - start);
            start = end;
        }
    }

    private static DataViewSchema.Annotations Annotations(BoundColumn column)
    {
        if (column.SlotNames is null)
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddSlotNames([.. column.SlotNames.Select(n => n.AsMemory())]);
        return builder.ToAnnotations();
    }
}
