using Microsoft.ML.Data;

namespace Microsoft.ML.Evaluation;

internal static class ClusteringEvaluator
{
    public static ClusteringMetrics Evaluate(IDataView data, string label, string score, string features)
    {
        using var rows = new RowReader(data);
        var scoreColumn = rows.Columns((score, "Score"))[0];
        DataViewSchema.Column? labelColumn = label is null ? null : rows.Columns((label, "Label"))[0];
        DataViewSchema.Column? featureColumn = features is null ? null : rows.Columns((features, "Features"))[0];
        RowReader.CheckType(scoreColumn, "score", RowReader.IsKnownSizeSingleVector(scoreColumn.Type), "known-size vector of Single");
        if (labelColumn is { } y)
            RowReader.CheckType(y, "label", y.Type is KeyDataViewType || NumberDataViewType.Single.Equals(y.Type), "Single or Key");
        if (featureColumn is { } x)
            RowReader.CheckType(x, "features", RowReader.IsKnownSizeSingleVector(x.Type), "known-size vector of Single");

        List<int> clusters = [];
        List<float> labels = [];
        List<float[]> points = [];
        double distance = 0;
        var getScores = rows.Vector(scoreColumn);
        var getLabel = labelColumn is { } l ? rows.Label(l) : () => 0;
        var getFeatures = featureColumn is { } f ? rows.Vector(f) : null;
        while (rows.MoveNext())
        {
            var (group, values) = (getLabel(), getScores());
            if (float.IsNaN(group) || !values.All(float.IsFinite))
                continue;
            var nearest = Array.IndexOf(values, values.Min());
            distance += values[nearest];
            clusters.Add(nearest);
            labels.Add(group);
            if (getFeatures is not null)
                points.Add(getFeatures());
        }
        var count = ((VectorDataViewType)scoreColumn.Type).Size;
        return new ClusteringMetrics(
            labelColumn is null ? double.NaN : NormalizedMutualInformation(labels, clusters),
            distance / clusters.Count,
            getFeatures is null ? 0 : DaviesBouldinIndex(points, clusters, count));
    }

    /// <summary>I(label, cluster) / H(label).</summary>
    public static double NormalizedMutualInformation(IReadOnlyList<float> labels, IReadOnlyList<int> clusters)
    {
        double rows = labels.Count;
        var byLabel = labels.CountBy(label => label).ToDictionary();
        var byCluster = clusters.CountBy(cluster => cluster).ToDictionary();
        var information = labels.Zip(clusters).CountBy(pair => pair)
            .Sum(pair => pair.Value / rows * Math.Log(pair.Value * rows / ((double)byLabel[pair.Key.First] * byCluster[pair.Key.Second])));
        var entropy = -byLabel.Values.Sum(count => count / rows * Math.Log(count / rows));
        return information / entropy;
    }

    /// <summary>Davies and Bouldin 1979, IEEE Trans. PAMI 1(2): mean over clusters of the worst (scatter + scatter) / centroid distance.</summary>
    public static double DaviesBouldinIndex(IReadOnlyList<float[]> points, IReadOnlyList<int> clusters, int clusterCount)
    {
        var members = Enumerable.Range(0, clusterCount).Select(c => points.Where((_, i) => clusters[i] == c).ToArray()).ToArray();
        var filled = members.Where(group => group.Length > 0).ToArray();
        var centroids = filled.Select(group => Enumerable.Range(0, group[0].Length).Select(j => group.Average(p => (double)p[j])).ToArray()).ToArray();
        var scatter = filled.Select((group, c) => group.Average(p => Distance(p.Select(v => (double)v), centroids[c]))).ToArray();
        var sum = 0.0;
        for (var i = 0; i < filled.Length; i++)
        {
            var worst = 0.0;
            for (var j = 0; j < filled.Length; j++)
                if (i != j)
                    worst = Math.Max(worst, (scatter[i] + scatter[j]) / Distance(centroids[i], centroids[j]));
            sum += worst;
        }
        return sum / clusterCount;
    }

    private static double Distance(IEnumerable<double> a, IEnumerable<double> b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
