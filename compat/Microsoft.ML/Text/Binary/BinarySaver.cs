using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a data view as a binary file, block by block.</summary>
internal static class BinarySaver
{
    private const int BlockRows = 64 * 1024;
    private const int BlockBytes = 1024 * 1024;

    public static void Save(IHostEnvironment env, IDataView data, Stream stream, bool keepHidden)
    {
        var columns = new List<DataViewSchema.Column>();
        using (var channel = env.Register("BinarySaver").Start("Saving"))
        {
            foreach (var column in data.Schema.Where(c => keepHidden || !c.IsHidden))
            {
                if (BinaryTypeCodec.HasValues(column.Type))
                    columns.Add(column);
                else
                    channel.Info(MessageSensitivity.Schema, $"The column '{column.Name}' will not be written as it has unsavable column type.");
            }
        }

        env.Check(columns.Count > 0, "No valid columns to save");
        using var file = new BinaryFileWriter(stream);
        file.WriteSchema(columns);
        WriteRows(data, columns, file);
        file.Close();
    }

    private static void WriteRows(IDataView data, List<DataViewSchema.Column> columns, BinaryFileWriter file)
    {
        using var cursor = data.GetRowCursor(columns);
        var buffers = columns.Select(_ => new MemoryStream()).ToArray();
        var writers = buffers.Select(b => new BinaryWriter(b, Encoding.UTF8)).ToArray();
        var values = columns.Select(c => ValueCodec.For(c.Type).CreateWriter(cursor, c)).ToArray();
        var rows = 0;
        while (cursor.MoveNext())
        {
            long bytes = 0;
            for (var i = 0; i < values.Length; i++)
            {
                values[i](writers[i]);
                bytes += buffers[i].Position;
            }

            if (++rows < BlockRows && bytes < BlockBytes)
                continue;
            Flush();
        }

        if (rows > 0)
            Flush();

        void Flush()
        {
            file.WriteBlock(rows, buffers);
            foreach (var buffer in buffers)
                buffer.SetLength(0);
            rows = 0;
        }
    }
}
