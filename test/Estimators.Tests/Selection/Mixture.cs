using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Selection;

/// <summary>Rows of ten numbers, of which the label follows from the second, the fifth and the eighth.</summary>
internal static class Mixture
{
    /// <summary>The slots that matter, from 0.</summary>
    public static readonly int[] Useful = [1, 4, 7];

    /// <summary>Makes rows; the same seed gives the same.</summary>
    public static IDataView View(MLContext ml, int rows = 300, int seed = 1)
    {
        var random = new Random(seed);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ =>
        {
            var features = Enumerable.Range(0, 10).Select(slot => (float)((slot + 1) * ((2 * random.NextDouble()) - 1))).ToArray();
            var score = Useful.Sum(slot => features[slot] / (slot + 1));
            var name = score > 0.5 ? "high" : score > -0.5 ? "middle" : "low";
            return new Row { Features = features, Label = score > 0, Number = score, Name = name };
        }).ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Class", "Name").Fit(data).Transform(data);
    }

    /// <summary>The slots that a report has kept.</summary>
    public static int[] Slots(this SelectionReport report) => [.. report.Features.Where(feature => feature.IsKept).Select(f => f.Slot)];

    internal sealed class Row
    {
        [VectorType(10)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }

        public float Number { get; set; }

        public string Name { get; set; } = "";
    }
}
