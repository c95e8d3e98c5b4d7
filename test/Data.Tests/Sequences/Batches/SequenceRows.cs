using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Sequences;

/// <summary>Rows that are told by their one label, with as many keys as their length.</summary>
internal static class SequenceRows
{
    public const int Width = 200;

    /// <summary>Lengths from 5 to 200, each row with its number as label and key 7 at every step.</summary>
    public static InMemoryBatches Create(int rows, int shortest = 5, int longest = Width)
    {
        var random = new Random(1);
        var lengths = Enumerable.Range(0, rows).Select(_ => (long)random.Next(shortest, longest + 1)).ToArray();
        var keys = new int[rows * Width];
        for (var row = 0; row < rows; row++)
            Array.Fill(keys, 7, row * Width, (int)lengths[row]);
        return new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, tensor(keys, [rows, Width])), (BatchMember.Lengths, tensor(lengths)),
            (BatchMember.Targets, tensor(Enumerable.Range(0, rows).Select(row => (long)row).ToArray()))));
    }

    /// <summary>The labels of each batch of an epoch.</summary>
    public static long[][] Labels(IBatchSource source, int batchSize, int? seed, int firstBatch = 0) =>
        Read(source, batchSize, seed, firstBatch, batch => batch.Targets.data<long>().ToArray());

    /// <summary>Something of each batch of an epoch.</summary>
    public static T[] Read<T>(IBatchSource source, int batchSize, int? seed, int firstBatch, Func<TensorBatch, T> read)
    {
        var found = new List<T>();
        foreach (var batch in source.Epoch(batchSize, seed, firstBatch))
        {
            using (batch)
                found.Add(read(batch));
        }
        return [.. found];
    }
}
