using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What stands for a missing value: the mean of the values of its column that are there.</summary>
internal static class ColumnMeans
{
    private const int MostRows = 4096;
    private const int MostNumbers = 1 << 22; // of a batch

    /// <summary>Measures the means of the first column's numbers.</summary>
    /// <param name="rows">The rows, with NaN for what is missing.</param>
    /// <param name="means">(number), float32; receives them, 0 where nothing is there.</param>
    /// <returns>Places of the numbers that no row has, from 0.</returns>
    public static IReadOnlyList<int> Measure(IBatchSource rows, Tensor means)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var sum = zeros(means.size(0), dtype: ScalarType.Float64, device: means.device);
        var count = zeros_like(sum);
        var batchRows = (int)Math.Clamp(MostNumbers / means.size(0), 1, MostRows);
        foreach (var batch in rows.Epoch(batchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var values = batch.Features.flatten(1).to(ScalarType.Float64);
            sum.PlusInPlace(values.nan_to_num().sum(dim: 0));
            count.PlusInPlace(values.isnan().logical_not().sum(dim: 0));
        }
        means.copy_(sum / count.clamp_min(Numbers.One)).DetachFromDisposeScope();
        var counts = count.ReadAll<double>();
        return [.. Enumerable.Range(0, counts.Length).Where(place => counts[place] == 0)];
    }
}
