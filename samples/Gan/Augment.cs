using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace DeepML.Samples;

/// <summary>
/// Handwritten digits of which three are rare: eight rows each. A generative adversarial network makes more of them, for training
/// only; a classifier is measured without it, with it, and with random oversampling. It says so when the network does not win.
/// </summary>
internal static class Augment
{
    private const int Rare = 8;
    private const double Share = 1;
    private const string PicturePath = "artifacts/augment";
    private static readonly string[] RareDigits = ["3", "5", "8"];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                output.Say($"[yellow]{e.RawMessage.Replace("[", "[[").Replace("]", "]]")}[/]");
        };
        var rows = Read(ml, DataFiles.Given(arguments, "digits.csv"));
        var test = ml.Data.LoadFromEnumerable(rows.Take(540).ToArray());
        var left = RareDigits.ToDictionary(digit => digit, _ => Rare);
        var train = rows.Skip(540).Where(row => !left.TryGetValue(row.Name, out var count) || (left[row.Name] = count - 1) >= 0).ToArray();

        const int epochs = 300;
        var model = output.Train("Generator and discriminator", epochs, progress => Pipeline(ml, new GanAugmenterOptions
        {
            Picture = new GanPicture(8, 8),
            Amount = GanAmount.Balance(Share),
            Sampling = GanSampling.Even,
            Training = new GanAugmenterOptions().Training with { Epochs = epochs, Progress = progress },
        }).Fit(ml.Data.LoadFromEnumerable(train)));
        var without = Pipeline(ml, null).Fit(ml.Data.LoadFromEnumerable(train));
        var oversampled = Pipeline(ml, null).Fit(ml.Data.LoadFromEnumerable(Oversample(train)));
        (string Name, Answers[] Answers)[] answers =
        [
            ("as it is", Pairs(without.Transform(test))), ("random oversampling", Pairs(oversampled.Transform(test))),
                ("augmented", Pairs(model.Transform(test))),
        ];
        var results = answers.Select(a => (a.Name, F1: F1(a.Answers))).ToArray();
        output.Table($"Digits {string.Join(", ", RareDigits)} have {Rare} rows each: F1 on held-out rows",
            ["training rows", "all digits", .. RareDigits],
            results.Select(
                r => (string[])[r.Name, SampleOutput.Number(r.F1.Average(), "F3"),
                    .. RareDigits.Select(d => SampleOutput.Number(r.F1[int.Parse(d)], "F3"))]));
        foreach (var (name, other) in answers[..2])
            output.Say(Compare(name, answers[2].Answers, other));
        foreach (var (name, f1) in results)
            output.Value($"augment.f1.{name.Replace(' ', '-')}", f1.Average());

        var generator = model.OfType<GanAugmenterTransformer>().Single();
        output.Say(generator.Compare(model.First().Transform(ml.Data.LoadFromEnumerable(train)), seed: 1)
            .ToString().Replace("[", "[[").Replace("]", "]]"));
        var sheet = generator.Classes.Order().Select(digit =>
            ($"{digit}{(RareDigits.Contains(digit) ? " (rare)" : "")}", (IReadOnlyList<float[]>)generator.Generate(12, digit, seed: 2)))
                .ToList();
        sheet.Add(("from one 2 to another", generator.Interpolate(generator.DrawLatent(1), generator.DrawLatent(2), 12, "2")));
        var files = CaptionedSheet.SaveRows(PicturePath, "Synthetic digits", sheet, 8);
        output.Say($"Synthetic digits 0 to 9, and below them a way from one 2 to another: {files}");
        output.Report("artifacts/augment-report.html", model, test, new ReportOptions { Title = "Rare digits, augmented" });
        using var engine = ml.Model.CreatePredictionEngine<Row, Answer>(model);
        var right = rows.Take(100).Count(row => engine.Predict(row).PredictedLabel == row.Name);
        output.Say($"A prediction engine of the same model, on the first 100 held-out rows: {right} right");
        return 0;
    }

    private static IEstimator<TransformerChain<KeyToValueMappingTransformer>> Pipeline(MLContext ml, GanAugmenterOptions? augment)
    {
        var trainer = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [100],
            Training = new TrainingOptions { Epochs = 40, LearningRate = 2e-3 },
        });
        var back = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel");
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", "Name");
        return augment is null
            ? keys.Append(trainer).Append(back)
            : keys.Append(ml.Transforms.AugmentWithGan("Features", "Label", augment), TransformerScope.Training)
                .Append(trainer).Append(back);
    }

    private static Row[] Read(MLContext ml, string path)
    {
        var scaled = ml.Data.CreateEnumerable<Digit>(
            ml.Data.LoadFromTextFile<Digit>(path, separatorChar: ',', hasHeader: true), reuseRowObject: false)
            .Select(digit => new Row
            {
                Features = Array.ConvertAll(digit.Pixels, p => p / 16),
                Name = ((int)digit.Label).ToString(System.Globalization.CultureInfo.InvariantCulture)
            })
            .ToArray();
        new Random(1).Shuffle(scaled);
        return scaled;
    }

    // Rows of small classes again, as many as the augmenter adds.
    private static Row[] Oversample(Row[] train)
    {
        var random = new Random(1);
        var groups = train.GroupBy(row => row.Name).Select(g => g.ToArray()).ToArray();
        var goal = (int)Math.Round(Share * groups.Max(g => g.Length));
        return [.. train,
            .. groups.SelectMany(g => Enumerable.Range(0, Math.Max(0, goal - g.Length)).Select(_ => g[random.Next(g.Length)]))];
    }

    private static Answers[] Pairs(IDataView scored) =>
        [.. scored.GetColumn<string>("Name").Zip(scored.GetColumn<string>("PredictedLabel"), (right, given) => new Answers(right, given))];

    // The standard error of a difference of two F1 on the same rows, by drawing the rows again.
    private static string Compare(string name, Answers[] augmented, Answers[] other)
    {
        var random = new Random(1);
        var draws = Enumerable.Range(0, 200).Select(_ =>
        {
            var rows = Enumerable.Range(0, other.Length).Select(_ => random.Next(other.Length)).ToArray();
            return F1([.. rows.Select(row => augmented[row])]).Average() - F1([.. rows.Select(row => other[row])]).Average();
        }).ToArray();
        var mean = draws.Average();
        var error = Math.Sqrt(draws.Average(draw => (draw - mean) * (draw - mean)));
        return Verdict.Of("F1 with the augmenter", $"'{name}'", F1(augmented).Average() - F1(other).Average(), error, other.Length, gain =>
            SampleOutput.Number(gain, "F3"));
    }

    private static double[] F1(Answers[] pairs)
    {
        return [.. Enumerable.Range(0, 10).Select(i => $"{i}").Select(digit =>
        {
            var hits = pairs.Count(p => p.Right == digit && p.Given == digit);
            return 2.0 * hits / Math.Max(1, (2.0 * hits) + pairs.Count(p => (p.Right == digit) != (p.Given == digit)));
        })];
    }

    private sealed record Answers(string Right, string Given);

    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public float Label { get; set; }
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";
    }
}
