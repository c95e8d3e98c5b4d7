using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Readings that are missing or infinite are anomalies with the score +∞, or an error by name; other models have no answer to them.
/// </summary>
internal sealed class UnscorableReadings : IFieldCheck
{
    public int Number => 4;

    public string Fault => "infinite and missing readings are normal to the anomaly detector, or get half an answer from other models";

    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var normal = Enumerable.Range(0, 200)
            .Select(i => new Reading { Features = [random.NextSingle(), random.NextSingle(), 1], Label = i % 2 == 0 }).ToArray();
        var readings = ml.Data.LoadFromEnumerable(
            new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e9f, 3e38f }.Select(value => new Reading
            {
                Features = [0.5f, value, 1],
            }).ToArray());
        var data = ml.Data.LoadFromEnumerable(normal);
        var options = new AutoencoderAnomalyOptions();
        using var detector = ml.AnomalyDetection.Trainers.Autoencoder(options).Fit(data);
        using var strict = ml.AnomalyDetection.Trainers.Autoencoder(options with { WhenUnscorable = UnscorableRows.Error }).Fit(data);
        using var classifier = Models.Perceptron(ml, data);
        var scored = detector.Transform(readings);
        var scores = scored.GetColumn<float>("Score").ToArray();
        return scored.GetColumn<bool>("PredictedLabel").All(isAnomaly => isAnomaly)
            && scores.Take(3).All(float.IsPositiveInfinity) && !scores.Any(float.IsNaN)
            && Refusal(strict, readings) is { } message && message.Contains("'Features'") && message.Contains("row 0, slot 1")
            && classifier.Transform(readings).GetColumn<float>("Probability").Take(3).All(float.IsNaN)
            && classifier.Transform(readings).GetColumn<float>("Score").Take(3).All(float.IsNaN);
    }

    private static string? Refusal(ITransformer model, IDataView data)
    {
        try
        {
            _ = model.Transform(data).GetColumn<float>("Score").Count();
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
    }

    private sealed class Reading
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
