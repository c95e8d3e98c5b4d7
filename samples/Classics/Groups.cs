using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Grouping without labels: customers by what they buy, and pictures by what they show. Autoencoders make a few numbers of each, and
/// ML.NET's k-means groups these; the same on the columns as they are, and on principal components, beside it.
/// </summary>
internal static class Groups
{
    private const string CustomerPlane = "artifacts/groups-customers";
    private const string PicturePlane = "artifacts/groups-pictures";

    private static readonly string[] Segments = ["families", "students", "gourmets", "bargain hunters"];

    // Mean spending of each segment on twelve kinds of goods.
    private static readonly double[][] Spending =
    [
        [60, 40, 30, 5, 20, 45, 10, 8, 35, 25, 5, 12], [15, 35, 5, 25, 10, 3, 2, 15, 5, 4, 12, 8],
        [30, 5, 25, 35, 45, 4, 40, 30, 10, 12, 20, 5], [20, 15, 25, 8, 5, 15, 3, 3, 30, 28, 2, 25],
    ];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var (customers, segments) = DrawCustomers(1000, new Random(1));
        Compare(output, "customers", customers, segments, Segments.Length, codeSize: 3, CustomerPlane);
        var (pictures, digits, _) = PictureFiles.Digits();
        Compare(output, "pictures", pictures, digits, 10, codeSize: 10, PicturePlane);
        return 0;
    }

    private static void Compare(SampleOutput output, string what, float[][] rows, int[] truth, int groups, int codeSize, string plane)
    {
        const int epochs = 60;
        var ml = new MLContext(seed: 1);
        var data = PictureRow.View(ml, rows);
        using var model = output.Train($"Autoencoder of {what}", epochs, progress => ml.Transforms.Autoencoder(
            "Code", "Pixels", new AutoencoderOptions
            {
                HiddenSizes = [32],
                CodeSize = codeSize,
                Training = new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 32,
                    LearningRate = 3e-3,
                    Schedule = new CosineSchedule(),
                    Progress = progress,
                },
            }).Fit(data));
        var coded = model.Transform(data);
        var components = ml.Transforms.ProjectToPrincipalComponents("Components", "Pixels", rank: codeSize).Fit(data).Transform(data);
        output.Table(
            $"{rows.Length} {what} in {groups} groups", ["k-means on", "silhouette there", "rows in a group of their own kind"],
            new[] { ("the autoencoder's code", coded, "Code"), ("principal components", components, "Components"),
                ("the columns as they are", data, "Pixels") }.Select(space =>
        {
            var found = ml.Clustering.Trainers.KMeans(space.Item3, numberOfClusters: groups).Fit(space.Item2).Transform(space.Item2);
            var clusters = found.GetColumn<uint>("PredictedLabel").Select(cluster => (int)cluster - 1).ToArray();
            var points = found.GetColumn<float[]>(space.Item3).ToArray();
            var (silhouette, purity) = (Silhouette(points, clusters, groups), Purity(clusters, truth));
            output.Value($"groups.{what}.{space.Item3}.silhouette", silhouette);
            output.Value($"groups.{what}.{space.Item3}.purity", purity);
            return new[] { space.Item1, SampleOutput.Number(silhouette, "F3"), SampleOutput.Percent(purity) };
        }));
        float[][] codes = [.. model.Encode(rows)];
        output.Say($"The first two numbers of the code, a colour per kind: {PlaneChart.Save(plane, $"{what} by code", codes, truth)}");
    }

    // (b - a) / max(a, b): a the mean distance to rows of the own group, b that to rows of the nearest other one (Rousseeuw 1987).
    private static double Silhouette(float[][] points, int[] clusters, int groups)
    {
        var sample = Enumerable.Range(0, Math.Min(400, points.Length)).ToArray();
        return sample.Average(i =>
        {
            var (sums, counts) = (new double[groups], new int[groups]);
            foreach (var j in sample.Where(j => j != i))
            {
                sums[clusters[j]] += Math.Sqrt(points[i].Zip(points[j], (a, b) => ((double)a - b) * (a - b)).Sum());
                counts[clusters[j]]++;
            }
            if (counts[clusters[i]] == 0)
                return 0;
            var own = sums[clusters[i]] / counts[clusters[i]];
            var other = Enumerable.Range(0, groups).Where(g => g != clusters[i] && counts[g] > 0).Min(g => sums[g] / counts[g]);
            return (other - own) / Math.Max(own, other);
        });
    }

    private static double Purity(int[] clusters, int[] truth) => clusters.Zip(truth).GroupBy(row => row.First)
        .Sum(cluster => cluster.GroupBy(row => row.Second).Max(kind => kind.Count())) / (double)truth.Length;

    private static (float[][] Rows, int[] Segments) DrawCustomers(int count, Random random)
    {
        var segments = Enumerable.Range(0, count).Select(_ => random.Next(Segments.Length)).ToArray();
        return ([.. segments.Select(segment =>
        {
            var budget = Math.Exp(0.5 * Normal(random)); // rich and poor of one kind buy the same in other amounts
            return Spending[segment].Select(mean => (float)(budget * mean * Math.Exp(0.4 * Normal(random)))).ToArray();
        })], segments);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
