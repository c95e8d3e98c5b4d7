using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>A folder of small files that goes away with its test.</summary>
internal sealed class TextTestFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepml-text-").FullName;

    public MLContext Context { get; } = new(1);

    public string PathOf(string name) => Path.Combine(_folder, name);

    public string Write(string content, string name = "data.txt")
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public IDataView Load(string content, TextLoader.Options options) => Context.Data.LoadFromTextFile(Write(content), options);

    /// <summary>Loads comma-separated text.</summary>
    public IDataView Load(string content, params TextLoader.Column[] columns) => Load(content, new TextLoader.Options { Separators = [','], Columns = columns });

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal static class TextTestViews
{
    public static float[] Floats(this IDataView view, string column) => [.. view.GetColumn<float>(column)];

    public static string[] Texts(this IDataView view, string column) => [.. view.GetColumn<string>(column)];

    public static float[][] Vectors(this IDataView view, string column) => [.. view.GetColumn<float[]>(column)];

    public static string[] SlotNames(this IDataView view, string column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        view.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }

    /// <summary>Reads every column of every row.</summary>
    public static long ReadAll(this IDataView view)
    {
        var preview = 0L;
        foreach (var _ in view.GetColumn<float>(view.Schema[0].Name))
            preview++;
        return preview;
    }

    public static void AreSame(float[] expected, float[] actual)
        => CollectionAssert.AreEqual(expected, actual, $"expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
}
