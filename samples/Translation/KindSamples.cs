using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Drawn scenes by day made into scenes at night, and back, from examples of each that show other scenes.</summary>
internal static class KindSamples
{
    private const int Learned = 600;
    private const int Measured = 100;
    private const int Shown = 8;
    private const string Sheet = "artifacts/pictures/unpaired.png";

    /// <summary>Trains without pairs; the pairs of the test scenes only measure.</summary>
    public static int Unpaired(SampleOutput output, string[] arguments)
    {
        const int epochs = 12;
        var ml = new MLContext(seed: 1);
        var (days, nights) = (DrawnScene.Draw(Learned, seed: 1), DrawnScene.Draw(Learned, seed: 3).Select(Night));
        output.Say($"[bold]{Learned} scenes by day and {Learned} others at night[/]: one made into the other");
        using var model = output.Train("two generators, two discriminators", epochs, progress => ml.Transforms.TranslateImageUnpaired(
            "Made", "Picture", new TranslateImageUnpairedOptions
            {
                Generator = new ResidualGenerator { Blocks = 1, Filters = 24 },
                CycleWeight = 1,
                Discriminator = new PatchDiscriminator { Filters = 16, Normalization = ImageNormalization.None },
                Training = new TranslateImageUnpairedOptions().Training with { Epochs = epochs, LearningRate = 1e-3, Progress = progress },
            }).Fit(ml.Data.LoadFromEnumerable(days), ml.Data.LoadFromEnumerable(nights)));
        var test = DrawnScene.Draw(Measured, seed: 2);
        var pairs = ml.Data.LoadFromEnumerable(test.Select(scene => new Pair { Picture = scene.Picture, Wanted = Night(scene).Picture }));
        var made = ImageMetrics.Of(model.Transform(pairs), "Made", "Wanted");
        using var reverse = model.Reverse("Back", "Wanted");
        var back = ImageMetrics.Of(reverse.Transform(pairs), "Back", "Picture");
        var nothing = ImageMetrics.Of(pairs, "Picture", "Wanted");
        output.Value("unpaired.night.l1", made.AbsoluteError);
        output.Value("unpaired.day.l1", back.AbsoluteError);
        output.Value("unpaired.l1 (doing nothing)", nothing.AbsoluteError);
        output.Table("Against the true other picture, which was never shown", ["", "L1", "SSIM"],
        [
            Row("day made night", made), Row("night made day", back), Row("doing nothing", nothing),
        ]);
        var distance = model.TrainingHistory.Baseline!;
        output.Say($"Energy distance to nights: {SampleOutput.Number(distance.NetworkValue, "F3")}, "
            + $"of {distance.Name} {SampleOutput.Number(distance.Value, "F3")}");
        model.Preview(pairs, Shown).Save(Sheet, scale: 4);
        output.Say($"Pictures (given, made and back again): {Sheet}");
        return 0;

        static string[] Row(string name, ImageMetrics found) =>
            [name, SampleOutput.Number(found.AbsoluteError, "F3"), SampleOutput.Number(found.StructuralSimilarity, "F3")];
    }

    // Little light, and what there is of it blue; yellow things, that are red and green, shine.
    private static DrawnScene Night(DrawnScene scene)
    {
        const int plane = DrawnScene.Side * DrawnScene.Side;
        var picture = new float[3 * plane];
        for (var p = 0; p < plane; p++)
        {
            var (red, green, blue) = (scene.Picture[p], scene.Picture[plane + p], scene.Picture[(2 * plane) + p]);
            var shine = Math.Max(0, red + green - blue - 0.9f);
            picture[p] = Math.Clamp((0.2f * red) + (0.7f * shine), 0, 1);
            picture[plane + p] = Math.Clamp((0.25f * green) + (0.6f * shine), 0, 1);
            picture[(2 * plane) + p] = Math.Clamp(0.1f + (0.4f * blue), 0, 1);
        }
        return new DrawnScene { Picture = picture, Classes = scene.Classes };
    }

    private sealed class Pair
    {
        [VectorType(3, DrawnScene.Side, DrawnScene.Side)]
        public float[] Picture { get; set; } = [];

        [VectorType(3, DrawnScene.Side, DrawnScene.Side)]
        public float[] Wanted { get; set; } = [];
    }
}
