using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Discs, squares and triangles told from a textured ground: intersection over union beside Otsu's threshold.</summary>
internal static class SegmentedShapes
{
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var found = Enumerable.Range(1, ImagesTask.MeasuredSeeds).Select(Measure).ToArray();
        yield return ("segment.iou", found.Average(f => f.Network));
        yield return ("segment.iou (Otsu's threshold)", found.Average(f => f.Otsu));
        yield return ("segment.iou (most frequent class)", found.Average(f => f.MostFrequent));
        yield return ("segment.accuracy", found.Average(f => f.Accuracy));
    }

    private static (double Network, double Otsu, double MostFrequent, double Accuracy) Measure(int seed)
    {
        var (ml, shapes) = (new MLContext(seed), ColouredShapes.Draw(new Random(seed), 1500));
        var (train, test) = (ml.Data.LoadFromEnumerable(shapes[500..]), ml.Data.LoadFromEnumerable(shapes[..500]));
        using var model = ml.Transforms.SegmentImage("Found", "Picture", "Classes", new SegmentImageOptions
        {
            Generator = new UNetGenerator { Depth = 3, Filters = 8, Normalization = ImageNormalization.Batch },
            Training = SpoiledDigits.Training with { Epochs = 20, BatchSize = 16, LearningRate = 5e-3 },
        }).Fit(train, test);
        double Of(string method, string measure) => model.TrainingHistory.Comparisons
            .Single(comparison => comparison.Method == method && comparison.Measure == measure).Value;
        var own = model.TrainingHistory.Comparisons[0];
        return (own.NetworkValue, Of("Otsu's threshold", own.Measure), Of("the most frequent class", own.Measure),
            model.Evaluate(test).PixelAccuracy);
    }
}
