using System.Globalization;
using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>
/// Drawn faces, and a generator that has learned to draw more of them from the coarse to the fine: 3×3 pixels, then 6×6, 12×12 and
/// 24×24. The argument style (what runs without one), progressive or laplacian chooses which; a second one is the number of epochs.
/// </summary>
internal static class Faces
{
    private const int Learned = 1000;
    private const int Shown = 12;
    private const string Sheet = "artifacts/faces";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var name = arguments.FirstOrDefault() ?? "style";
        GrowingGenerator? generator = name switch
        {
            "style" => new StyleGenerator { Filters = 8, MappingLayers = 2, StyleMixing = 0.5 },
            "progressive" => new ProgressiveGenerator { Filters = 8 },
            "laplacian" => new LaplacianPyramidGenerator(),
            _ => null,
        };
        if (generator is null)
        {
            Console.Error.WriteLine($"There is no generator '{name}': style, progressive or laplacian.");
            return 2;
        }
        var epochs = arguments.Length > 1 && int.TryParse(arguments[1], CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? asked : 50;
        var ml = new MLContext(seed: 1);
        var real = DrawnFace.Draw(Learned, seed: 1);
        var rows = Keyed(ml, real);
        output.Say($"[bold]{Learned} drawn faces[/] of {DrawnFace.Side}×{DrawnFace.Side} pixels: a {name} generator draws more of them");
        using var model = output.Train($"{name} generator and discriminator", epochs, progress => ml.Transforms.AugmentWithGan(
            "Features", "Label", new GanAugmenterOptions
            {
                Picture = new GanPicture(DrawnFace.Side, DrawnFace.Side),
                Growing = generator,
                Dropout = 0,
                Training = new GanAugmenterOptions().Training with
                {
                    Epochs = epochs,
                    BatchSize = 32,
                    LearningRate = generator is LaplacianPyramidGenerator ? 5e-4 : 1e-3,
                    Progress = progress,
                },
            }).Fit(rows));
        var report = model.Compare(Keyed(ml, DrawnFace.Draw(Learned, seed: 2)), seed: 1);
        output.Value("faces.tstr", report.AccuracyTrainedOnSynthetic ?? 0);
        output.Value("faces.tstr (trained on drawn faces)", report.AccuracyTrainedOnReal ?? 0);
        output.Say($"{report}".Replace("[", "[[").Replace("]", "]]"));
        var files = CaptionedSheet.SaveRows(Sheet, $"Faces: drawn, and by a {name} generator", [.. Pictures(model, real)], DrawnFace.Side);
        output.Say($"Drawn faces, and below each kind those that were made: {files}");
        return 0;
    }

    private static IEnumerable<(string Words, IReadOnlyList<float[]> Pictures)> Pictures(GanAugmenterTransformer model, DrawnFace[] real)
    {
        foreach (var mood in (string[])["smiling", "sad"])
        {
            yield return ($"{mood}: drawn", [.. real.Where(face => face.Mood == mood).Take(Shown).Select(face => face.Features)]);
            yield return ($"{mood}: made", model.Generate(Shown, mood, seed: 2));
        }
        yield return ("from one to another", model.Interpolate(model.DrawLatent(1), model.DrawLatent(2), Shown, "smiling"));
        if (model.StyleLayers == 0)
            yield break;
        using var likely = model.Truncate(0.5);
        yield return ("nearer to the mean", likely.Generate(Shown, "smiling", seed: 2));
        yield return ("more of another style", [.. Enumerable.Range(0, model.StyleLayers + 1).Select(
            taken => model.Mix(model.DrawLatent(1), model.DrawLatent(2), model.StyleLayers - taken, "smiling"))]);
    }

    // Both sets know the same two keys.
    private static IDataView Keyed(MLContext ml, DrawnFace[] faces)
    {
        var keys = ml.Data.LoadFromEnumerable(DrawnFace.Draw(2, seed: 1));
        return ml.Transforms.Conversion.MapValueToKey("Label", nameof(DrawnFace.Mood)).Fit(keys)
            .Transform(ml.Data.LoadFromEnumerable(faces));
    }
}
