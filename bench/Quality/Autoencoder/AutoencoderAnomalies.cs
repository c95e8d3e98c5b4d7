using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Nine digits are normal, the tenth is the anomaly: mean area under the ROC curve over the ten digits, and over three seeds.
/// </summary>
internal sealed class AutoencoderAnomalies : IQualityTask
{
    public string Name => "digits.anomaly";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var (pixels, labels) = ImageRows.Digits();
        var areas = Enumerable.Range(1, 3)
            .SelectMany(seed => Enumerable.Range(0, 10).Select(odd => Areas(pixels, labels, odd, seed))).ToArray();
        yield return ("digits.anomaly.auc", areas.Average(a => a.Network));
        yield return ("digits.anomaly.pca_auc", areas.Average(a => a.Pca));
    }

    private static (double Network, double Pca) Areas(float[][] pixels, int[] labels, int odd, int seed)
    {
        var ml = new MLContext(seed);
        var (train, test) = ImageRows.Split(pixels.Length, seed);
        var normal = train.Where(i => labels[i] != odd).Select(i => pixels[i]).ToArray();
        // Every picture of the odd digit is an anomaly that was never seen; the normal ones are the split's.
        var rows = test.Where(i => labels[i] != odd).Concat(Enumerable.Range(0, labels.Length).Where(i => labels[i] == odd)).ToArray();
        var testRows = rows.Select(i => pixels[i]).ToArray();
        using var model = ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            FeatureColumnName = "Pixels",
            Autoencoder = new AutoencoderOptions
            {
                HiddenSizes = [128],
                CodeSize = 8,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = 60, BatchSize = 32, LearningRate = 5e-3, Schedule = new CosineSchedule() },
            },
        }).Fit(ImageRows.View(ml, normal));
        var scored = model.Transform(ImageRows.View(ml, testRows));
        var scores = scored.GetColumn<float>(scored.Schema["Score"]);
        var pca = LinearBaselines.Components(normal, testRows, 8).Reconstruction.Zip(
            testRows, (a, b) => (float)a.Zip(b, (x, y) => (x - y) * (x - y)).Average());
        return (Area(scores), Area(pca));

        double Area(IEnumerable<float> errors) => ml.AnomalyDetection.Evaluate(ml.Data.LoadFromEnumerable(
            errors.Zip(rows, (score, i) => new Verdict { Score = score, Label = labels[i] == odd ? 1 : 0 }).ToArray())).AreaUnderRocCurve;
    }

    private sealed class Verdict
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
