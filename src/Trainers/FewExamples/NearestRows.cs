using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How often the row that is nearest to a row is of the same class: recall at 1 of a search among the other rows.</summary>
internal static class NearestRows
{
    /// <summary>The share of rows whose nearest other row is of their class.</summary>
    /// <param name="rows">(rows, numbers), float32; at least two.</param>
    /// <param name="classes">(rows), int64.</param>
    /// <returns>In [0, 1].</returns>
    public static double ShareAlike(Tensor rows, Tensor classes)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var self = eye(rows.size(0), dtype: ScalarType.Bool, device: rows.device);
        var distances = MetricLoss.Distances(rows).masked_fill(self, Numbers.Kept(double.PositiveInfinity));
        return classes.index_select(0, distances.argmin(1)).eq(classes).ShareTrue();
    }
}
