using System.Text;

namespace Microsoft.ML.Data;

/// <summary>What the first lines of a sample file tell: the header's fields and the number of source columns.</summary>
internal sealed record SampleFacts(string[] Header, int SourceColumns)
{
    private const int Records = 100;

    public static SampleFacts Read(ParseSettings settings, TextLoader.Options options, IMultiStreamSource sample)
    {
        var (header, columns) = ReadSource(settings, sample, options.HasHeader);
        if (options.HeaderFile is { } headerFile)
            (header, _) = ReadSource(settings, new MultiFileSource(headerFile), hasHeader: true);
        return new SampleFacts(header, columns);
    }

    private static (string[] Header, int SourceColumns) ReadSource(ParseSettings settings, IMultiStreamSource source, bool hasHeader)
    {
        if (source is null || source.Count == 0)
            return (null, 0);
        using var reader = new BlockReader(source, settings, hasHeader);
        var block = new TextBlock(settings, BlockReader.DefaultBlockBytes, []);
        var fields = new FieldSet(settings);
        var columns = 0;
        var seen = 0;
        while (seen < Records && reader.Read(block))
        {
            ReadOnlySpan<byte> data = block.Data.AsSpan(0, block.End);
            var records = new RecordScanner(data[block.Start..], settings, hashIsComment: false);
            while (seen < Records && records.MoveNext())
            {
                if (records.Start == records.End || records.IsComment(records.Start, records.End))
                    continue;
                fields.Gather(data, block.Start + records.Start, block.Start + records.End);
                columns = Math.Max(columns, fields.SourceCount);
                seen++;
            }
        }

        if (reader.Header is not { } line)
            return (null, columns);
        fields.Gather(line, 0, line.Length);
        var header = new string[fields.Count];
        for (var i = 0; i < header.Length; i++)
            header[i] = Encoding.UTF8.GetString(fields.Get(i, line));
        return (header, seen > 0 ? columns : header.Length);
    }
}
