namespace Microsoft.ML.Trainers.Solvers;

/// <summary>Lloyd's iterations from centroids that are random rows or spread rows (k-means++: Arthur and Vassilvitskii 2007).</summary>
internal static class KMeansSolver
{
    public static double[][] Find(TrainingSet rows, int clusterCount, bool spread, int maximumNumberOfIterations, double tolerance, Random random)
    {
        var centroids = spread ? SpreadRows(rows, clusterCount, random) : RandomRows(rows, clusterCount, random);
        var before = double.PositiveInfinity;
        for (var iteration = 0; iteration < maximumNumberOfIterations; iteration++)
        {
            var sums = centroids.Select(c => new double[c.Length]).ToArray();
            var weights = new double[clusterCount];
            double total = 0;
            Visit(rows, (row, features) =>
            {
                var (nearest, distance) = Nearest(features, centroids);
                Vectors.AddScaled(sums[nearest], rows.Weight(row), features);
                weights[nearest] += rows.Weight(row);
                total += rows.Weight(row) * distance;
            });
            for (var c = 0; c < clusterCount; c++)
            {
                // A cluster that lost all its rows stays where it was.
                if (weights[c] == 0)
                    continue;
                for (var i = 0; i < sums[c].Length; i++)
                    centroids[c][i] = sums[c][i] / weights[c];
            }
            if (before - total <= tolerance * total)
                break;
            before = total;
        }
        return centroids;
    }

    private static double[][] RandomRows(TrainingSet rows, int clusterCount, Random random)
    {
        var order = Enumerable.Range(0, rows.Count).ToArray();
        TrainingSet.Shuffle(order, random);
        return order.Take(clusterCount).Select(row => Row(rows, row)).ToArray();
    }

    private static double[][] SpreadRows(TrainingSet rows, int clusterCount, Random random)
    {
        var centroids = new List<double[]> { Row(rows, Draw(Enumerable.Range(0, rows.Count).Select(row => (double)rows.Weight(row)).ToArray(), random)) };
        var distances = Enumerable.Repeat(double.PositiveInfinity, rows.Count).ToArray();
        while (centroids.Count < clusterCount)
        {
            Visit(rows, (row, features) => distances[row] = Math.Min(distances[row], rows.Weight(row) * Nearest(features, [centroids[^1]]).Distance));
            centroids.Add(Row(rows, Draw(distances, random)));
        }
        return [.. centroids];
    }

    private static int Draw(double[] shares, Random random)
    {
        var left = random.NextDouble() * shares.Sum();
        for (var i = 0; i < shares.Length; i++)
            if ((left -= shares[i]) < 0)
                return i;
        return shares.Length - 1;
    }

    private static (int Cluster, double Distance) Nearest(double[] features, IReadOnlyList<double[]> centroids)
    {
        var best = (Cluster: 0, Distance: double.PositiveInfinity);
        var norm = Vectors.Dot(features, features);
        for (var c = 0; c < centroids.Count; c++)
        {
            var distance = Math.Max(0, norm - 2 * Vectors.Dot(features, centroids[c]) + Vectors.Dot(centroids[c], centroids[c]));
            if (distance < best.Distance)
                best = (c, distance);
        }
        return best;
    }

    private static void Visit(TrainingSet rows, Action<int, double[]> visit)
    {
        var features = new double[rows.FeatureCount];
        for (var row = 0; row < rows.Count; row++)
        {
            Vectors.Widen(rows.Features(row), features);
            visit(row, features);
        }
    }

    private static double[] Row(TrainingSet rows, int row)
    {
        var features = new double[rows.FeatureCount];
        Vectors.Widen(rows.Features(row), features);
        return features;
    }
}
