using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Four topics of twenty words each and forty words that all share; a text of 20 to 60 words takes three of five from its own topic, one
/// from all topics and one from the shared ones.
/// </summary>
internal static class TopicCorpus
{
    private const int Topics = 4;
    private const int OwnWords = 20;
    private const int Words = (Topics * OwnWords) + 40;
    private const int Texts = 600;

    /// <summary>
    /// Share of the texts in a cluster (k-means of 4 on the hidden means) whose topic is the cluster's most frequent; the same on the
    /// counts themselves, and of chance.
    /// </summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var found = Seeds.All.Select(Measure).ToArray();
        yield return ("topics.purity", found.Average(f => f.Purity));
        yield return ("topics.purity.counts", found.Average(f => f.OfCounts));
        yield return ("topics.purity.most_frequent", found.Average(f => f.OfNothing));
        yield return ("topics.top_words", found.Average(f => f.TopWords));
    }

    private static (double Purity, double OfCounts, double OfNothing, double TopWords) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var rows = Draw(new Random(seed));
        var data = ml.Data.LoadFromEnumerable(rows);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Counts", new RbmOptions
        {
            HiddenSize = 8,
            VisibleUnits = VisibleUnits.Counts,
            GibbsSteps = 3,
            Training = new TrainingOptions
            {
                Epochs = 60,
                BatchSize = 50,
                LearningRate = 0.05,
                Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
                Schedule = new CosineSchedule(),
            },
        }).Fit(data);
        // A unit that is for a topic has that topic's words on top; one that is for none does not count.
        var tops = model.TopSlots(data.Schema, 10).Select(unit => unit.Where(word => word.Slot < Topics * OwnWords)
            .GroupBy(word => word.Slot / OwnWords).Select(topic => topic.Count()).DefaultIfEmpty(0).Max() / 10.0);
        return (
            Purity(ml, model.Transform(data), "Hidden", rows), Purity(ml, data, "Counts", rows),
            rows.GroupBy(row => row.Topic).Max(topic => topic.Count()) / (double)rows.Length, tops.Max());
    }

    private static double Purity(MLContext ml, IDataView data, string column, Text[] rows)
    {
        var clusters = ml.Clustering.Trainers.KMeans(column, numberOfClusters: Topics).Fit(data).Transform(data)
            .GetColumn<uint>("PredictedLabel");
        return clusters.Zip(rows, (cluster, row) => (cluster, row.Topic)).GroupBy(text => text.cluster)
            .Sum(cluster => cluster.GroupBy(text => text.Topic).Max(topic => topic.Count())) / (double)rows.Length;
    }

    private static Text[] Draw(Random random) => [.. Enumerable.Range(0, Texts).Select(_ =>
    {
        var text = new Text { Topic = random.Next(Topics) };
        for (var word = random.Next(20, 61); word > 0; word--)
            text.Counts[random.Next(5) switch
            {
                < 3 => (text.Topic * OwnWords) + random.Next(OwnWords),
                3 => random.Next(Topics * OwnWords),
                _ => random.Next(Topics * OwnWords, Words),
            }]++;
        return text;
    })];

    internal sealed class Text
    {
        public int Topic { get; set; }

        [VectorType(Words)]
        public float[] Counts { get; set; } = new float[Words];
    }
}
