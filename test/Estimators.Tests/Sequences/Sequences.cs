using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Sequences of different lengths, with answers that depend on their order.</summary>
internal static class Sequences
{
    /// <summary>Words of five letters whose first letter is the class, as numbers and as keys.</summary>
    public static IDataView Create(MLContext ml, int rows = 75, int seed = 1)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => Row.Draw(random)).ToArray());
    }

    /// <summary>The same with the class as a key with text values.</summary>
    public static IDataView WithClass(MLContext ml, int rows = 75, int seed = 1)
    {
        var data = Create(ml, rows, seed);
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name",
            keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);
    }

    public static TrainingOptions Quick(int epochs = 3) =>
        new() { Epochs = epochs, BatchSize = 16, LearningRate = 0.02, GradientClipNorm = 1 };

    internal sealed class Row
    {
        public float[] Numbers { get; set; } = [];

        [KeyType(3)]
        public uint[] Keys { get; set; } = [];

        [KeyType(3)]
        public uint[] Next { get; set; } = [];

        /// <summary>The keys without those that are the same as the one before.</summary>
        [KeyType(3)]
        public uint[] Runs { get; set; } = [];

        [KeyType(3)]
        public uint[] Reversed { get; set; } = [];

        public string Name { get; set; } = "";

        public bool StartsWithOne { get; set; }

        public float First { get; set; }

        public static Row Draw(Random random)
        {
            var keys = Enumerable.Range(0, random.Next(2, 8)).Select(_ => (uint)random.Next(1, 4)).ToArray();
            return new Row
            {
                Keys = keys,
                Numbers = [.. keys.SelectMany(k => new[] { k - 2f, 1f })],
                Next = [.. keys.Skip(1), keys[^1]],
                Runs = [.. keys.Where((key, i) => i == 0 || keys[i - 1] != key)],
                Reversed = [.. keys.Reverse()],
                Name = $"class {keys[0]}",
                StartsWithOne = keys[0] == 1,
                First = keys[0],
            };
        }
    }
}
