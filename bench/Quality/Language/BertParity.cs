using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The vectors that a small BERT with random weights gives, read from files as Hugging Face writes them, beside loops over its equations in
/// float64. The largest difference is reported.
/// </summary>
internal sealed class BertParity : IQualityTask
{
    private static readonly uint[][] Sentences = [[3, 8, 9, 5, 12, 4], [3, 20, 4], [3, 6, 6, 7, 1, 15, 11, 19, 4]];

    public string Name => "parity.bert";

    public IEnumerable<(string Name, double Value)> Run()
    {
        yield return ("parity.bert", Seeds.All.Max(Difference));
    }

    private static double Difference(int seed)
    {
        var ml = new MLContext(seed);
        var folder = Directory.CreateTempSubdirectory("parity").FullName;
        try
        {
            var bert = new BertReference(seed);
            bert.Write(folder);
            var rows = ml.Data.LoadFromEnumerable(
                Sentences.Select(keys => new Row { Words = [.. keys.Select(key => BertReference.Words[(int)key - 1])] }).ToArray());
            var known = ml.Data.LoadFromEnumerable(BertReference.Words.Select(word => new Word { Value = word }).ToArray());
            var data = ml.Transforms.Conversion.MapValueToKey("Keys", "Words", keyData: known).Fit(rows).Transform(rows);
            using var model = ml.Transforms.BertFeatures("Vectors", "Keys", new BertFeaturesOptions
            {
                WeightsFile = Path.Combine(folder, "model.safetensors"),
                Features = TokenFeatures.PerToken,
            }).Fit(data);
            return model.Transform(data).GetColumn<float[]>("Vectors").Zip(Sentences, (given, keys) =>
                bert.Hidden([.. keys.Select(key => (int)key - 1)]).SelectMany(step => step)
                    .Zip(given, (expected, number) => Math.Abs(expected - number)).Max()).Max();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Row
    {
        public string[] Words { get; set; } = [];
    }

    private sealed class Word
    {
        public string Value { get; set; } = "";
    }
}
