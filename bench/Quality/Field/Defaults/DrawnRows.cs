using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Rows of drawn numbers, as wide as a check needs them.</summary>
internal static class DrawnRows
{
    /// <summary>A number of mean 0 and deviation 1.</summary>

    /// <summary>Normal numbers and a label that follows from them.</summary>
    public static Row[] Create(Random random, int count, int width, Func<double[], double> label, Func<int, double>? size = null) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] numbers = [.. Enumerable.Range(0, width).Select(_ => Draws.Normal(random))];
            return new Row
            {
                Features = [.. numbers.Select((number, i) => (float)(number * (size?.Invoke(i) ?? 1)))],
                Label = (float)label(numbers)
            };
        })];

    /// <summary>The rows as a view, with a number for a label.</summary>
    public static IDataView View(MLContext ml, IEnumerable<Row> rows) =>
        ml.Data.LoadFromEnumerable(rows.ToArray(), Schema(typeof(Row), rows.First().Features.Length));

    /// <summary>The rows as a view whose label is whether the number is above 0.</summary>
    public static IDataView YesNo(MLContext ml, IEnumerable<Row> rows) => ml.Data.LoadFromEnumerable(
        rows.Select(row => new YesNoRow { Features = row.Features, Label = row.Label > 0 }).ToArray(),
        Schema(typeof(YesNoRow), rows.First().Features.Length));

    private static SchemaDefinition Schema(Type type, int width)
    {
        var schema = SchemaDefinition.Create(type);
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    public sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class YesNoRow
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
