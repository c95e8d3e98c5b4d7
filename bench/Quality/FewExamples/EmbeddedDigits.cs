using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Digits that were not learned, by the nearest of the others in an embedding of those that were: triplets and pairs, beside raw pixels.
/// </summary>
internal static class EmbeddedDigits
{
    private const int Searched = 1000;

    /// <summary>Share of rows whose nearest other row is the same digit, mean of the seeds.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var (name, loss) in new (string, MetricLoss)[]
        {
            ("triplets", new TripletLoss()), ("all triplets", new TripletLoss { Mining = TripletMining.All }),
            ("pairs", new ContrastiveLoss()),
        })
            yield return ($"metric.nearest ({name})", Seeds.Mean(seed => Measure(seed, loss)));
        yield return ("metric.nearest (raw pixels)", Seeds.Mean(seed => ShareAlike(Strange(seed), row => row.Features)));
    }

    private static NamedDigit[] Strange(int seed) => NamedDigit.Of(NamedDigit.Read(seed), "56789")[..Searched];

    private static double Measure(int seed, MetricLoss loss)
    {
        var ml = new MLContext(seed);
        var (known, strange) = (NamedDigit.Of(NamedDigit.Read(seed), "01234"), Strange(seed));
        using var model = ml.Transforms.MetricEmbedding("Vector", "Features", "Label", new MetricEmbeddingOptions
        {
            Body = FewShotDigits.Options.Body!,
            Loss = loss,
            ClassesPerBatch = 10,
            BatchesPerEpoch = 100,
            Training = new TrainingOptions { Epochs = 4, Schedule = new CosineSchedule() },
        }).Fit(ml.Data.LoadFromEnumerable(known));
        foreach (var (row, vector) in strange.Zip(model.Transform(ml.Data.LoadFromEnumerable(strange)).GetColumn<float[]>("Vector")))
            row.Vector = vector;
        return ShareAlike(strange, row => row.Vector);
    }

    private static double ShareAlike(NamedDigit[] rows, Func<NamedDigit, float[]> of) => rows.AsParallel().Average(row =>
    {
        var nearest = rows.Where(other => !ReferenceEquals(other, row)).MinBy(
            other => System.Numerics.Tensors.TensorPrimitives.Distance(of(row), of(other)));
        return nearest!.Label == row.Label ? 1.0 : 0;
    });
}
