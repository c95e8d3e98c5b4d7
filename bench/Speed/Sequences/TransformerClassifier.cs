using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// A transformer of two layers of 64 with four heads over 64 keys, its mean over the steps a class: one fit, the reading included.
/// </summary>
internal sealed class TransformerClassifier : ISpeedWorkload
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public TransformerClassifier() => _rows = KeySequences.View(_ml);

    public string Name => "transformer_classifier";

    public string? PythonPeer => "recurrent.py";

    public string Unit => "sequences";

    public double Run() => SequencesPerSecond(_ml, _rows, bucketByLength: true);

    /// <summary>Fits once, with only what the peer has: embedding, sinusoidal positions, layers without dropout, Adam.</summary>
    public static double SequencesPerSecond(MLContext ml, IDataView rows, bool bucketByLength)
    {
        var estimator = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            EmbeddingSize = 64,
            Encoder = new TransformerEncoder { HiddenSize = 64, LayerCount = 2, HeadCount = 4, NormalizeFirst = false },
            Pooling = SequencePooling.Mean,
            CompareWithBaselines = false,
            BucketByLength = bucketByLength,
            Training = new TrainingOptions { Epochs = 1, BatchSize = KeySequences.BatchSize, LearningRate = 1e-3 },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(rows);
        return KeySequences.Rows / clock.Elapsed.TotalSeconds;
    }
}
