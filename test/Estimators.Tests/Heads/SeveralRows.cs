using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Heads;

/// <summary>Rows of four numbers, with three yes or no about them and two numbers that follow from them.</summary>
internal sealed class SeveralRows
{
    [VectorType(4)]
    public float[] Features { get; set; } = [];

    [VectorType(3)]
    public bool[] Flags { get; set; } = [];

    [VectorType(3)]
    public float[] Marks { get; set; } = [];

    [VectorType(2)]
    public float[] Sizes { get; set; } = [];

    public static SeveralRows[] Draw(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = Enumerable.Range(0, 4).Select(i => (float)((2 * random.NextDouble()) - 1)).ToArray();
            bool[] flags = [x[0] > 0, x[1] + x[2] > 0.8f, x[3] < -0.2f];
            return new SeveralRows
            {
                Features = x, Flags = flags, Marks = Array.ConvertAll(flags, f => f ? 1f : 0),
                Sizes = [100 + (50 * x[0]) + (20 * x[1]), 0.01f * (x[2] - x[3])],
            };
        })];
    }

    public static IDataView Load(MLContext ml, IEnumerable<SeveralRows> rows) => ml.Data.LoadFromEnumerable(rows.ToArray());

    public static IDataView View(MLContext ml, int count = 75, int seed = 1) => Load(ml, Draw(count, seed));
}
