using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>What the numbers of each column are like, in a sample of the rows. Missing values are left out.</summary>
/// <remarks>Each array has one number per column.</remarks>
internal sealed class ColumnProfile
{
    /// <summary>Rows that are looked at, if there are so many and they are not too wide.</summary>
    public const int MostRows = 20_000;

    private const long MostNumbers = 4_000_000;
    private const int FewestRows = 256;

    private ColumnProfile(Tensor sorted, Tensor counts)
    {
        Count = Values(counts);
        Smallest = At(sorted, counts, 0);
        Low = At(sorted, counts, 0.01);
        FirstQuartile = At(sorted, counts, 0.25);
        Median = At(sorted, counts, 0.5);
        ThirdQuartile = At(sorted, counts, 0.75);
        High = At(sorted, counts, 0.99);
        Largest = At(sorted, counts, 1);
        var present = sorted.isfinite();
        var zero = zeros_like(sorted);
        var divisor = maximum(counts.to(ScalarType.Float64), ones_like(counts, ScalarType.Float64));
        var mean = where(present, sorted, zero).sum(0L) / divisor;
        var away = where(present, sorted - mean, zero);
        Mean = Values(mean);
        Deviation = Values(((away * away).sum(0L) / divisor).sqrt());
        AreWhole = where(present, (sorted - sorted.round()).abs(), zero).max().Read<double>() == 0;
    }

    /// <summary>Numbers that are not missing.</summary>
    public double[] Count { get; }

    /// <summary>The smallest.</summary>
    public double[] Smallest { get; }

    /// <summary>The first percentile.</summary>
    public double[] Low { get; }

    /// <summary>The first quartile.</summary>
    public double[] FirstQuartile { get; }

    /// <summary>The median.</summary>
    public double[] Median { get; }

    /// <summary>The third quartile.</summary>
    public double[] ThirdQuartile { get; }

    /// <summary>The last percentile.</summary>
    public double[] High { get; }

    /// <summary>The largest.</summary>
    public double[] Largest { get; }

    /// <summary>The mean.</summary>
    public double[] Mean { get; }

    /// <summary>The root of the mean squared distance from the mean.</summary>
    public double[] Deviation { get; }

    /// <summary>Whether every number of every column is a whole one.</summary>
    public bool AreWhole { get; }

    /// <summary>Columns.</summary>
    public int Width => Mean.Length;

    /// <summary>Looks at the first rows: 20,000 of them, or as many as make four million numbers, but 256 at least.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Numbers of a row; or of a step, where rows are sequences.</param>
    /// <param name="columns">How many of them are looked at, from the first; null for all.</param>
    public static ColumnProfile Of(IBatchSource rows, int width, int? columns = null)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var most = (int)Math.Clamp(MostNumbers / Math.Max(1, width), FewestRows, MostRows);
        var parts = new List<Tensor>();
        var taken = 0L;
        foreach (var batch in rows.Epoch(Math.Min(most, 4096), shuffleSeed: null))
        {
            using var owned = batch;
            parts.Add(columns is { } few && few < width ? Steps(batch, width).narrow(1, 0, few) : Steps(batch, width));
            taken += parts[^1].size(0);
            if (taken >= most)
                break;
        }
        var sample = cat(parts, 0).cpu().to(ScalarType.Float64);
        var (sorted, order) = sample.nan_to_num(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity).sort(0, false);
        order.Dispose();
        return new ColumnProfile(sorted, sorted.isfinite().sum(0L));
    }

    // The steps there are, of sequences; the rows themselves else. A copy, because batches end before the sample does.
    private static Tensor Steps(TensorBatch batch, int width)
    {
        var all = batch.Features.reshape(-1, width);
        if (!batch.Members.Contains(BatchMember.Lengths))
            return all.clone();
        var steps = batch.Features.numel() / batch.Rows / width;
        var isThere = Ranges.Below(steps, all.device).unsqueeze(0).lt(batch.Lengths.unsqueeze(1)).reshape(-1);
        return all.index_select(0, isThere.nonzero().reshape(-1));
    }

    private static double[] At(Tensor sorted, Tensor counts, double share)
    {
        var last = counts.to(ScalarType.Float64) - ones_like(counts, ScalarType.Float64);
        var places = last.Times(share).round().clamp_min_(Numbers.Zero).to(ScalarType.Int64);
        return Values(sorted.gather(0, places.unsqueeze(0)).squeeze(0));
    }

    private static double[] Values(Tensor of) => of.to(ScalarType.Float64).data<double>().ToArray();
}
