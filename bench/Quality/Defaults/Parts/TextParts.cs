using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Two topics of short passages: a perceptron on ML.NET's text features and a recurrent network on words, with default options, beside a
/// linear model on the text features, which sees parts of words too, and one on the words alone.
/// </summary>
internal static class TextParts
{
    private const double Tolerance = 0.01;

    /// <summary>Both networks.</summary>
    public static IEnumerable<DefaultsPart> All() =>
    [
        new("defaults.text.mlp", bars => Measure("defaults.text.mlp", Perceptron, bars)),
        new("defaults.text.recurrent", bars => Measure("defaults.text.recurrent", Recurrent, bars)),
    ];

    private static IEnumerable<(string Name, double Value)> Measure(
        string name, Func<string, MLContext, TextSplit, Trial> network, Bars bars)
    {
        if (TopicTexts.Read(1) is null)
        {
            Console.Error.WriteLine($"({name}: skipped, this system has not the texts)");
            yield break;
        }
        var trials = Seeds.All.Select(seed => network(name, new MLContext(seed), new TextSplit(TopicTexts.Read(seed)!))).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        var linear = Seeds.Mean(seed => Linear(new MLContext(seed), new TextSplit(TopicTexts.Read(seed)!)));
        yield return ($"{name}.linear", linear);
        yield return ($"{name}.linear.words", Seeds.Mean(
            seed => LinearOfWords(new MLContext(seed), new TextSplit(TopicTexts.Read(seed)!))));
        bars.Judge("linear", name, score >= linear - Tolerance);
        bars.Judge("time", name, Trial.IsQuick(seconds, new TextSplit(TopicTexts.Read(1)!).TrainRows));
    }

    private static Trial Perceptron(string name, MLContext ml, TextSplit split)
    {
        var (train, test) = Features(ml, split);
        var trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron();
        return Trial.Of(name, () => trainer.Fit(train), model => Accuracy(model.Transform(test)));
    }

    private static Trial Recurrent(string name, MLContext ml, TextSplit split)
    {
        var words = Words(ml).Fit(split.Train(ml));
        var (train, test) = (words.Transform(split.Train(ml)), words.Transform(split.Test(ml)));
        var trainer = ml.BinaryClassification.Trainers.RecurrentNetwork();
        return Trial.Of(name, () => trainer.Fit(train), model => Accuracy(model.Transform(test)));
    }

    private static double Linear(MLContext ml, TextSplit split)
    {
        var (train, test) = Features(ml, split);
        return Accuracy(LogisticRegression(ml).Fit(train).Transform(test));
    }

    private static double LinearOfWords(MLContext ml, TextSplit split)
    {
        var counts = Words(ml).Append(ml.Transforms.Text.ProduceNgrams("Counts", "Features", ngramLength: 1))
            .Append(ml.Transforms.NormalizeLpNorm("Features", "Counts")).Fit(split.Train(ml));
        var train = ml.Data.Cache(counts.Transform(split.Train(ml)));
        return Accuracy(LogisticRegression(ml).Fit(train).Transform(counts.Transform(split.Test(ml))));
    }

    // The default penalty is far too much for rows of length 1 that have thousands of columns.
    private static IEstimator<ITransformer> LogisticRegression(MLContext ml) =>
        ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0, l2Regularization: 0.01f);

    private static IEstimator<ITransformer> Words(MLContext ml) =>
        ml.Transforms.Text.NormalizeText("Text").Append(ml.Transforms.Text.TokenizeIntoWords("Words", "Text"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Features", "Words"));

    private static (IDataView Train, IDataView Test) Features(MLContext ml, TextSplit split)
    {
        var features = ml.Transforms.Text.FeaturizeText("Features", "Text").Fit(split.Train(ml));
        return (ml.Data.Cache(features.Transform(split.Train(ml))), features.Transform(split.Test(ml)));
    }

    private static double Accuracy(IDataView scored) =>
        Scores.Accuracy(scored.GetColumn<bool>("PredictedLabel").Zip(scored.GetColumn<bool>("Label"), (answer, label) => answer == label));
}
