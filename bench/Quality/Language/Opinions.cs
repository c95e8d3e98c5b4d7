using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// Opinions in which "not" turns a word round, up to three words away: a transformer and a GRU over words beside logistic regression on
/// the TF-IDF of words and their pairs (<c>FeaturizeText</c>).
/// </summary>
internal sealed class Opinions : IQualityTask
{
    private const int Learned = 1200, Tested = 1000;

    private static readonly TrainingOptions Training = new()
    {
        Epochs = 12,
        BatchSize = 32,
        LearningRate = 5e-3,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    public string Name => "sentiment";

    public IEnumerable<(string Name, double Value)> Run() => Run([]);

    public IEnumerable<(string Name, double Value)> Run(string[] asked)
    {
        foreach (var (name, measure) in ((string, Func<int, double>)[])
        [
            ("sentiment.gru.accuracy", seed => Network(seed, new GruEncoder { HiddenSize = 32 }, bidirectional: true)),
            ("sentiment.transformer.accuracy",
                seed => Network(seed, new TransformerEncoder { HiddenSize = 32, LayerCount = 2 }, bidirectional: null)),
            ("sentiment.tfidf.accuracy", Counted),
        ])
            if (Catalog.IsAskedFor(name, asked))
                yield return (name, Seeds.Mean(measure));
    }

    private static double Network(int seed, SequenceEncoder encoder, bool? bidirectional)
    {
        var ml = new MLContext(seed);
        return Accuracy(ml, seed, ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(ml.Transforms.Conversion.MapValueToKey("Keys", "Words"))
            .Append(ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "Liked",
                FeatureColumnName = "Keys",
                Encoder = encoder,
                EmbeddingSize = 16,
                Bidirectional = bidirectional,
                CompareWithBaselines = false,
                Training = Training,
            })));
    }

    private static double Counted(int seed)
    {
        var ml = new MLContext(seed);
        return Accuracy(ml, seed, ml.Transforms.Text.FeaturizeText("Features", "Text")
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
                "Liked", l1Regularization: 0, l2Regularization: 0.1f)));
    }

    private static double Accuracy<T>(MLContext ml, int seed, IEstimator<T> estimator)
        where T : class, ITransformer
    {
        var model = estimator.Fit(ml.Data.LoadFromEnumerable(Draw(seed, Learned)));
        return ml.BinaryClassification.EvaluateNonCalibrated(
            model.Transform(ml.Data.LoadFromEnumerable(Draw(1000, Tested))), "Liked").Accuracy;
    }

    private static IEnumerable<Review> Draw(int seed, int count)
    {
        var random = new Random(seed);
        string[] things = ["food", "room", "staff", "view", "price", "bed", "breakfast", "street"];
        string[] good = ["good", "fine", "lovely", "great", "pleasant", "friendly"];
        string[] bad = ["bad", "awful", "poor", "dull", "dirty", "noisy"];
        string[] fillers = ["at all", "really", "that", "so very", "by any means"];
        string Of(string[] words) => words[random.Next(words.Length)];
        for (var i = 0; i < count; i++)
        {
            var liked = random.Next(2) == 1;
            var parts = Enumerable.Range(0, random.Next(2, 5)).Select(_ =>
            {
                var negated = random.Next(2) == 1;
                var filler = random.Next(2) == 1 ? $"{Of(fillers)} " : "";
                return $"the {Of(things)} was {(negated ? "not " : "")}{filler}{Of(liked ^ negated ? good : bad)}";
            });
            yield return new Review { Text = string.Join(" and ", parts), Liked = liked };
        }
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Liked { get; set; }
    }
}
