using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Digits as pictures: MNIST's test set in its IDX files, the same pooled to 8×8, and the repository's own of 8×8.</summary>
internal static class ConvolutionalRows
{
    /// <summary>MNIST's 10,000 test pictures in [0, 1], 28×28.</summary>
    public static IReadOnlyList<Digit28> Mnist()
    {
        var folder = RepositoryFiles.Mnist
            ?? throw new FileNotFoundException("MNIST's IDX files are not there: ../shared/data/mnist/t10k-*.gz");
        var pictures = Unzip(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        var labels = Unzip(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        var count = BinaryPrimitives.ReadInt32BigEndian(pictures.AsSpan(4));
        return [.. Enumerable.Range(0, count).Select(i => new Digit28
        {
            Features = [.. pictures.AsSpan(16 + (i * 784), 784).ToArray().Select(b => b / 255f)],
            Digit = labels[8 + i],
        })];
    }

    /// <summary>The same, with a frame of two pixels, as means over 4×4.</summary>
    public static IReadOnlyList<Digit8> MnistPooled() => [.. Mnist().Select(row =>
    {
        var pooled = new float[64];
        for (var i = 0; i < 784; i++)
            pooled[((i / 28 + 2) / 4 * 8) + ((i % 28 + 2) / 4)] += row.Features[i] / 16;
        return new Digit8 { Features = pooled, Digit = row.Digit };
    })];

    /// <summary>The repository's digits in [0, 1].</summary>
    public static IReadOnlyList<Digit8> Digits() => [.. File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1).Select(line =>
    {
        var numbers = line.Split(',');
        return new Digit8
        {
            Features = [.. numbers.Take(64).Select(n => float.Parse(n, System.Globalization.CultureInfo.InvariantCulture) / 16)],
            Digit = float.Parse(numbers[64], System.Globalization.CultureInfo.InvariantCulture),
        };
    })];

    /// <summary>Rows with the digit as a key; every set has all ten keys in the same order.</summary>
    public static IDataView Keyed<TRow>(MLContext ml, IEnumerable<TRow> rows)
        where TRow : class
    {
        var data = ml.Data.LoadFromEnumerable(rows.ToArray());
        var keys = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(digit => new KeyRow { Digit = digit }));
        return ml.Transforms.Conversion.MapValueToKey("Label", "Digit", keyData: keys).Fit(data).Transform(data);
    }

    /// <summary>Share of right classes.</summary>
    public static double Accuracy(MLContext ml, ITransformer model, IDataView test) =>
        ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;

    private static byte[] Unzip(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    internal sealed class Digit28
    {
        [VectorType(1, 28, 28)]
        public float[] Features { get; set; } = [];

        public float Digit { get; set; }
    }

    internal sealed class Digit8
    {
        [VectorType(1, 8, 8)]
        public float[] Features { get; set; } = [];

        public float Digit { get; set; }
    }

    private sealed class KeyRow
    {
        public float Digit { get; set; }
    }
}
