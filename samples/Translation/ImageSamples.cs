using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Networks that answer pictures with pictures, each learned from drawn scenes alone: larger ones, holes filled, marks taken off, outlines
/// filled, grey ones coloured, and the class of every pixel.
/// </summary>
internal static class ImageSamples
{
    private const int Learned = 1200;
    private const int Measured = 200;
    private const int Shown = 8;
    private const string Folder = "artifacts/pictures";

    private static readonly DrawnScene[] Train = DrawnScene.Draw(Learned, seed: 1);
    private static readonly DrawnScene[] Test = DrawnScene.Draw(Measured, seed: 2);

    /// <summary>Half the pixels a side, and back.</summary>
    public static int SuperResolve(SampleOutput output, string[] arguments) => Translate(
        output, "superresolve", "16x16 pixels made 32x32", 16,
        (ml, training) => ml.Transforms.SuperResolveImage("Made", "Picture", new SuperResolveImageOptions
        {
            Generator = new ResidualGenerator { Blocks = 3, Filters = 24 },
            Training = training,
        }));

    /// <summary>Holes, filled from what lies around them.</summary>
    public static int Inpaint(SampleOutput output, string[] arguments) => Translate(
        output, "inpaint", "holes filled", 20,
        (ml, training) => ml.Transforms.InpaintImage("Made", "Picture", "Missing", new InpaintImageOptions
        {
            Generator = new UNetGenerator { Depth = 3, Filters = 8, GlobalFeatures = true },
            Training = training,
        }),
        (model, ml) =>
        {
            var holed = Test[..Shown].Select(scene => scene.WithHole(10, 8, 12)).ToArray();
            var made = model.Transform(ml.Data.LoadFromEnumerable(holed)).GetColumn<float[]>("Made").ToArray();
            var changed = holed.Select((scene, i) => Enumerable.Range(0, scene.Picture.Length)
                .Where(p => scene.Missing[p % scene.Missing.Length] == 0).Max(p => Math.Abs(made[i][p] - scene.Picture[p]))).Max();
            output.Value("inpaint.outside.maxdiff", changed);
            output.Say($"Largest change outside of a hole: {changed}");
        });

    /// <summary>Half-transparent marks, taken off.</summary>
    public static int Watermark(SampleOutput output, string[] arguments) => Translate(
        output, "watermark", "marks taken off", 12,
        (ml, training) => ml.Transforms.CleanImage("Made", "Picture", new CleanImageOptions
        {
            Generator = new UNetGenerator { Depth = 2, Filters = 12 },
            Training = training,
        }));

    /// <summary>Outlines, filled with the grey of what they are the outline of.</summary>
    public static int Translate(SampleOutput output, string[] arguments) => Translate(
        output, "translate", "outlines filled", 12,
        (ml, training) => ml.Transforms.TranslateImage("Made", "Outline", "Filled", new TranslateImageOptions
        {
            Generator = new UNetGenerator { Depth = 3, Filters = 8 },
            Training = training,
        }));

    /// <summary>Colours for grey pictures, where the form of a thing tells its colour.</summary>
    public static int Colour(SampleOutput output, string[] arguments) => Translate(
        output, "colour", "grey scenes coloured", 20,
        (ml, training) => ml.Transforms.ColorizeImage("Made", "Picture", new ColorizeImageOptions
        {
            Generator = new UNetGenerator { Depth = 3, Filters = 12, GlobalFeatures = true },
            Loss = PixelLoss.Squared, // under an absolute loss a colour that is not sure stays grey
            Training = training,
        }), scenes: scene => scene.ColouredByKind());

    /// <summary>What every pixel belongs to.</summary>
    public static int Segment(SampleOutput output, string[] arguments)
    {
        const int epochs = 10;
        var ml = new MLContext(seed: 1);
        var test = ml.Data.LoadFromEnumerable(Test);
        using var model = output.Train("U-Net", epochs, progress => ml.Transforms.SegmentImage("Found", "Picture", "Classes",
            new SegmentImageOptions
            {
                Generator = new UNetGenerator { Depth = 3, Filters = 8 },
                Training = Training(epochs, progress) with { LearningRate = 5e-3 },
            }).Fit(ml.Data.LoadFromEnumerable(Train), test));
        var found = model.Evaluate(test);
        Tell(output, "segment", model.TrainingHistory);
        output.Value("segment.mean_iou", found.MeanIntersectionOverUnion);
        output.Value("segment.accuracy", found.PixelAccuracy);
        output.Table("Intersection over union", ["class", "IoU"],
            found.ClassIntersectionOverUnion.Select(
                (overlap, i) => new[] { new[] { "ground", "disc", "square", "triangle" }[i], SampleOutput.Percent(overlap) }));
        Draw(output, "segment", model.Preview(test, Shown), "given, found and right");
        return 0;
    }

    private static int Translate(
        SampleOutput output, string name, string what, int epochs, Func<MLContext, TrainingOptions, ImageTranslationEstimator> estimator,
        Action<ImageTranslationTransformer, MLContext>? more = null, Func<DrawnScene, DrawnScene>? scenes = null)
    {
        var ml = new MLContext(seed: 1);
        var (train, test) = (Of(Train), Of(Test));
        output.Say($"[bold]{Learned} drawn scenes learned from, {Measured} others measured[/]: {what}");
        using var model = output.Train(
            what, epochs, progress => estimator(ml, Training(epochs, progress)).Fit(train, test));
        Tell(output, name, model.TrainingHistory);
        more?.Invoke(model, ml);
        Draw(output, name, model.Preview(test, Shown), "given, made and wanted");
        return 0;

        IDataView Of(DrawnScene[] drawn) => ml.Data.LoadFromEnumerable(scenes is null ? drawn : Array.ConvertAll(drawn, s => scenes(s)));
    }

    private static TrainingOptions Training(int epochs, IProgress<EpochProgress> progress) => new()
    {
        Epochs = epochs,
        BatchSize = 16,
        LearningRate = 3e-3,
        Schedule = new CosineSchedule(),
        Progress = progress,
    };

    private static void Tell(SampleOutput output, string name, TrainingHistory history)
    {
        foreach (var measured in history.Comparisons.GroupBy(comparison => comparison.Measure))
        {
            output.Value($"{name}.{measured.Key.Replace(' ', '_')}", measured.First().NetworkValue);
            foreach (var comparison in measured)
                output.Value($"{name}.{measured.Key.Replace(' ', '_')} ({comparison.Method})", comparison.Value);
        }
        output.Table("Beside simple methods, on scenes held out", ["measure", "network", "method", "its value"], history.Comparisons.Select(
            comparison => new[]
            {
                comparison.Measure, SampleOutput.Number(comparison.NetworkValue, "F3"), comparison.Method,
                SampleOutput.Number(comparison.Value, "F3"),
            }));
    }

    private static void Draw(SampleOutput output, string name, Picture sheet, string columns)
    {
        sheet.Save($"{Folder}/{name}.png", scale: 4);
        output.Say($"Pictures ({columns}): {Folder}/{name}.png");
    }
}
