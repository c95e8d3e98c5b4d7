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
    private const string PicturePath = "artifacts/augment.png";
    private static readonly string[] RareDigits = ["3", "5", "8"];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
                output.Say($"[yellow]{e.RawMessage.Replace("[", "[[").Replace("]", "]]")}[/]");
        };
        var rows = Read(ml, arguments.Length > 0 ? arguments[0] : DataFiles.Find("digits.csv"));
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
        (string Name, double[] F1)[] results =
        [
            ("as it is", F1(without.Transform(test))), ("random oversampling", F1(oversampled.Transform(test))), ("augmented", F1(model.Transform(test))),
        ];
        var best = results.MaxBy(r => r.F1.Average());
        output.Table($"Digits {string.Join(", ", RareDigits)} have {Rare} rows each: F1 on held-out rows", ["training rows", "all digits", .. RareDigits],
            results.Select(r => (string[])[r.Name, SampleOutput.Number(r.F1.Average(), "F3"), .. RareDigits.Select(d => SampleOutput.Number(r.F1[int.Parse(d)], "F3"))]));
        output.Say(best.Name == "augmented" ? "The augmenter helps most here." : $"The augmenter does [bold]not[/] win here: '{best.Name}' is better.");
        foreach (var (name, f1) in results)
            output.Value($"augment.f1.{name.Replace(' ', '-')}", f1.Average());

        var generator = model.OfType<GanAugmenterTransformer>().Single();
        output.Say(generator.Compare(model.First().Transform(ml.Data.LoadFromEnumerable(train)), seed: 1).ToString().Replace("[", "[[").Replace("]", "]]"));
        var sheet = generator.Classes.Order().Select(digit => (IReadOnlyList<float[]>)generator.Generate(12, digit, seed: 2)).ToList();
        sheet.Add(generator.Interpolate(generator.DrawLatent(1), generator.DrawLatent(2), 12, "2"));
        Pictures.SaveSheet(PicturePath, sheet, 8, 8);
        output.Say($"Synthetic digits 0 to 9, and below them a way from one 2 to another: {PicturePath}");
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
            : keys.Append(ml.Transforms.AugmentWithGan("Features", "Label", augment), TransformerScope.Training).Append(trainer).Append(back);
    }

    private static Row[] Read(MLContext ml, string path)
    {
        var scaled = ml.Data.CreateEnumerable<Digit>(ml.Data.LoadFromTextFile<Digit>(path, separatorChar: ',', hasHeader: true), reuseRowObject: false)
            .Select(digit => new Row { Features = Array.ConvertAll(digit.Pixels, p => p / 16), Name = ((int)digit.Label).ToString(System.Globalization.CultureInfo.InvariantCulture) })
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
        return [.. train, .. groups.SelectMany(g => Enumerable.Range(0, Math.Max(0, goal - g.Length)).Select(_ => g[random.Next(g.Length)]))];
    }

    private static double[] F1(IDataView scored)
    {
        var pairs = scored.GetColumn<string>("Name").Zip(scored.GetColumn<string>("PredictedLabel")).ToArray();
        return [.. Enumerable.Range(0, 10).Select(i => $"{i}").Select(digit =>
        {
            var hits = pairs.Count(p => p.First == digit && p.Second == digit);
            return 2.0 * hits / Math.Max(1, (2.0 * hits) + pairs.Count(p => (p.First == digit) != (p.Second == digit)));
        })];
    }

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
