using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// Nine kinds of digits are normal; the tenth, never seen, must stand out. Beside it ML.NET's own detector, principal components.
/// </summary>
internal static class Anomaly
{
    private const string PicturePath = "artifacts/anomaly";

    public static int Run(SampleOutput output, string[] arguments)
    {
        const int epochs = 60;
        var odd = 4;
        if (arguments.Length > 0 && (!int.TryParse(arguments[0], out odd) || odd is < 0 or > 9))
        {
            Console.Error.WriteLine($"usage: anomaly [DIGIT], from 0 to 9; '{arguments[0]}' is none");
            return 1;
        }
        var (pictures, labels, side) = PictureFiles.Digits();
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(1).Shuffle(order);
        var normal = order.Where(i => labels[i] != odd).ToArray();
        var train = normal[(normal.Length / 5)..];
        var test = normal[..(normal.Length / 5)].Concat(order.Where(i => labels[i] == odd)).ToArray();

        var ml = new MLContext(seed: 1);
        var testRows = PictureRow.View(ml, test.Select(i => pictures[i]), test.Select(i => labels[i] == odd ? 1f : 0f));
        var trainRows = PictureRow.View(ml, train.Select(i => pictures[i]));
        using var model = output.Train($"Autoencoder 64-128-8, every digit but {odd}", epochs,
            progress => ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
            {
                FeatureColumnName = "Pixels",
                Contamination = 0.05,
                Autoencoder = new AutoencoderOptions
                {
                    HiddenSizes = [128],
                    CodeSize = 8,
                    Loss = ReconstructionLoss.SquaredError,
                    Training = new TrainingOptions
                    {
                        Epochs = epochs,
                        BatchSize = 32,
                        LearningRate = 2e-3,
                        Schedule = new CosineSchedule(),
                        Progress = progress
                    },
                },
            }).Fit(trainRows));
        var scored = model.Transform(testRows);
        var metrics = ml.AnomalyDetection.Evaluate(scored);
        var pca = ml.AnomalyDetection.Evaluate(
            ml.AnomalyDetection.Trainers.RandomizedPca("Pixels", rank: 8, ensureZeroMean: true, seed: 1)
                .Fit(trainRows).Transform(testRows));
        var verdicts = ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).ToArray();
        var found = verdicts.Where(v => v.Label > 0).Average(v => v.PredictedLabel ? 1.0 : 0);
        var alarms = verdicts.Where(v => v.Label == 0).Average(v => v.PredictedLabel ? 1.0 : 0);

        output.Table($"The digit {odd} among the others", ["", "area under ROC"],
        [
            ["[bold]autoencoder[/]", $"[bold]{SampleOutput.Number(metrics.AreaUnderRocCurve, "F3")}[/]"],
            ["principal components (RandomizedPca)", SampleOutput.Number(pca.AreaUnderRocCurve, "F3")],
        ]);
        output.Say(
            $"Above the threshold {SampleOutput.Number(model.Threshold)}: {SampleOutput.Percent(found)} of the anomalies, "
                + $"{SampleOutput.Percent(alarms)} of the normal digits");
        output.Value("anomaly.auc", metrics.AreaUnderRocCurve);
        output.Value("anomaly.pca_auc", pca.AreaUnderRocCurve);
        output.Value("anomaly.found", found);
        output.Value("anomaly.false_alarms", alarms);

        var ranked = verdicts.Zip(test, (v, i) => (v.Score, Picture: pictures[i]))
            .OrderByDescending(v => v.Score).Select(v => v.Picture).ToArray();
        var sheet = CaptionedSheet.SaveRows(
            PicturePath, $"Every digit but {odd} was seen",
                [("strangest", ranked[..16]), ("next", ranked[16..32]), ("most ordinary", ranked[^16..])], side);
        output.Say($"The 32 strangest, and in the last row the 16 most ordinary: {sheet}");
        output.Curve("artifacts/anomaly-curve", $"Autoencoder of every digit but {odd}", model.TrainingHistory);
        return 0;
    }

    private sealed class Scored
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float Label { get; set; }
    }
}
