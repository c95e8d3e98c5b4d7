using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// An LSTM of 64 units over 48 steps: one sequence at a time through a prediction engine, against forward passes over a single one.
/// </summary>
internal sealed class SequenceScoring : ISpeedWorkload
{
    private const int Steps = 48, Rows = 200, Repetitions = 5;

    private readonly Lazy<(PredictionEngine<Row, Prediction> Engine, Row[] Rows)> _scoring = new(() =>
    {
        var ml = new MLContext(seed: 1);
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
        return (ml.Model.CreatePredictionEngine<Row, Prediction>(model), rows);
    });

    public string Name => "lstm_score_single";

    public string Unit => "sequences";

    public string? PythonPeer => "recurrent.py";

    public double Run()
    {
        var (engine, rows) = _scoring.Value;
        var prediction = new Prediction();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Repetitions; i++)
            foreach (var row in rows)
                engine.Predict(row, ref prediction);
        return rows.Length * Repetitions / clock.Elapsed.TotalSeconds;
    }

    private sealed class Row
    {
        [KeyType(2)]
        public uint Label { get; set; }

        [VectorType]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
