using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>
/// A classifier of seven digits is given three more, each by five rows and without training; beside it prototypes of raw pixels.
/// </summary>
internal static class FewShot
{
    private const string PicturePath = "artifacts/fewshot";
    private const int Epochs = 20;
    private const int FirstNew = 7;
    private const int Shown = 5;
    private const int Draws = 10;

    public static int Run(SampleOutput output, string[] arguments)
    {
        var (pictures, labels, side) = PictureFiles.Digits();
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(1).Shuffle(order);
        var rows = order.Select(i => new Row { Pixels = pictures[i], Digit = $"{labels[i]}" }).ToArray();
        var old = rows.Where(row => !IsNew(row)).ToArray();
        var (known, asked) = (old[(old.Length / 4)..], old[..(old.Length / 4)]);
        var strange = Enumerable.Range(FirstNew, 10 - FirstNew)
            .Select(digit => rows.Where(row => row.Digit == $"{digit}").ToArray()).ToArray();

        var ml = new MLContext(seed: 1);
        using var model = output.Train($"Prototypes of the digits 0 to {FirstNew - 1}, in episodes", Epochs, progress =>
            ml.MulticlassClassification.Trainers.Prototypes(Options(side, progress)).Fit(View(ml, known)));
        using var raw = ml.MulticlassClassification.Trainers.Prototypes(
            new PrototypesOptions { LabelColumnName = "Digit", FeatureColumnName = "Pixels", Body = null }).Fit(View(ml, known));
        using var more = WithNew(ml, model, strange);
        using var rawMore = WithNew(ml, raw, strange);

        var table = new List<string[]>
        {
            Line($"0 to {FirstNew - 1}, before", model, raw, asked), Line($"0 to {FirstNew - 1}", more, rawMore, asked),
        };
        foreach (var digits in strange)
            table.Add(Line($"{digits[0].Digit}, {Shown} rows shown", more, rawMore, digits[Shown..]));
        output.Table("Three digits added without training", ["digit", "learned vectors", "raw pixels"], table);
        output.Value("fewshot.added", Share(ml, more, [.. strange.SelectMany(digits => digits[Shown..])]));
        output.Value("fewshot.added_raw", Share(ml, rawMore, [.. strange.SelectMany(digits => digits[Shown..])]));
        output.Value("fewshot.old", Share(ml, more, asked));
        output.Value("fewshot.old_before", Share(ml, model, asked));
        output.Say($"What was shown, and what is taken for it: {Sheet(ml, more, strange, asked, side)}");
        output.Say($"By the rows shown: {Curve(ml, model, strange)}");
        return 0;

        string[] Line(string what, PrototypesTransformer learned, PrototypesTransformer pixels, Row[] of) =>
            [what, SampleOutput.Percent(Share(ml, learned, of)), SampleOutput.Percent(Share(ml, pixels, of))];
    }

    private static PrototypesOptions Options(int side, IProgress<EpochProgress> progress) => new()
    {
        LabelColumnName = "Digit",
        FeatureColumnName = "Pixels",
        Body = new ConvolutionalBody
        {
            Height = side,
            Width = side,
            QuarterTurns = true,
            Layers =
            [
                new ConvolutionLayer(32, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                new ActivationLayer(Activation.ReLU),
                new ConvolutionLayer(64, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                new ActivationLayer(Activation.ReLU), new PoolingLayer(PoolingKind.Maximum, 2), new FlattenLayer(),
            ],
            Augmentation = new PictureAugmentation { CropPadding = 1, Rotation = 10, Zoom = 0.1, Stretch = 0.1 },
        },
        Episodes = new EpisodeOptions { Ways = 14, Shots = 2, Queries = 5, PerEpoch = 50 },
        Training = new TrainingOptions { Epochs = Epochs, Schedule = new CosineSchedule(), Progress = progress },
    };

    private static bool IsNew(Row row) => row.Digit[0] - '0' >= FirstNew;

    private static PrototypesTransformer WithNew(MLContext ml, PrototypesTransformer model, Row[][] strange)
    {
        PrototypesTransformer? more = null;
        foreach (var digits in strange)
        {
            using var before = more;
            more = (before ?? model).AddClass(digits[0].Digit, View(ml, digits[..Shown]));
        }
        return more!;
    }

    private static double Share(MLContext ml, PrototypesTransformer model, Row[] rows) =>
        Told(ml, model, rows).Zip(rows, (told, row) => told == row.Digit ? 1.0 : 0).Average();

    private static string[] Told(MLContext ml, PrototypesTransformer model, Row[] rows) =>
        [.. model.Transform(View(ml, rows)).GetColumn<uint>("PredictedLabel").Select(key => model.ClassNames[(int)key - 1])];

    // A row of pictures for what was shown of each new digit, and one for others that are taken for it, wrongly ones first.
    private static string Sheet(MLContext ml, PrototypesTransformer model, Row[][] strange, Row[] asked, int side)
    {
        const int columns = 14;
        var others = strange.SelectMany(digits => digits[Shown..]).Concat(asked).ToArray();
        var told = Told(ml, model, others);
        var lines = new List<(string, IReadOnlyList<float[]>)>();
        foreach (var name in strange.Select(digits => digits[0].Digit))
        {
            lines.Add(($"{name}: shown", [.. strange.Single(digits => digits[0].Digit == name)[..Shown].Select(row => row.Pixels)]));
            var taken = others.Where((_, i) => told[i] == name).ToArray();
            var wrong = taken.Count(row => row.Digit != name);
            lines.Add((
                $"taken for {name}\n{wrong} of {taken.Length} wrong",
                [.. taken.OrderBy(row => row.Digit == name).Take(columns).Select(row => row.Pixels)]));
        }
        return CaptionedSheet.SaveRows(PicturePath, $"Digits 7, 8 and 9, of which {Shown} rows each were shown", lines, side);
    }

    // Three new digits among each other, by 1 to 20 rows of each: vectors of the network, and pixels.
    private static string Curve(MLContext ml, PrototypesTransformer model, Row[][] strange)
    {
        var chart = Chart.New("Three new digits told apart, mean of ten draws", LegendPosition.RightBottom);
        chart.Axes.Add(Chart.Axis(AxisPosition.Bottom, "rows shown of each"));
        chart.Axes.Add(Chart.Axis(AxisPosition.Left, "accuracy"));
        using var vectors = ml.Transforms.NetworkFeatures("Vector", "Pixels", model).Fit(View(ml, strange[0]));
        foreach (var (place, title, column) in new[] { (0, "learned vectors", "Vector"), (1, "raw pixels", "Pixels") })
        {
            var line = new LineSeries
            {
                Title = title,
                Color = Chart.Colour(place),
                StrokeThickness = 2,
                MarkerType = OxyPlot.MarkerType.Circle,
            };
            foreach (var shots in new[] { 1, 2, 3, 5, 8, 12, 20 })
                line.Points.Add(new OxyPlot.DataPoint(shots, Mean(shots, column)));
            chart.Series.Add(line);
        }
        return Chart.Save(chart, PicturePath + "-curve");

        double Mean(int shots, string column)
        {
            var random = new Random(1);
            return Enumerable.Range(0, Draws).Average(_ =>
            {
                foreach (var digits in strange)
                    random.Shuffle(digits);
                using var few = ml.MulticlassClassification.Trainers.Prototypes(
                    new PrototypesOptions { LabelColumnName = "Digit", FeatureColumnName = column, Body = null })
                    .Fit(vectors.Transform(View(ml, [.. strange.SelectMany(digits => digits[..shots])])));
                Row[] asked = [.. strange.SelectMany(digits => digits[shots..])];
                return few.Transform(vectors.Transform(View(ml, asked))).GetColumn<uint>("PredictedLabel")
                    .Zip(asked, (key, row) => few.ClassNames[(int)key - 1] == row.Digit ? 1.0 : 0).Average();
            });
        }
    }

    private static IDataView View(MLContext ml, Row[] rows) => ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        public string Digit { get; set; } = "";
    }
}
