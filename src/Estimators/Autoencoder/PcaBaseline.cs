using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The reconstruction error of principal components with as many numbers as the code: what an autoencoder must beat.</summary>
internal static class PcaBaseline
{
    // Enough to compare by; going once more over a stream of any length is not worth it.
    private const long MostRows = 1 << 14;

    // The variances of more values than this take longer to find than many networks take to train.
    private const int WidestRow = 2048;

    /// <summary>Measures both on the training rows, or the first of them.</summary>
    /// <param name="rows">The rows, (row, value) in column 0.</param>
    /// <param name="components">Numbers in the code.</param>
    /// <param name="network">The trained network, in scoring mode.</param>
    /// <returns>The comparison; null for rows that are too wide to compute principal components of.</returns>
    public static Baseline? Measure(IBatchSource rows, int components, AutoencoderNetwork network)
    {
        const int batchSize = 4096;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var first = rows.Epoch(batchSize, shuffleSeed: null);
        Tensor? sum = null, squares = null;
        var networkError = 0.0;
        var seen = 0L;
        foreach (var batch in first)
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            if (batch.Features.size(1) > WidestRow)
                return null;
            var x = batch.Features.to(ScalarType.Float64);
            sum = Keep(sum, x.sum(0L));
            squares = Keep(squares, x.t().mm(x));
            networkError += (network.call(batch.Features) - batch.Features).square().sum().ToDouble();
            seen += batch.Rows;
            if (seen >= MostRows)
                break;
        }
        var mean = sum! / seen;
        var covariance = (squares! / seen) - outer(mean, mean);
        var variances = linalg.eigvalsh(covariance); // ascending: what the largest leave over is the error of PCA
        var size = variances.size(0);
        var left = size > components ? variances.narrow(0, 0, size - components).sum().ToDouble() : 0;
        return new Baseline(
            $"PCA with {Math.Min(components, size)} components",
            seen < rows.RowCount ? $"mean squared error of the reconstruction of the first {seen} rows" : "mean squared error of the reconstruction",
            Math.Max(0, left) / size, networkError / seen / size);
    }

    private static Tensor Keep(Tensor? total, Tensor part) => (total is null ? part : total.add_(part)).MoveToOuterDisposeScope();
}
