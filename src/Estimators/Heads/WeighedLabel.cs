using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>A label, and how much its row counts.</summary>
/// <param name="Value">The label, in which every key is exact.</param>
/// <param name="Weight">At least 0; 1 where rows count alike.</param>
/// <param name="IsCensored">Whether the label is only the least that it can be.</param>
/// <remarks>A class, for which lists and queries of the framework are compiled already: every first training looks at its labels.</remarks>
internal sealed record WeighedLabel(double Value, double Weight, bool IsCensored = false)
{
    /// <summary>How far an answer is off: of a censored label only if it lies below.</summary>
    public double Error(double answer) => IsCensored ? Math.Max(0, Value - answer) : Math.Abs(Value - answer);

    /// <summary>The labels of the first rows, or of some drawn by chance.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchRows">Rows to read at a time.</param>
    /// <param name="mostRows">Ends the reading.</param>
    /// <param name="look">Is shown each batch; null for nobody.</param>
    /// <param name="shuffleSeed">Fixes which rows come first; null takes the order of the data.</param>
    public static List<WeighedLabel> Of(
        IBatchSource rows, int batchRows, int mostRows, Action<TensorBatch>? look = null, int? shuffleSeed = null)
    {
        var labels = new List<WeighedLabel>();
        using var gradientsOff = no_grad();
        foreach (var batch in rows.Epoch(batchRows, shuffleSeed))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            look?.Invoke(batch);
            var values = batch.Targets.to(ScalarType.Float64).ReadAll<double>();
            var weights = batch.Weights?.to(ScalarType.Float64).ReadAll<double>();
            var censored = batch.Censored?.ReadAll<float>();
            for (var i = 0; i < values.Length; i++)
                labels.Add(new WeighedLabel(values[i], weights?[i] ?? 1, censored?[i] > 0));
            if (labels.Count >= mostRows)
                break;
        }
        return labels;
    }
}
