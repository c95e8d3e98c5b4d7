using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>64-128-10: scores read through Transform and a cursor, against forward passes over batches of 512 rows.</summary>
internal sealed class BatchScoring : ISpeedWorkload
{
    private const int Repetitions = 20;
    private readonly IDataView _scored;

    public BatchScoring()
    {
        var ml = new MLContext(seed: 1);
        var digits = DigitRows.Load(ml);
        _scored = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits).Transform(digits);
    }

    public string Name => "mlp_score_batch512";

    public (string Script, string Workload)? Peer => ("dense.py", "mlp_score_batch512");

    public double Run()
    {
        var clock = Stopwatch.StartNew();
        var rows = 0L;
        for (var i = 0; i < Repetitions; i++)
        {
            using var cursor = _scored.GetRowCursor([_scored.Schema["Score"]]);
            var getter = cursor.GetGetter<VBuffer<float>>(_scored.Schema["Score"]);
            var score = default(VBuffer<float>);
            while (cursor.MoveNext())
            {
                getter(ref score);
                rows++;
            }
        }
        return rows / clock.Elapsed.TotalSeconds;
    }
}

/// <summary>64-128-10: one row at a time through a prediction engine, against forward passes over a single row.</summary>
internal sealed class SingleScoring : ISpeedWorkload
{
    private const int Repetitions = 10;
    private readonly PredictionEngine<Row, Prediction> _engine;
    private readonly Row[] _rows;

    public SingleScoring()
    {
        var ml = new MLContext(seed: 1);
        var digits = DigitRows.Load(ml);
        var model = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits);
        _rows = [.. ml.Data.CreateEnumerable<Row>(digits, reuseRowObject: false)];
        _engine = ml.Model.CreatePredictionEngine<Row, Prediction>(model);
    }

    public string Name => "mlp_score_single";

    public (string Script, string Workload)? Peer => ("dense.py", "mlp_score_single");

    public double Run()
    {
        var prediction = new Prediction();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Repetitions; i++)
            foreach (var row in _rows)
                _engine.Predict(row, ref prediction);
        return _rows.Length * Repetitions / clock.Elapsed.TotalSeconds;
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
