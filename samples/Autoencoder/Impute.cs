using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>
/// Holes filled from what is left: pixels taken out of pictures, and a table of ratings in which most films were not rated.
/// </summary>
internal static class Impute
{
    private const string PicturePath = "artifacts/impute";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var (pictures, _, side) = PictureFiles.Digits();
        var held = pictures.Length / 5;
        var (train, test) = (pictures[..^held], pictures[^held..]);
        var random = new Random(1);
        var holed = WithHoles(test, 0.3, random);
        var filled = Fill(output, "Pixels", train, holed, new AutoencoderOptions
        {
            HiddenSizes = [128],
            CodeSize = 32,
            FillMissingValues = true,
            Corruption = new MaskingCorruption { Fraction = 0.3 },
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = 80, BatchSize = 32, Schedule = new CosineSchedule(), LearningRate = 2e-3 },
        });
        var gain = Gain(train, test, holed, filled);

        var (ratings, tastes) = Ratings(random);
        var seen = WithHoles(ratings, 0.5, random);
        var recommended = Fill(output, "Ratings", seen, seen, new AutoencoderOptions
        {
            HiddenSizes = [24],
            CodeSize = 3,
            FillMissingValues = true,
            Corruption = new MaskingCorruption { Fraction = 0.3 },
            Training = new TrainingOptions { Epochs = 150, BatchSize = 32, Schedule = new CosineSchedule(), LearningRate = 5e-3 },
        });
        var ratingGain = Gain(seen, ratings, seen, recommended);
        // Of the films a user has not rated, the one recommended should be of the kind the user likes.
        var hits = Enumerable.Range(0, seen.Length).Average(user =>
            Enumerable.Range(0, Films)
                .Where(film => float.IsNaN(seen[user][film])).MaxBy(film => recommended[user][film]) % Kinds == tastes[user] ? 1.0 : 0);

        output.Table("Error of the values filled in, against column means", ["table", "missing", "smaller by"],
        [
            ["8x8 digits", "30 %", $"[bold]{SampleOutput.Percent(gain)}[/]"],
            [$"ratings of {Films} films by {seen.Length} users (made up)", "50 %", $"[bold]{SampleOutput.Percent(ratingGain)}[/]"],
        ]);
        output.Say(
            $"The film recommended is of the kind the user likes for {SampleOutput.Percent(hits)} of the users (by chance "
                + $"{SampleOutput.Percent(1.0 / Kinds)})");
        output.Value("impute.digits.gain", gain);
        output.Value("impute.ratings.gain", ratingGain);
        output.Value("impute.ratings.hits", hits);
        var shown = holed[..16].Select(picture => picture.Select(v => float.IsNaN(v) ? 0.35f : v).ToArray()).ToArray();
        var sheet = CaptionedSheet.SaveRows(PicturePath, "Missing pixels filled in",
            [("originals", test[..16]), ("with holes (grey)", shown), ("filled", filled[..16])], side);
        output.Say($"Originals, with holes (grey), filled: {sheet}");
        return 0;
    }

    private const int Films = 24;
    private const int Kinds = 4;

    private static float[][] Fill(SampleOutput output, string what, float[][] train, float[][] holed, AutoencoderOptions options)
    {
        var ml = new MLContext(seed: 1);
        using var model = output.Train(what, options.Training.Epochs!.Value, progress => ml.Transforms
            .Autoencoder("Code", "Pixels", options with { Training = options.Training with { Progress = progress } })
                .Fit(PictureRow.View(ml, train)));
        return PictureRow.Read(model.FillMissing(PictureRow.View(ml, holed)));
    }

    // Ratings from 1 to 5: each user likes one kind of film, each film is more or less good, and moods differ.
    private static (float[][] Ratings, int[] Tastes) Ratings(Random random)
    {
        var quality = Enumerable.Range(0, Films).Select(_ => random.NextDouble()).ToArray();
        var tastes = Enumerable.Range(0, 600).Select(_ => random.Next(Kinds)).ToArray();
        return ([.. tastes.Select(taste => Enumerable.Range(0, Films).Select(film =>
            (float)Math.Clamp(Math.Round(1.5 + quality[film] + (film % Kinds == taste ? 2 : 0) + (random.NextDouble() - 0.5)), 1, 5))
                .ToArray())], tastes);
    }

    private static float[][] WithHoles(float[][] rows, double share, Random random) =>
        [.. rows.Select(row => row.Select(v => random.NextDouble() < share ? float.NaN : v).ToArray())];

    // How much smaller the root mean squared error over the holes is than with the means of the columns.
    private static double Gain(float[][] train, float[][] full, float[][] holed, float[][] filled)
    {
        var means = Enumerable.Range(0, full[0].Length)
            .Select(i => train.Select(row => row[i]).Where(v => !float.IsNaN(v)).Average()).ToArray();
        return 1 - (Error(full, holed, (r, i) => filled[r][i]) / Error(full, holed, (_, i) => means[i]));
    }

    private static double Error(float[][] full, float[][] holed, Func<int, int, float> value) => Math.Sqrt(full.SelectMany((row, r) => row
        .Select((v, i) => (Hole: float.IsNaN(holed[r][i]), Square: Math.Pow(v - value(r, i), 2))))
            .Where(v => v.Hole).Average(v => v.Square));
}
