using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>64-128-10: scores read through Transform and a cursor, against forward passes over batches of 512 rows.</summary>
internal sealed class BatchScoring : ISpeedWorkload
{
    private const int Repetitions = 20;
    private readonly Lazy<IDataView> _scored = new(() =>
    {
        var ml = new MLContext(seed: 1);
        var digits = DigitRows.Load(ml);
        return MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits).Transform(digits);
    });

    public string Name => "mlp_score_batch512";

    public string? PythonPeer => "dense.py";

    public double Run()
    {
        var scored = _scored.Value;
        var clock = Stopwatch.StartNew();
        var rows = 0L;
        for (var i = 0; i < Repetitions; i++)
        {
            using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
            var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
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
    private readonly Lazy<(PredictionEngine<Row, Prediction> Engine, Row[] Rows)> _scoring = new(() =>
    {
        var ml = new MLContext(seed: 1);
        var digits = DigitRows.Load(ml);
        var model = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits);
        return (ml.Model.CreatePredictionEngine<Row, Prediction>(model), [.. ml.Data.CreateEnumerable<Row>(digits, reuseRowObject: false)]);
    });

    public string Name => "mlp_score_single";

    public string? PythonPeer => "dense.py";

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
        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
