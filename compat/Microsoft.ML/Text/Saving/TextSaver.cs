using System.Globalization;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a data view as separated text, with an optional schema comment that the text loader understands.</summary>
internal sealed class TextSaver
{
    private const int BufferSize = 64 * 1024;

    private readonly IHost _host;
    private readonly char _separator;
    private readonly bool _headerRow;
    private readonly bool _schema;
    private readonly bool _forceDense;

    public TextSaver(IHostEnvironment env, char separator, bool headerRow, bool schema, bool forceDense)
    {
        _host = env.Register("TextSaver");
        _host.CheckUserArg(separator is '\t' or ' ' or ',' or ';' or '|', "separatorChar",
            $"The separator is '{separator}'; it must be a tab, a space, a comma, a semicolon or a bar");
        _separator = separator;
        _headerRow = headerRow;
        _schema = schema;
        _forceDense = forceDense;
    }

    public void Save(IDataView data, Stream stream, bool keepHidden)
    {
        var columns = new List<DataViewSchema.Column>();
        using (var channel = _host.Start("Saving"))
        {
            foreach (var column in data.Schema.Where(c => keepHidden || !c.IsHidden))
            {
                if (TextSlotFormat.CanFormat(column.Type))
                    columns.Add(column);
                else
                    channel.Info(MessageSensitivity.Schema, $"The column '{column.Name}' will not be written as it has unsavable column type.");
            }
        }

        _host.Check(columns.Count > 0, "No valid columns to save");
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize, leaveOpen: true);
        if (_schema)
            WriteSchema(writer, columns);
        if (_headerRow)
            WriteHeader(writer, columns);
        using var cursor = data.GetRowCursor(columns);
        var row = new TextRow(_separator);
        var sources = columns.Select(c => TextColumnSource.Create(cursor, c, _separator)).ToArray();
        while (cursor.MoveNext())
        {
            row.Clear();
            foreach (var source in sources)
                source.AddTo(row);
            row.WriteTo(writer, _forceDense);
        }
    }

    private void WriteSchema(TextWriter writer, List<DataViewSchema.Column> columns)
    {
        writer.WriteLine("#@ TextLoader{");
        if (_headerRow)
            writer.WriteLine("#@   header+");
        writer.WriteLine($"#@   sep={SchemaComment.NameOfSeparator(_separator)}");
        var first = 0;
        foreach (var column in columns)
        {
            var item = column.Type.GetItemType();
            var code = SchemaComment.CodeOf(item is RowIdDataViewType ? ColumnBinding.RowId : PrimitiveTypes.KindOf(item.RawType));
            var count = item is KeyDataViewType key ? string.Create(CultureInfo.InvariantCulture, $"[{key.Count}]") : "";
            var size = column.Type.GetValueCount();
            var range = column.Type is not VectorDataViewType ? $"{first}" : size > 0 ? $"{first}-{first + size - 1}" : $"{first}-**";
            writer.WriteLine($"#@   col={NameInComment(column.Name)}:{code}{count}:{range}");

            // Nothing can be said about where the columns after a variable one are.
            if (size == 0)
                break;
            first += size;
        }

        writer.WriteLine("#@ }");
    }

    private static string NameInComment(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-') ? name : $"{{{name}}}";

    private void WriteHeader(TextWriter writer, List<DataViewSchema.Column> columns)
    {
        var fields = new List<string>();
        foreach (var column in columns)
        {
            if (column.Type is VectorDataViewType vector)
                fields.AddRange(column.SlotNamesOrNull()?.Select(n => TextSlotFormat.Quote(n.Span, _separator)) ?? Enumerable.Repeat("\"\"", vector.Size));
            else
                fields.Add(TextSlotFormat.Quote(column.Name, _separator));
        }

        writer.WriteLine(string.Join(_separator, fields));
    }
}
