using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Nine kinds of digits are normal; the tenth, never seen, must stand out. Beside it ML.NET's own detector, principal components.</summary>
internal static class Anomaly
{
    private const string PicturePath = "artifacts/anomaly.png";

    public static int Run(SampleOutput output, string[] arguments)
    {
        const int epochs = 60;
        var odd = arguments.Length > 0 ? int.Parse(arguments[0]) : 4;
        var (pictures, labels, side) = PictureFiles.Digits();
        var order = Enumerable.Range(0, labels.Length).ToArray();
        new Random(1).Shuffle(order);
        var normal = order.Where(i => labels[i] != odd).ToArray();
        var train = normal[(normal.Length / 5)..];
        var test = normal[..(normal.Length / 5)].Concat(order.Where(i => labels[i] == odd)).ToArray();

        var ml = new MLContext(seed: 1);
        var testRows = PictureRow.View(ml, test.Select(i => pictures[i]), test.Select(i => labels[i] == odd ? 1f : 0f));
        var trainRows = PictureRow.View(ml, train.Select(i => pictures[i]));
        using var model = output.Train($"Autoencoder 64-128-8, every digit but {odd}", epochs, progress => ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            FeatureColumnName = "Pixels",
            Contamination = 0.05,
            Autoencoder = new AutoencoderOptions
            {
                HiddenSizes = [128],
                CodeSize = 8,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = epochs, BatchSize = 32, LearningRate = 2e-3, Schedule = new CosineSchedule(), Progress = progress },
            },
        }).Fit(trainRows));
        var scored = model.Transform(testRows);
        var metrics = ml.AnomalyDetection.Evaluate(scored);
        var pca = ml.AnomalyDetection.Evaluate(ml.AnomalyDetection.Trainers.RandomizedPca("Pixels", rank: 8, ensureZeroMean: true, seed: 1).Fit(trainRows).Transform(testRows));
        var verdicts = ml.Data.CreateEnumerable<Verdict>(scored, reuseRowObject: false).ToArray();
        var found = verdicts.Where(v => v.Label > 0).Average(v => v.PredictedLabel ? 1.0 : 0);
        var alarms = verdicts.Where(v => v.Label == 0).Average(v => v.PredictedLabel ? 1.0 : 0);

        output.Table($"The digit {odd} among the others", ["", "area under ROC"],
        [
            ["[bold]autoencoder[/]", $"[bold]{SampleOutput.Number(metrics.AreaUnderRocCurve, "F3")}[/]"],
            ["principal components (RandomizedPca)", SampleOutput.Number(pca.AreaUnderRocCurve, "F3")],
        ]);
        output.Say($"Above the threshold {SampleOutput.Number(model.Threshold)}: {SampleOutput.Percent(found)} of the anomalies, {SampleOutput.Percent(alarms)} of the normal digits");
        output.Value("anomaly.auc", metrics.AreaUnderRocCurve);
        output.Value("anomaly.pca_auc", pca.AreaUnderRocCurve);
        output.Value("anomaly.found", found);
        output.Value("anomaly.false_alarms", alarms);

        var ranked = verdicts.Zip(test, (v, i) => (v.Score, Picture: pictures[i])).OrderByDescending(v => v.Score).Select(v => v.Picture).ToArray();
        Pictures.SaveSheet(PicturePath, [ranked[..16], ranked[16..32], ranked[^16..]], side, side);
        output.Say($"The 32 strangest, and in the last row the 16 most ordinary: {PicturePath}");
        return 0;
    }

    private sealed class Verdict
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float Label { get; set; }
    }
}
