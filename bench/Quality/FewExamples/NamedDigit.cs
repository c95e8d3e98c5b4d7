using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>A digit of MNIST with its name as the label, and what a network makes of it.</summary>
internal sealed class NamedDigit
{
    [VectorType(784)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    [VectorType(Length)]
    public float[] Vector { get; set; } = [];

    /// <summary>Numbers of <see cref="Vector"/>.</summary>
    public const int Length = 64;

    /// <summary>All digits, in an order of the seed.</summary>
    public static NamedDigit[] Read(int seed) =>
        [.. MnistRows.Read(seed).Select(row => new NamedDigit { Features = row.Features, Label = $"{row.Digit}" })];

    /// <summary>How many rows a model names rightly.</summary>
    public static int CountRight(MLContext ml, ITransformer model, IReadOnlyList<string> names, NamedDigit[] rows) =>
        rows.Zip(model.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<uint>("PredictedLabel"))
            .Count(row => names[(int)row.Second - 1] == row.First.Label);

    /// <summary>Those of some digits.</summary>
    public static NamedDigit[] Of(IEnumerable<NamedDigit> rows, string digits) =>
        [.. rows.Where(row => digits.Contains(row.Label, StringComparison.Ordinal))];
}
