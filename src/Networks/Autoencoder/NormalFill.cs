using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Fills what is missing of a row with its expectation given the rest, of a normal distribution of rows that was learned by expectation
/// maximization (Dempster, Laird and Rubin 1977).
/// </summary>
internal sealed class NormalFill : Module<Tensor, Tensor>
{
    private const int Rounds = 6;
    private const int ChunkNumbers = 1 << 21; // of the matrices, one per row, that are in memory at a time
    private const double SmallestVariance = 1e-12;

    [ComponentName(Name = "mean")] private readonly Tensor mean; // (width)
    [ComponentName(Name = "covariance")] private readonly Tensor covariance; // (width, width)

    /// <summary>A distribution of independent numbers around 0, until <see cref="Learn"/> or a file brings another.</summary>
    /// <param name="width">Numbers in a row.</param>
    public NormalFill(int width) : base("NormalFill")
    {
        mean = WeightRoom.Zeros(width).DetachFromDisposeScope();
        covariance = WeightRoom.Zeros(width, width).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Learns the distribution.</summary>
    /// <param name="rows">(rows, width), NaN for what is missing.</param>
    public void Learn(Tensor rows)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var values = rows.to(ScalarType.Float64);
        var present = values.isnan().logical_not();
        var counts = present.sum(0L).clamp_min(Numbers.One);
        var centre = values.nan_to_num().sum(0L) / counts;
        var variances = (values - centre).nan_to_num().Squared().sum(0L) / counts;
        // A row's worth of independent numbers keeps every matrix invertible, in the unit of each column.
        var prior = diag(variances.Plus(SmallestVariance)).Over(rows.size(0));
        var spread = diag(variances).Plus(prior);
        for (var round = 0; round < Rounds; round++)
        {
            var (filled, scatter) = Expect(values, centre, spread, withScatter: true);
            centre = filled.mean([0L]);
            var off = filled - centre;
            spread = off.t().mm(off).Plus(scatter!).Over(rows.size(0)).Plus(prior);
        }
        mean.copy_(centre);
        covariance.copy_(spread);
    }

    /// <summary>Fills rows.</summary>
    /// <param name="rows">(batch, width), NaN for what is missing.</param>
    /// <returns>The same shape, without NaN.</returns>
    public override Tensor forward(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (centre, spread) = (mean.to(ScalarType.Float64), covariance.to(ScalarType.Float64));
        var (filled, _) = Expect(rows.to(ScalarType.Float64), centre, spread, withScatter: false);
        return filled.to(rows.dtype).MoveToOuterDisposeScope();
    }

    // Rows with their expectations, and the sum over the rows of the covariance that is left of what is missing.
    private static (Tensor Filled, Tensor? Scatter) Expect(Tensor rows, Tensor centre, Tensor spread, bool withScatter)
    {
        var width = rows.size(1);
        var chunk = Math.Max(1, ChunkNumbers / (width * width));
        var filled = new List<Tensor>();
        var scatter = withScatter ? zeros_like(spread) : null;
        for (var first = 0L; first < rows.size(0); first += chunk)
        {
            using var scope = NewDisposeScope();
            var some = rows.narrow(0, first, Math.Min(chunk, rows.size(0) - first));
            var missing = some.isnan();
            var there = missing.logical_not().to(ScalarType.Float64); // (batch, width)
            var known = spread * there.unsqueeze(1); // (batch, width, width): columns of what is there
            // Of what is there the covariance, of what is missing the identity, so that all rows are solved together.
            var gone = there.SubtractedFrom(1L);
            var own = (known * there.unsqueeze(2)).Plus(gone.unsqueeze(1) * eye(width, dtype: ScalarType.Float64, device: rows.device));
            var off = (some - centre).nan_to_num().unsqueeze(2); // (batch, width, 1)
            var expected = known.matmul(linalg.solve(own, off)).squeeze(2).Plus(centre);
            filled.Add(where(missing, expected, some).MoveToOuterDisposeScope());
            if (scatter is null)
                continue;
            var left = spread - known.matmul(linalg.inv(own)).matmul(known.transpose(1, 2));
            scatter.PlusInPlace((left * gone.unsqueeze(1) * gone.unsqueeze(2)).sum(0L));
        }
        return (cat(filled, 0), scatter);
    }
}
