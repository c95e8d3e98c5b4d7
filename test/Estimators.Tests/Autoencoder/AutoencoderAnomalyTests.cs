using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderAnomalyTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Anomalies_rank_above_normal_rows_and_the_threshold_follows_the_contamination()
    {
        var train = Blobs.Create(_ml, 200);
        using var model = Detector(contamination: 0.05).Fit(train);
        var flagged = _ml.Data.CreateEnumerable<Verdict>(model.Transform(train), false).Count(v => v.PredictedLabel);
        Assert.AreEqual(10, flagged);
        var metrics = _ml.AnomalyDetection.Evaluate(model.Transform(WithOutliers()), "Label");
        Assert.IsGreaterThan(0.98, metrics.AreaUnderRocCurve);
        using var strict = model.WithThreshold(float.MaxValue);
        Assert.AreEqual(0, _ml.Data.CreateEnumerable<Verdict>(strict.Transform(train), false).Count(v => v.PredictedLabel));
    }

    [TestMethod]
    public void The_threshold_is_learned_from_labelled_rows()
    {
        using var model = Detector(contamination: 0.5).FitWithLabelled(Blobs.Create(_ml, 200), WithOutliers());
        var verdicts = _ml.Data.CreateEnumerable<LabelledVerdict>(model.Transform(WithOutliers()), false).ToArray();
        Assert.IsGreaterThan(0.95, verdicts.Average(v => v.PredictedLabel == (v.Label > 0) ? 1.0 : 0));
        var allNormal = _ml.Data.LoadFromEnumerable(new[] { new Labelled { Features = new float[8] } });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Detector(0.1).FitWithLabelled(Blobs.Create(_ml), allNormal)).Message,
            "0 of 1 labelled rows");
    }

    [TestMethod]
    public void The_threshold_is_a_finite_number_whatever_the_rows_hold()
    {
        var options = new AutoencoderAnomalyOptions
        {
            Contamination = 0.5,
            Autoencoder = new AutoencoderOptions { CodeSize = 2, FillMissingValues = true, Training = new TrainingOptions { Epochs = 2 } },
        };
        var empty = new Labelled { Features = [.. Enumerable.Repeat(float.NaN, 8)] };
        var normal = new Labelled { Features = [.. Enumerable.Repeat(0.5f, 8)] };
        var far = new Labelled { Features = [.. Enumerable.Repeat(1e30f, 8)], Label = 1 };
        var mostlyEmpty = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(empty, 6).Append(normal).Append(normal));
        using var byShare = _ml.AnomalyDetection.Trainers.Autoencoder(options).Fit(mostlyEmpty);
        Assert.IsTrue(float.IsFinite(byShare.Threshold), $"threshold {byShare.Threshold}");

        Labelled[] labelled = [far, normal, empty];
        using var byLabel = _ml.AnomalyDetection.Trainers.Autoencoder(options)
            .FitWithLabelled(Blobs.Create(_ml), _ml.Data.LoadFromEnumerable(labelled));
        Assert.IsTrue(float.IsFinite(byLabel.Threshold), $"threshold {byLabel.Threshold}");
        var verdicts = _ml.Data.CreateEnumerable<LabelledVerdict>(byLabel.Transform(_ml.Data.LoadFromEnumerable(labelled)), false)
            .Select(v => v.PredictedLabel);
        CollectionAssert.AreEqual(new[] { true, false, true }, verdicts.ToArray());

        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.AnomalyDetection.Trainers.Autoencoder(options)
                .FitWithLabelled(Blobs.Create(_ml), _ml.Data.LoadFromEnumerable(new[] { far, empty })));
        StringAssert.Contains(error.Message, "1 of 1 labelled rows with a value");
    }

    private AutoencoderAnomalyEstimator Detector(double contamination) =>
        new MLContext(1).AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Contamination = contamination,
            Autoencoder = new AutoencoderOptions
            {
                HiddenSizes = [8],
                CodeSize = 2,
                Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 }
            },
        });

    private IDataView WithOutliers()
    {
        var random = new Random(9);
        var normal = Cells.Read(Blobs.Create(_ml, 90, seed: 5), Blobs.Create(_ml, 1).Schema["Features"])
            .Select(f => new Labelled { Features = f });
        var outliers = Enumerable.Range(0, 10)
            .Select(_ => new Labelled { Label = 1, Features = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle())] });
        return _ml.Data.LoadFromEnumerable(normal.Concat(outliers).ToArray());
    }

    private sealed class Labelled
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Verdict
    {
        public bool PredictedLabel { get; set; }
    }

    private sealed class LabelledVerdict
    {
        public bool PredictedLabel { get; set; }

        public float Label { get; set; }
    }
}
