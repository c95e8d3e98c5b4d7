using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>A denoising autoencoder learns to take three kinds of noise off pictures it has never seen.</summary>
internal static class Denoise
{
    private const string PicturePath = "artifacts/denoise";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var (pictures, _, side) = PictureFiles.Load(arguments.FirstOrDefault());
        var held = pictures.Length / 5;
        var (train, test) = (pictures[..^held], pictures[^held..]);
        var sheet = new List<(string, IReadOnlyList<float[]>)> { ("clean", test[..16]) };
        var rows = new List<string[]>();
        output.Say($"[bold]Denoising[/]: {train.Length:N0} pictures of {side}x{side} pixels learned, {test.Length:N0} others cleaned");
        foreach (var (name, corruption, noise) in Noises())
        {
            const int epochs = 15;
            var ml = new MLContext(seed: 1);
            var random = new Random(1);
            float[][] noisy = [.. test.Select(picture => picture.Select(value => noise(value, random)).ToArray())];
            using var model = output.Train(name, epochs, progress => ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                CodeSize = side == 28 ? 512 : 256,
                CodeActivation = Activation.ReLU,
                Corruption = corruption,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 64,
                    Schedule = new CosineSchedule(),
                    LearningRate = 2e-3,
                    Progress = progress
                },
            }).Fit(PictureRow.View(ml, train)));
            var cleaned = PictureRow.Read(model.Reconstruct(PictureRow.View(ml, noisy)));
            var (before, after) = (Decibels(PictureRow.Error(test, noisy)), Decibels(PictureRow.Error(test, cleaned)));
            rows.Add([name, SampleOutput.Number(before, "F1"), $"[bold]{SampleOutput.Number(after, "F1")}[/]",
                SampleOutput.Number(after - before, "F1")]);
            output.Value($"denoise.{name.Replace(' ', '_')}.gain_db", after - before);
            sheet.Add((name, noisy[..16]));
            sheet.Add(("cleaned", cleaned[..16]));
        }
        output.Table("Peak signal-to-noise ratio in decibels", ["noise", "noisy", "cleaned", "gain"], rows);
        var files = CaptionedSheet.SaveRows(PicturePath, "Noise taken off pictures never seen", sheet, side);
        output.Say($"Clean pictures, then noisy above cleaned for each noise: {files}");
        return 0;
    }

    private static IEnumerable<(string Name, InputCorruption Corruption, Func<float, Random, float> Noise)> Noises() =>
    [
        ("normal", new GaussianCorruption { StandardDeviation = 0.5, ClipToUnitInterval = true },
            (value, random) => (float)Math.Clamp(
                value + (0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())), 0, 1)),
        ("removed pixels", new MaskingCorruption { Fraction = 0.5 }, (value, random) => random.NextDouble() < 0.5 ? 0 : value),
        ("salt and pepper", new SaltAndPepperCorruption { Fraction = 0.3 },
            (value, random) => random.NextDouble() switch { < 0.15 => 0, > 0.85 => 1, _ => value }),
    ];

    private static double Decibels(double error) => 10 * Math.Log10(1 / error);
}
