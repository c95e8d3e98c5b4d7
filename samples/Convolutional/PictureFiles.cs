using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepML.Samples;

/// <summary>Reads pictures: MNIST's test set where it is found, else the 8×8 digits that come with the repository.</summary>
internal static class PictureFiles
{
    private const string MnistPictures = "t10k-images-idx3-ubyte.gz";

    /// <summary>Pictures as rows of grey levels in [0, 1], what each shows, and their side in pixels.</summary>
    /// <param name="folder">Folder with MNIST's two files; null looks in data/mnist and shared/data/mnist here and above.</param>
    public static (float[][] Pixels, int[] Labels, int Side) Load(string? folder)
    {
        folder ??= Parents()
            .SelectMany(parent => new[] { Path.Combine(parent, "data", "mnist"), Path.Combine(parent, "shared", "data", "mnist") })
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, MnistPictures)));
        return folder is null ? Digits() : Mnist(DataFiles.Folder(folder));
    }

    /// <summary>The 8×8 digits.</summary>
    public static (float[][] Pixels, int[] Labels, int Side) Digits()
    {
        var rows = File.ReadLines(DataFiles.Find("digits.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        return ([.. rows.Select(cells => cells[..64].Select(cell => float.Parse(cell) / 16).ToArray())],
            [.. rows.Select(cells => int.Parse(cells[64]))], 8);
    }

    private static (float[][] Pixels, int[] Labels, int Side) Mnist(string folder)
    {
        var pictures = Read(Path.Combine(folder, MnistPictures));
        var labels = Read(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        var count = BinaryPrimitives.ReadInt32BigEndian(pictures.AsSpan(4));
        var pixels = Enumerable.Range(0, count)
            .Select(i => Array.ConvertAll(pictures[(16 + (784 * i))..(16 + (784 * (i + 1)))], level => level / 255f));
        return ([.. pixels], [.. labels[8..].Select(label => (int)label)], 28);
    }

    private static byte[] Read(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static IEnumerable<string> Parents()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}
