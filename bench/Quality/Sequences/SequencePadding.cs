using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>The share of the steps of training batches that are padding, of sequences of 5 to 200 keys, as the history tells it.</summary>
internal sealed class SequencePadding : IQualityTask
{
    public string Name => "padding";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var ml = new MLContext(seed: 1);
        var rows = KeySequences.View(ml, shortest: 5, longest: 200);
        foreach (var (name, bucketByLength) in ((string, bool)[])[("padding.bucketed", true), ("padding.drawn", false)])
            yield return (name, Seeds.Mean(seed => Share(ml, rows, bucketByLength, seed)));
    }

    private static double Share(MLContext ml, IDataView rows, bool bucketByLength, int seed)
    {
        using var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            EmbeddingSize = 1,
            Encoder = new TimeDelayEncoder { HiddenSize = 1 },
            CompareWithBaselines = false,
            BucketByLength = bucketByLength,
            Training = new TrainingOptions { Epochs = 1, BatchSize = KeySequences.BatchSize, Seed = seed },
        }).Fit(rows);
        return model.TrainingHistory.Epochs[0].Metrics["padded steps"];
    }
}
