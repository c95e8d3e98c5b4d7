using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class RecurrentAutoencoderTests
{
    private const int Steps = 6;
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_sensor_that_no_longer_follows_the_others_is_found_and_named()
    {
        var normal = Windows(400, seed: 1);
        using var model = Detector().Fit(View(normal));
        CollectionAssert.AreEqual(new[] { "in", "mid", "out" }, model.SensorNames.ToArray());
        Assert.AreEqual(Steps, model.WindowSize);
        for (var sensor = 0; sensor < 3; sensor++)
        {
            var broken = Windows(100, seed: 2);
            var other = Windows(100, seed: 3);
            for (var row = 0; row < broken.Length; row++)
                for (var step = 0; step < Steps; step++)
                    broken[row].Features[(step * 3) + sensor] = other[row].Features[(step * 3) + sensor];
            foreach (var window in broken)
                window.Label = 1;
            var scored = model.Transform(View([.. Windows(100, seed: 4), .. broken]));
            Assert.IsGreaterThan(0.9, _ml.AnomalyDetection.Evaluate(scored, "Label").AreaUnderRocCurve);
            var named = scored.GetColumn<uint>("Sensor").Skip(100).Count(key => key == sensor + 1);
            Assert.IsGreaterThan(75, named, $"sensor {sensor}");
        }
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        model.Transform(View(normal)).Schema["Sensor"].GetKeyValues(ref names);
        Assert.AreEqual("mid", names.GetItemOrDefault(1).ToString());
        model.Transform(View(normal)).Schema["SensorScores"].GetSlotNames(ref names);
        Assert.AreEqual("out", names.GetItemOrDefault(2).ToString());
    }

    [TestMethod]
    public void Ordinary_windows_have_scores_around_one_and_the_threshold_follows_the_share()
    {
        var normal = View(Windows(400, seed: 1));
        using var model = Detector(new ContaminationThreshold { Share = 0.05 }).Fit(normal);
        var scores = model.Transform(normal).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(scores.Average() is > 0.8f and < 3, $"{scores.Average()}");
        Assert.AreEqual(20, model.Transform(normal).GetColumn<bool>("PredictedLabel").Count(flag => flag));
        Assert.AreEqual(20, scores.Count(score => score > model.Threshold));
        using var never = model.WithThreshold(float.MaxValue);
        Assert.IsFalse(never.Transform(normal).GetColumn<bool>("PredictedLabel").Any(flag => flag));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithThreshold(float.NaN));
    }

    [TestMethod]
    public void The_threshold_follows_the_tail_or_labelled_rows()
    {
        var normal = View(Windows(300, seed: 1));
        using var tail = Detector(new TailThreshold { Risk = 1e-3 }).Fit(normal);
        var scores = tail.Transform(normal).GetColumn<float>("Score").Select(score => (double)score).ToArray();
        Assert.AreEqual(new StreamingThreshold(scores, new TailThreshold { Risk = 1e-3 }).Threshold, tail.Threshold, 1e-3);
        var odd = Windows(40, seed: 2);
        foreach (var window in odd)
            (window.Features[4], window.Label) = (9, 1);
        using var labelled = Detector().FitWithLabelled(normal, View([.. Windows(60, seed: 3), .. odd]));
        var flags = labelled.Transform(View([.. Windows(60, seed: 5), .. odd])).GetColumn<bool>("PredictedLabel").ToArray();
        Assert.IsTrue(flags[60..].All(flag => flag));
        Assert.IsLessThan(6, flags[..60].Count(flag => flag));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Detector().FitWithLabelled(normal, View(odd))).Message,
            "calls 40 of 40 labelled rows anomalies");
    }

    [TestMethod]
    public void The_report_sets_other_detectors_beside_it_on_the_same_rows()
    {
        var odd = Windows(80, seed: 2);
        foreach (var window in odd)
            (window.Features[4], window.Label) = (9, 1);
        var report = Detector().Compare(View(Windows(300, seed: 1)), View([.. Windows(80, seed: 3), .. odd]));
        CollectionAssert.AreEqual(
            new[] { "recurrent autoencoder", "dense autoencoder", "9 principal components", "largest z-score of the last step",
                "Mahalanobis' distance of the last step" }, report.Detectors.Select(detector => detector.Name).ToArray());
        foreach (var detector in report.Detectors.Take(3))
            Assert.IsGreaterThan(0.95, detector.AreaUnderRocCurve, detector.Name);
        Assert.IsLessThan(0.65, report.Detectors[3].AreaUnderRocCurve); // the fault is not in the last step
        Assert.IsGreaterThan(0.95, report.Best.AreaUnderRocCurve);
        StringAssert.Contains(report.ToString(), "dense autoencoder");
    }

    [TestMethod]
    public void The_area_counts_pairs_in_the_right_order_and_equals_half()
    {
        bool[] labels = [true, false, true, false, false];
        float[] scores = [3, 1, 2, 2, 5];
        // pairs: 3 > 1, 3 > 2, 3 < 5, 2 > 1, 2 = 2, 2 < 5
        Assert.AreEqual(3.5 / 6, WindowDetector.Of("", labels, scores).AreaUnderRocCurve, 1e-12);
        Assert.AreEqual(2.0 * 2 / (2 + 2 + 2), WindowDetector.Of("", labels, scores).BestF1, 1e-12);
    }

    [TestMethod]
    public void A_window_that_cannot_be_read_is_an_anomaly_of_no_known_sensor()
    {
        using var model = Detector().Fit(View(Windows(60, seed: 1)));
        var hole = Windows(2, seed: 2);
        hole[0].Features[3] = float.NaN;
        hole[1].Features[3] = 1e30f;
        var scored = model.Transform(View(hole));
        CollectionAssert.AreEqual(new[] { true, true }, scored.GetColumn<bool>("PredictedLabel").ToArray());
        Assert.AreEqual(float.PositiveInfinity, scored.GetColumn<float>("Score").First());
        Assert.AreEqual(0u, scored.GetColumn<uint>("Sensor").First());
    }

    [TestMethod]
    public void Without_names_the_last_dimension_tells_the_sensors()
    {
        var options = new RecurrentAutoencoderOptions { Training = new TrainingOptions { Epochs = 1 } };
        using var model = _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(options).Fit(View(Windows(30, seed: 1), dimensions: true));
        CollectionAssert.AreEqual(new[] { "0", "1", "2" }, model.SensorNames.ToArray());
        using var single = _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(options).Fit(View(Windows(30, seed: 1)));
        Assert.HasCount(1, single.SensorNames);
        Assert.AreEqual(3 * Steps, single.WindowSize);
    }

    [TestMethod]
    public void Options_and_windows_that_do_not_fit_are_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
            new RecurrentAutoencoderOptions
            {
                FeatureColumnName = "",
                LabelColumnName = "",
                SensorNames = ["a", "a"],
                Encoder = new GruEncoder { HiddenSize = 0 },
                CodeSize = 0,
                HiddenShare = 1,
                Threshold = new TailThreshold { Risk = 0.05, Level = 0.98 },
                InputScaling = (NetworkInputScaling)99,
            }));
        foreach (var part in new[] { "FeatureColumnName", "LabelColumnName", "SensorNames is [a, a]", "HiddenSize is 0", "CodeSize is 0",
            "HiddenShare is 1", "Threshold.Risk is 0.05; it must be below 1 - Level, 0.02", "InputScaling is 99" })
            StringAssert.Contains(error.Message, part);
        var data = View(Windows(30, seed: 1));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
                new RecurrentAutoencoderOptions { SensorNames = ["a", "b", "c", "d"] }).Fit(data)).Message, "holds 18 numbers a row");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
                new RecurrentAutoencoderOptions { CodeSize = 18 }).Fit(data)).Message, "CodeSize is 18");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
                new RecurrentAutoencoderOptions { SensorNames = ["a", "b"] }).Fit(View(Windows(30, seed: 1), dimensions: true))).Message,
            "windows of 3 numbers a step (Vector<Single, 6, 3>), but SensorNames has 2: give 3 names");
    }

    [TestMethod]
    public void A_tail_of_a_handful_of_windows_is_refused_with_another_way()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Detector(new TailThreshold()).Fit(View(Windows(12, seed: 1))));
        StringAssert.Contains(error.Message, "There are 12 training windows with a score");
        StringAssert.Contains(error.Message, "set Threshold to a ContaminationThreshold");
    }

    private RecurrentAutoencoderEstimator Detector(AnomalyThresholding? threshold = null) =>
        new MLContext(1).AnomalyDetection.Trainers.RecurrentAutoencoder(new RecurrentAutoencoderOptions
        {
            SensorNames = ["in", "mid", "out"],
            Encoder = new GruEncoder { HiddenSize = 16 },
            Threshold = threshold ?? new ContaminationThreshold(),
            Training = new RecurrentAutoencoderOptions().Training with { Epochs = 30, BatchSize = 32 },
        });

    // Three sensors of one walk, each with a little noise of its own.
    private static Window[] Windows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (value, features) = (2 * random.NextDouble(), new float[3 * Steps]);
            for (var step = 0; step < Steps; step++)
            {
                value += 0.8 * (random.NextDouble() - 0.5);
                for (var sensor = 0; sensor < 3; sensor++)
                    features[(step * 3) + sensor] = (float)((value * (sensor == 1 ? -1 : 1)) + (0.1 * random.NextDouble()));
            }
            return new Window { Features = features };
        })];
    }

    private IDataView View(Window[] windows, bool dimensions = false)
    {
        var schema = SchemaDefinition.Create(typeof(Window));
        if (dimensions)
            schema[nameof(Window.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Steps, 3);
        return _ml.Data.LoadFromEnumerable(windows, schema);
    }

    private sealed class Window
    {
        [VectorType(3 * Steps)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
