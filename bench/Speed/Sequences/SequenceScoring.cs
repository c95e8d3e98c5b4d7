using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// An LSTM of 64 units over 48 steps: one sequence at a time through a prediction engine, against forward passes over a single one.
/// </summary>
internal sealed class SequenceScoring() : EngineScoring<SequenceScoring.Row>(repetitions: 5)
{
    private const int Steps = 48, Rows = 200;

    public override string Name => "lstm_score_single";

    public override string Unit => "sequences";

    public override string? PythonPeer => "recurrent.py";

    protected override (ITransformer Model, Row[] Rows) Fit(MLContext ml)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(i => new Row
        {
            Label = (uint)(i % 2),
            Features = [.. Enumerable.Range(0, Steps).Select(_ => random.NextSingle())],
        }).ToArray();
        var model = ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 64 },
            Pooling = SequencePooling.Last,
            InputScaling = NetworkInputScaling.None,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        return (model, rows);
    }

    internal sealed class Row
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType]
        public float[] Features { get; set; } = [];
    }
}
