using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Pictures as rows of grey levels in [0, 1], for the learning tasks.</summary>
internal static class ImageRows
{
    /// <summary>The 1,797 handwritten digits of 8×8 pixels, and what they show.</summary>
    public static (float[][] Pixels, int[] Labels) Digits()
    {
        var lines = File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        return ([.. lines.Select(cells => cells[..64].Select(cell => float.Parse(cell) / 16).ToArray())],
            [.. lines.Select(cells => int.Parse(cells[64]))]);
    }

    /// <summary>MNIST's 10,000 test pictures of 28×28 pixels; null if they are not there.</summary>
    public static float[][]? Mnist()
    {
        if (RepositoryFiles.Mnist is not { } folder)
            return null;
        using var file = new GZipStream(File.OpenRead(Path.Combine(folder, "t10k-images-idx3-ubyte.gz")), CompressionMode.Decompress);
        var header = new byte[16];
        file.ReadExactly(header);
        var count = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        var picture = new byte[784];
        var rows = new float[count][];
        for (var i = 0; i < count; i++)
        {
            file.ReadExactly(picture);
            rows[i] = Array.ConvertAll(picture, level => level / 255f);
        }
        return rows;
    }

    /// <summary>Rows of pixels under "Pixels".</summary>
    public static IDataView View(MLContext ml, IEnumerable<float[]> rows)
    {
        var array = rows.Select(pixels => new Picture { Pixels = pixels }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Picture));
        schema["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, array[0].Pixels.Length);
        return ml.Data.LoadFromEnumerable(array, schema);
    }

    /// <summary>A column's vectors.</summary>
    public static float[][] Read(IDataView data, string column = "Pixels") => [.. data.GetColumn<float[]>(data.Schema[column])];

    /// <summary>Mean squared difference.</summary>
    public static double MeanSquaredError(IEnumerable<float[]> a, IEnumerable<float[]> b) =>
        a.Zip(b, (x, y) => x.Zip(y, (p, q) => ((double)p - q) * ((double)p - q)).Average()).Average();

    /// <summary>Splits rows into four fifths and one fifth, shuffled by the seed.</summary>
    public static (int[] Train, int[] Test) Split(int count, int seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        new Random(seed).Shuffle(order);
        return (order[(count / 5)..], order[..(count / 5)]);
    }

    private sealed class Picture
    {
        public float[] Pixels { get; set; } = [];
    }
}
