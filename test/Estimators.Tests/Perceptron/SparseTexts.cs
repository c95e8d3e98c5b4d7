using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

/// <summary>
/// Rows of 1,200 slots of which a dozen are counts other than 0; slots of one half speak for yes, those of the other for no.
/// </summary>
internal static class SparseTexts
{
    public const int Width = 1200;

    public static IDataView Create(MLContext ml, int rows, int seed)
    {
        var random = new Random(seed);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Row.Draw(i, random)).ToArray());
    }

    internal sealed class Row
    {
        [VectorType(Width)]
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }

        public float Number { get; set; }

        [KeyType(3)]
        public uint Class { get; set; }

        public static Row Draw(int i, Random random)
        {
            var label = random.Next(2) == 1;
            // nine in ten of the slots are of the label's half
            var slots = Enumerable.Range(0, 12)
                .Select(_ => (random.Next(Width / 2 / 10) * 10) + (random.Next(10) > 0 == label ? Width / 2 : 0))
                .Distinct().Order().ToArray();
            var values = slots.Select(_ => (float)(1 + random.Next(3))).ToArray();
            return new Row
            {
                Features = i % 7 == 6 ? Dense(slots, values) : new VBuffer<float>(Width, slots.Length, values, slots),
                Label = label,
                Number = values.Sum() * (label ? 1 : -1),
                Class = (uint)(i % 3),
            };
        }

        // sources hand out sparse rows as whole ones now and then
        private static VBuffer<float> Dense(int[] slots, float[] values)
        {
            var all = new float[Width];
            for (var i = 0; i < slots.Length; i++)
                all[slots[i]] = values[i];
            return new VBuffer<float>(Width, all);
        }
    }
}
