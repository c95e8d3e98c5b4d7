using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>784-300-2 with leaky ReLU: pictures in two numbers, 99.7 % smaller, and the plane of those numbers as a picture.</summary>
internal static class Compress
{
    private const string PlanePath = "artifacts/compress-plane";
    private const string DecodedPath = "artifacts/compress-decoded.png";

    public static int Run(SampleOutput output, string[] arguments)
    {
        const int epochs = 20;
        var (pictures, labels, side) = PictureFiles.Load(arguments.FirstOrDefault());
        var held = pictures.Length / 5;
        var (train, test, shown) = (pictures[..^held], pictures[^held..], labels[^held..]);
        var ml = new MLContext(seed: 1);
        using var model = output.Train(
            $"Autoencoder {side * side}-300-2", epochs, progress => ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
            {
                HiddenSizes = [300],
                CodeSize = 2,
                HiddenActivation = Activation.LeakyReLU,
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
        float[][] codes = [.. model.Encode(test)];
        var decibels = model.PeakSignalToNoise(PictureRow.View(ml, test));
        var index = model.IndexOf(PictureRow.View(ml, train));
        var queries = Enumerable.Range(0, 200).ToArray();
        var agreement = queries.Average(i => index.Nearest(test[i], 5).Average(n => labels[n.Row] == shown[i] ? 1.0 : 0));

        output.Table("Two numbers a picture", ["", ""],
        [
            ["smaller by", SampleOutput.Percent(1 - (1 / model.CompressionRatio))],
            ["peak signal-to-noise ratio", $"{SampleOutput.Number(decibels, "F1")} dB"],
            ["nearest five by code show the same digit", SampleOutput.Percent(agreement)],
            [model.TrainingHistory.Baseline!.Measure, SampleOutput.Number(model.TrainingHistory.Baseline.NetworkValue)],
            [$"the same of {model.TrainingHistory.Baseline.Name}", SampleOutput.Number(model.TrainingHistory.Baseline.Value)],
        ]);
        output.Value("compress.smaller", 1 - (1 / model.CompressionRatio));
        output.Value("compress.psnr_db", decibels);
        output.Value("compress.neighbours.same_digit", agreement);

        var plane = PlaneChart.Save(PlanePath, "Digits held out as two numbers each", codes, shown);
        Pictures.SaveSheet(DecodedPath, Grid(model, codes, 16), side, side, side == 28 ? 1 : 4);
        output.Say($"The plane of codes, a colour per digit: {plane}; what its places decode to: {DecodedPath}");
        output.Curve("artifacts/compress-curve", $"Autoencoder {side * side}-300-2", model.TrainingHistory);
        return 0;
    }

    // Codes at even distances between the 2nd and the 98th percentile, the second number growing upwards as in the plane.
    private static float[][][] Grid(AutoencoderTransformer model, float[][] codes, int steps)
    {
        var (x, y) = (Axis(codes, 0, steps), Axis(codes, 1, steps));
        return [.. Enumerable.Range(0, steps)
            .Select(row => model.Decode([.. x.Select(value => new[] { value, y[steps - 1 - row] })]).ToArray())];
    }

    private static float[] Axis(float[][] codes, int number, int steps)
    {
        var sorted = codes.Select(code => code[number]).Order().ToArray();
        var (low, high) = (sorted[sorted.Length / 50], sorted[^((sorted.Length / 50) + 1)]);
        return [.. Enumerable.Range(0, steps).Select(i => low + ((high - low) * i / (steps - 1)))];
    }
}
