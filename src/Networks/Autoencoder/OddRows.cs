using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Finds the rows of a sample that are hardly normal ones, so that they are no company for others like them.</summary>
internal static class OddRows
{
    // Anomalies may lie together: a group of up to a tenth of the rows does not count as company.
    private const double LargestGroup = 0.1;
    private const int FewestNeighbours = 5;
    private const int MostNeighbours = 100;
    private const double FarOut = 2.5; // deviations
    private const double NormalQuartiles = 1.349; // distance between the quartiles of a normal distribution of deviation 1
    private const double SmallestDistance = 1e-6;

    /// <summary>The places of the rows that stay, ascending.</summary>
    /// <param name="sample">(rows, width), scaled; at least 3 rows.</param>
    /// <param name="share">Largest share that may go, in [0, 0.5].</param>
    /// <param name="decorrelates">Whether distances are also measured with correlations taken out.</param>
    public static long[] Without(Tensor sample, double share, bool decorrelates)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var centred = sample - sample.mean([0L], keepdim: true);
        var neighbour = Math.Clamp((int)(LargestGroup * sample.size(0)), FewestNeighbours, MostNeighbours);
        var distances = Distances(centred);
        if (decorrelates)
            distances = [.. distances.Zip(Distances(centred.mm(Decorrelation.Of(centred))), Math.Max)];
        var sorted = distances.Order().ToArray();
        var limit = sorted[sorted.Length / 2]
            + (FarOut * (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / NormalQuartiles);
        limit = Math.Max(limit, sorted[^(1 + (int)(share * sorted.Length))]);
        return [.. Enumerable.Range(0, distances.Length).Where(row => distances[row] <= limit).Select(row => (long)row)];

        // Logarithms, less their median.
        double[] Distances(Tensor rows)
        {
            var logs = NeighbourDistances.NearestKnown(rows, rows, neighbour).ReadAll<float>()
                .Select(d => Math.Log(Math.Max(d, SmallestDistance))).ToArray();
            var median = logs.Order().ElementAt(logs.Length / 2);
            return [.. logs.Select(log => log - median)];
        }
    }
}
