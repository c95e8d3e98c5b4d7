using DeepML.Data;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Reads the first rows of columns of pictures.</summary>
internal static class PictureRows
{
    private const int MostNumbers = 1 << 22;
    private const int MostRows = 64;

    /// <summary>Reads all rows in which every column holds a picture, some at a time.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="device">Where the tensors live, which are disposed when the next are asked for.</param>
    /// <returns>(rows, channels, height, width) for each column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static IEnumerable<Tensor[]> Batches(IDataView data, IReadOnlyList<SizedColumn> columns, Device device)
    {
        SchemaFaults.Check(data.Schema, columns);
        using var rows = new Reader(data, columns, Math.Clamp(MostNumbers / columns.Max(column => column.Width), 1, MostRows));
        while (rows.Next(device) is { } read)
        {
            yield return read;
            foreach (var tensor in read)
                tensor.Dispose();
        }
    }

    /// <summary>Reads rows in which every column holds a picture.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="count">Most rows.</param>
    /// <param name="device">Where the tensors live, which belong to the scope of the caller.</param>
    /// <returns>(rows, channels, height, width) for each column; nothing if there is no such row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static Tensor[] Read(IDataView data, IReadOnlyList<SizedColumn> columns, int count, Device device)
    {
        SchemaFaults.Check(data.Schema, columns);
        using var rows = new Reader(data, columns, count);
        return [.. rows.Next(device)?.Select(InScope) ?? []];
    }

    // Blocks make their tensors outside of every scope.
    private static Tensor InScope(Tensor tensor)
    {
        using (tensor)
            return tensor.alias();
    }

    private sealed class Reader : IDisposable
    {
        private readonly DataViewRowCursor _cursor;
        private readonly RowReader[] _readers;
        private readonly ColumnBlock[] _blocks;
        private readonly int _most;

        public Reader(IDataView data, IReadOnlyList<SizedColumn> columns, int most)
        {
            _most = most;
            DataViewSchema.Column[] read = [.. columns.Select(column => data.Schema[column.Name])];
            _cursor = data.GetRowCursor(read);
            try
            {
                _readers = [.. columns.Select((column, i) => column.Bind(_cursor, read[i]))];
                _blocks = [.. columns.Select(column => new ColumnBlock(column, most))];
            }
            catch
            {
                _cursor.Dispose();
                throw;
            }
        }

        // Outside of every scope; null when there are no more rows.
        public Tensor[]? Next(Device device)
        {
            var rows = 0;
            while (rows < _most && _cursor.MoveNext())
                if (_readers.Select((reader, i) => reader(_blocks[i], rows)).ToArray().All(isThere => isThere))
                    rows++;
            return rows == 0 ? null : [.. _blocks.Select(block => block.Tensors(rows, device).Single().Tensor)];
        }

        public void Dispose() => _cursor.Dispose();
    }
}
