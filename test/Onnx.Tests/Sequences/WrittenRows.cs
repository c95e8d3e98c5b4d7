using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Rows of sequences, some of them empty, and sequences of keys that can be told from them.</summary>
internal static class WrittenRows
{
    public const int KeyCount = 5;

    /// <param name="ml">The host.</param>
    /// <param name="rows">How many.</param>
    /// <param name="length">Steps of each.</param>
    /// <param name="holes">Whether keys are missing.</param>
    public static IDataView Create(MLContext ml, int rows, Func<int, int> length, bool holes = true)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i =>
        {
            var keys = Enumerable.Range(0, length(i)).Select(_ => (uint)random.Next(holes ? 0 : 1, KeyCount + 1)).ToArray();
            return new Row
            {
                Keys = keys,
                Steps = [.. keys.SelectMany(key => new[] { key - 2f, random.NextSingle() })],
                Backwards = [.. keys.Where(key => key > 0).Reverse()], // a missing key cannot be written
                Rises = [.. keys.Where((key, step) => step > 0 && key > keys[step - 1])],
            };
        }).ToArray());
    }

    /// <summary>Compares what a model says in .NET and in the format, in batches of several sizes that have a step each.</summary>
    public static void AreEqual(NetworkTransformer model, IDataView data, string? what = null)
    {
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
        foreach (var batch in new[] { 2, 3, 7 })
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{what}, {batch} at once");
    }

    private sealed class Row
    {
        [KeyType(KeyCount)]
        public uint[] Keys { get; set; } = [];

        public float[] Steps { get; set; } = [];

        [KeyType(KeyCount)]
        public uint[] Backwards { get; set; } = [];

        [KeyType(KeyCount)]
        public uint[] Rises { get; set; } = [];
    }
}
