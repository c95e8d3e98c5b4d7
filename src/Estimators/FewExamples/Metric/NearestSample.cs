using DeepML.Data;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>How often the nearest row is of another class, among the first rows of a source.</summary>
internal static class NearestSample
{
    private const int MostRows = 2048; // every two are compared
    private const int PassRows = 256;

    /// <summary>The share of rows whose nearest other row is of another class.</summary>
    /// <param name="rows">Rows with classes as targets.</param>
    /// <param name="view">A batch → (batch, numbers), by which rows are compared.</param>
    /// <returns>In [0, 1]; 0 of a single row.</returns>
    public static double ShareApart(IBatchSource rows, Func<TensorBatch, Tensor> view)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var (vectors, labels, count) = (new List<Tensor>(), new List<Tensor>(), 0L);
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            vectors.Add(view(batch).clone());
            labels.Add(batch.Targets.clone());
            count += batch.Rows;
            if (count >= MostRows)
                break;
        }
        return count < 2 ? 0 : 1 - NearestRows.ShareAlike(cat(vectors), cat(labels));
    }
}
