using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>A picture as a row of ML.NET data, with its clean version and a label where there are any.</summary>
internal sealed class PictureRow
{
    public float[] Pixels { get; set; } = [];

    public float Label { get; set; }

    /// <summary>Rows whose pixels have a known number.</summary>
    public static IDataView View(MLContext ml, IEnumerable<float[]> pictures, IEnumerable<float>? labels = null)
    {
        var rows = pictures.Zip(
            labels ?? Enumerable.Repeat(0f, int.MaxValue), (pixels, label) => new PictureRow { Pixels = pixels, Label = label }).ToArray();
        var schema = SchemaDefinition.Create(typeof(PictureRow));
        schema[nameof(Pixels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Pixels.Length);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The pixels of a view.</summary>
    public static float[][] Read(IDataView data) => [.. data.GetColumn<float[]>(nameof(Pixels))];

    /// <summary>Mean squared difference between two sets of pictures.</summary>
    public static double Error(IEnumerable<float[]> a, IEnumerable<float[]> b) =>
        a.Zip(b, (x, y) => x.Zip(y, (p, q) => ((double)p - q) * (p - q)).Average()).Average();
}
