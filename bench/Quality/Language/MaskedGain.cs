using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// A hundred labelled sentences, with and without what was learned of 5,000 that have no label: a logistic regression on the vectors of a
/// masked-token model beside networks, and a bag of words, that see the labels only.
/// </summary>
internal sealed class MaskedGain : IQualityTask
{
    private const int Unlabelled = 5000, Labelled = 100, Tested = 2000;

    public string Name => "masked";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Learn).ToArray();
        yield return ("masked.perplexity", found.Average(f => f.Baseline.NetworkValue));
        yield return ("masked.counting.perplexity", found.Average(f => f.Baseline.Value));
        yield return ("masked.accuracy", found.Average(f => f.Pretrained));
        yield return ("masked.finetuned.accuracy", found.Average(f => f.FineTuned));
        yield return ("masked.none.accuracy", found.Average(f => f.Same));
        yield return ("masked.default.accuracy", found.Average(f => f.Default));
        yield return ("masked.bag.accuracy", found.Average(f => f.Bag));
        yield return ("masked.gain", found.Average(f => f.Pretrained - new[] { f.Same, f.Default, f.Bag }.Max()));
    }

    private static (double Pretrained, double FineTuned, double Same, double Default, double Bag, Baseline Baseline) Learn(int seed)
    {
        var ml = new MLContext(seed);
        var (labelled, test) = (TopicSentences.Create(ml, 10 + seed, Labelled), TopicSentences.Create(ml, 200, Tested));
        var encoder = new LstmEncoder { HiddenSize = 64 };
        using var masked = ml.Transforms.MaskedTokenModel("Features", "Words", new MaskedTokenModelOptions
        {
            Encoder = encoder,
            Training = new MaskedTokenModelOptions().Training with { Epochs = 10, LearningRate = 5e-3, ValidationFraction = 0.05 },
        }).Fit(TopicSentences.Create(ml, seed, Unlabelled));
        double Accuracy(ITransformer model, IDataView? rows = null) =>
            ml.MulticlassClassification.Evaluate(model.Transform(rows ?? test), "Topic").MicroAccuracy;
        var head = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Topic");
        var vectors = ml.Transforms.NormalizeMeanVariance("Features").Append(head).Fit(masked.Transform(labelled));
        var bag = ml.Transforms.Text.ProduceNgrams("Features", "Words", ngramLength: 1, useAllLengths: false).Append(head);
        var same = new RecurrentNetworkOptions
        {
            FeatureColumnName = "Words",
            LabelColumnName = "Topic",
            EmbeddingSize = 64,
            Encoder = encoder,
            Bidirectional = true,
            Pooling = SequencePooling.Mean,
            Training = new TrainingOptions { Epochs = 30, BatchSize = 16, LearningRate = 5e-3, GradientClipNorm = 1 },
        };
        var byDefault = new RecurrentNetworkOptions { FeatureColumnName = "Words", LabelColumnName = "Topic" };
        var fineTuned = same with { Transfer = new TransferOptions { Model = masked, OldLayerFactor = 0.1 } };
        return (
            Accuracy(vectors, masked.Transform(test)),
            Accuracy(ml.MulticlassClassification.Trainers.RecurrentNetwork(fineTuned).Fit(labelled)),
            Accuracy(ml.MulticlassClassification.Trainers.RecurrentNetwork(same).Fit(labelled)),
            Accuracy(ml.MulticlassClassification.Trainers.RecurrentNetwork(byDefault).Fit(labelled)), Accuracy(bag.Fit(labelled)),
            masked.TrainingHistory.Baseline!);
    }
}
