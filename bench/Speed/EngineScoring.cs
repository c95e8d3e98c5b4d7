using System.Diagnostics;
using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>One row at a time through a prediction engine, against forward passes over a single row.</summary>
/// <typeparam name="TRow">A row of the data.</typeparam>
/// <param name="repetitions">How often all rows are predicted.</param>
internal abstract class EngineScoring<TRow>(int repetitions) : ISpeedWorkload
    where TRow : class, new()
{
    private (PredictionEngine<TRow, ScoredRow> Engine, TRow[] Rows)? _scoring;

    public abstract string Name { get; }

    public abstract string? PythonPeer { get; }

    public virtual string Unit => "rows";

    /// <summary>A fitted model, and the rows to predict.</summary>
    protected abstract (ITransformer Model, TRow[] Rows) Fit(MLContext ml);

    public double Run()
    {
        var (engine, rows) = _scoring ??= Prepare();
        var prediction = new ScoredRow();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < repetitions; i++)
            foreach (var row in rows)
                engine.Predict(row, ref prediction);
        return rows.Length * repetitions / clock.Elapsed.TotalSeconds;
    }

    private (PredictionEngine<TRow, ScoredRow> Engine, TRow[] Rows) Prepare()
    {
        var ml = new MLContext(seed: 1);
        var (model, rows) = Fit(ml);
        return (ml.Model.CreatePredictionEngine<TRow, ScoredRow>(model), rows);
    }
}

/// <summary>What is read of a prediction.</summary>
internal sealed class ScoredRow
{
    public float[] Score { get; set; } = [];
}
