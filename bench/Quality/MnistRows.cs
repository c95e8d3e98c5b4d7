using System.IO.Compression;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>The 10,000 test digits of MNIST, in an order of their own per seed.</summary>
internal static class MnistRows
{
    private const int Pixels = 784;

    /// <summary>Whether the files are there.</summary>
    public static bool Exist => RepositoryFiles.Mnist is not null;

    /// <summary>Reads them.</summary>
    /// <param name="seed">Fixes the order.</param>
    public static DigitImage[] Read(int seed)
    {
        var images = Unpack("t10k-images-idx3-ubyte.gz").AsSpan(16); // after the header: magic number, count, rows, columns
        var labels = Unpack("t10k-labels-idx1-ubyte.gz").AsSpan(8);
        var rows = new DigitImage[labels.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new DigitImage { Digit = labels[i] };
            for (var p = 0; p < Pixels; p++)
                rows[i].Features[p] = images[(i * Pixels) + p] / 255f;
        }
        new Random(seed).Shuffle(rows);
        return rows;
    }

    private static byte[] Unpack(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(RepositoryFiles.Mnist!, name)), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>A picture in [0, 1] and its digit as a key; a number past the last digit stands for none.</summary>
    internal sealed class DigitImage
    {
        [VectorType(Pixels)]
        public float[] Features { get; set; } = new float[Pixels];

        [KeyType(10)]
        public uint Digit { get; set; }

        public DigitImage Unlabelled() => new() { Features = Features, Digit = uint.MaxValue };

        public DigitImage Map(Func<float, float> pixel) => new() { Features = Array.ConvertAll(Features, p => pixel(p)), Digit = Digit };
    }
}
