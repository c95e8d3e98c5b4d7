using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>64-128-10: scores read through Transform and a cursor, against forward passes over batches of 512 rows.</summary>
internal sealed class BatchScoring : ISpeedWorkload
{
    private const int Repetitions = 400; // in fewer rows the rounds that count would still run code that is not optimized
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
internal sealed class SingleScoring() : EngineScoring<SingleScoring.Row>(repetitions: 10)
{
    public override string Name => "mlp_score_single";

    public override string? PythonPeer => "dense.py";

    protected override (ITransformer Model, Row[] Rows) Fit(MLContext ml)
    {
        var digits = DigitRows.Load(ml);
        var model = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits);
        return (model, [.. ml.Data.CreateEnumerable<Row>(digits, reuseRowObject: false)]);
    }

    internal sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }
}
