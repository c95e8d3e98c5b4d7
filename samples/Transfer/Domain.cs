using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Digits with labels from one scanner, and without from another, whose pictures are paler and grow darker towards one side: a perceptron
/// of the labels alone, and one in which the scanners are made alike, with what their last layers make of both.
/// </summary>
internal static class Domain
{
    private const int Epochs = 60;
    private const string PlanePath = "artifacts/domain-plane";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var rows = Read(DataFiles.Given(arguments, "digits.csv"));
        new Random(1).Shuffle(rows);
        var half = rows.Length / 2;
        Digit[] clean = rows[..half];
        Digit[] other = [.. rows[half..].Select(Scanned)];
        Digit[] unlabelled = [.. other[..(half / 2)].Select(row => new Digit { Pixels = row.Pixels, Scanner = 1, Label = uint.MaxValue })];
        var scored = ml.Data.LoadFromEnumerable(other[(half / 2)..]);
        var (plain, plainRight) = Fit(ml, null, clean, scored);
        using var first = plain;
        var (alike, alikeRight) = Fit(
            ml, new DomainConfusion { DomainColumnName = "Scanner", Method = new MeanDiscrepancy() }, [.. clean, .. unlabelled], scored);
        using var second = alike;
        var told = alike.TrainingHistory.Epochs[^1].Metrics["domain accuracy"];
        output.Table("Digits of the other scanner, none of whose labels were learned from", ["network", "right"],
            [["labels of one scanner", SampleOutput.Percent(plainRight)], ["scanners made alike", SampleOutput.Percent(alikeRight)]]);
        output.Say($"Scanners can be told of {SampleOutput.Percent(told)} of the rows by the last layer (chance 50 %)");
        output.Value("domain.source.accuracy", plainRight);
        output.Value("domain.alike.accuracy", alikeRight);
        foreach (var (name, model) in new[] { ("plain", plain), ("alike", alike) })
            output.Say($"Last layer, {name}: {Plane(ml, model, clean, other, $"{PlanePath}-{name}")}");
        return 0;
    }

    private static (MultilayerPerceptronTransformer Model, double Right) Fit(
        MLContext ml, DomainConfusion? confusion, Digit[] rows, IDataView scored)
    {
        var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            FeatureColumnName = "Pixels",
            HiddenSizes = [64, 32],
            InputScaling = NetworkInputScaling.None,
            DomainConfusion = confusion,
            Training = new TrainingOptions { Epochs = Epochs, BatchSize = 64, Seed = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        return (model, ml.MulticlassClassification.Evaluate(model.Transform(scored)).MicroAccuracy);
    }

    // The two directions in which what the last layer makes of all rows varies most, a colour for each scanner.
    private static string Plane(MLContext ml, ITransformer model, Digit[] clean, Digit[] other, string path)
    {
        Digit[] all = [.. clean, .. other];
        var rows = ml.Data.LoadFromEnumerable(all);
        var features = ml.Transforms.NetworkFeatures("Features", "Pixels", (NetworkTransformer)model)
            .Append(ml.Transforms.ProjectToPrincipalComponents("Plane", "Features", rank: 2, seed: 1)).Fit(rows);
        var points = features.Transform(rows).GetColumn<float[]>("Plane").ToArray();
        return PlaneChart.Save(
            path, "What the last layer makes of the digits of scanners 0 and 1", points, [.. all.Select(row => (int)row.Scanner)]);
    }

    private static Digit Scanned(Digit digit) => new()
    {
        Label = digit.Label,
        Scanner = 1,
        Pixels = [.. digit.Pixels.Select((level, i) => (0.5f * level) + (0.08f * (i % 8)))],
    };

    private static Digit[] Read(string file) =>
    [
        .. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Select(cells => new Digit
        {
            Pixels = [.. cells[..64].Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture) / 16)],
            Label = uint.Parse(cells[64], System.Globalization.CultureInfo.InvariantCulture),
        }),
    ];

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }

        [KeyType(2)]
        public uint Scanner { get; set; }
    }
}
