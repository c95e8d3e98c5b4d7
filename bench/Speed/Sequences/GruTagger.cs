using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A GRU of 64 units that reads 64 keys both ways and tags each: one fit, the reading included.</summary>
internal sealed class GruTagger : ISpeedWorkload
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public GruTagger() => _rows = KeySequences.View(_ml);

    public string Name => "gru_tagger";

    public string? PythonPeer => "recurrent.py";

    public string Unit => "sequences";

    public double Run()
    {
        var estimator = _ml.Transforms.TagSequence("Tagged", "Keys", "Tags", new SequenceTaggerOptions
        {
            EmbeddingSize = 32,
            Encoder = new GruEncoder { HiddenSize = 64 },
            Training = new TrainingOptions { Epochs = 1, BatchSize = KeySequences.BatchSize, LearningRate = 1e-3 },
        });
        var clock = Stopwatch.StartNew();
        using var model = estimator.Fit(_rows);
        return KeySequences.Rows / clock.Elapsed.TotalSeconds;
    }
}
