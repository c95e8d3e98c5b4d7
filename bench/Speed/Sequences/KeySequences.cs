using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Sequences of keys drawn by chance, with a class for each and a tag for every step: they need not say anything.</summary>
internal static class KeySequences
{
    public const int Keys = 1000, Classes = 4, Tags = 10, Length = 64, BatchSize = 32, Rows = 3200;

    /// <summary>Rows whose lengths are drawn evenly from a range.</summary>
    public static IDataView View(MLContext ml, int shortest = Length, int longest = Length)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ =>
        {
            var length = random.Next(shortest, longest + 1);
            return new Row { Keys = Draw(length, Keys), Tags = Draw(length, Tags), Label = (uint)random.Next(Classes) };
        }).ToArray());

        uint[] Draw(int length, int most) => [.. Enumerable.Range(0, length).Select(_ => (uint)random.Next(1, most + 1))];
    }

    private sealed class Row
    {
        [KeyType(KeySequences.Keys)]
        public uint[] Keys { get; set; } = [];

        [KeyType(KeySequences.Tags)]
        public uint[] Tags { get; set; } = [];

        [KeyType(Classes)]
        public uint Label { get; set; }
    }
}
