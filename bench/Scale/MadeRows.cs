using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Any number of rows of any width and number of classes, made while they are read.</summary>
internal static class MadeRows
{
    private const int StripLength = 1 << 20;

    private static readonly float[] Strip = CreateStrip();

    /// <summary>The rows; the class follows from the first numbers.</summary>
    public static IDataView Create(MLContext ml, int rows, int width, int classes)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return ml.Data.LoadFromEnumerable(Make(rows, width, classes), schema);
    }

    // One row again and again: it is read before the next one is made.
    private static IEnumerable<Row> Make(int rows, int width, int classes)
    {
        var row = new Row { Features = new float[width] };
        for (var i = 0L; i < rows; i++)
        {
            Strip.AsSpan((int)(i * 7919 % (StripLength - width)), width).CopyTo(row.Features);
            row.Label = (uint)Math.Min(classes - 1, (row.Features[0] + row.Features[1]) / 2 * classes); // members count keys from 0
            yield return row;
        }
    }

    private static float[] CreateStrip()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, StripLength).Select(_ => random.NextSingle())];
    }

    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
