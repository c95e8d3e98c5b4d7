using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderUseTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Noise_is_taken_off_better_than_by_leaving_it()
    {
        var noisy = Noisy(300, 0.2, seed: 3);
        using var model = _ml.Transforms.Autoencoder("Code", "Noisy", new AutoencoderOptions
        {
            HiddenSizes = [16],
            CodeSize = 4,
            TargetColumnName = "Clean",
            Outputs = new AutoencoderOutputs { Error = "Error" },
            Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
        }).Fit(noisy);
        Assert.AreEqual("the input as it is", model.TrainingHistory.Baseline!.Name);
        Assert.IsTrue(model.TrainingHistory.Baseline.IsBeaten);
        var test = Noisy(100, 0.2, seed: 4);
        var before = _ml.Data.CreateEnumerable<NoisyRow>(test, false).Average(r => r.Noisy.Zip(r.Clean).Average(v => Math.Pow(v.First - v.Second, 2)));
        var scored = model.Transform(test);
        var after = Cells.Read(scored, scored.Schema["Error"]).Average(e => e[0]);
        Assert.IsLessThan(before / 3, after);
        Assert.AreEqual(10 * Math.Log10(1 / after), model.PeakSignalToNoise(test), 1e-3);
    }

    [TestMethod]
    public void Cancelling_a_fit_stops_its_pretraining_too()
    {
        using var cancellation = new CancellationTokenSource();
        var epochs = 0;
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            HiddenSizes = [6],
            Pretraining = new TrainingOptions { Epochs = 50, Progress = new Counter(() => { if (++epochs == 3) cancellation.Cancel(); }) },
            Training = new TrainingOptions { Epochs = 50, Cancellation = cancellation.Token },
        }).Fit(Blobs.Create(_ml));
        Assert.IsLessThan(10, epochs);
        Assert.IsLessThan(3, model.TrainingHistory.Epochs.Count);
    }

    [TestMethod]
    public void A_fit_cancelled_in_its_pretraining_resumes_to_the_weights_of_one_never_interrupted()
    {
        var folder = Directory.CreateTempSubdirectory("pretraining");
        try
        {
            var data = Blobs.Create(_ml);
            using var cancellation = new CancellationTokenSource();
            var epochs = 0;
            var stopping = new Counter(() => { if (++epochs == 3) cancellation.Cancel(); });
            float[][] Codes(TrainingOptions training)
            {
                using var model = new MLContext(1).Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
                {
                    CodeSize = 2,
                    HiddenSizes = [6],
                    Pretraining = new TrainingOptions { Epochs = 5 },
                    Training = training,
                }).Fit(data);
                var scored = model.Transform(data);
                return [.. Cells.Read(scored, scored.Schema["Code"])];
            }
            var training = new TrainingOptions { Epochs = 3, Seed = 5 };
            var whole = Codes(training);
            Codes(training with { CheckpointDirectory = folder.FullName, Cancellation = cancellation.Token, Progress = stopping });
            var resumed = Codes(training with { CheckpointDirectory = folder.FullName });
            for (var i = 0; i < whole.Length; i++)
                CollectionAssert.AreEqual(whole[i], resumed[i]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void The_signal_to_noise_ratio_leaves_rows_without_values_out()
    {
        var rows = Cells.Read(Blobs.Create(_ml), Blobs.Create(_ml).Schema["Features"]).Select(f => new Labelled { Features = f }).ToArray();
        var empty = new Labelled { Features = [.. Enumerable.Repeat(float.NaN, 8)] };
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            Training = new TrainingOptions { Epochs = 2 },
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(rows)), model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(rows.Append(empty))), 1e-6);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.PeakSignalToNoise(_ml.Data.LoadFromEnumerable(new[] { empty })));
        StringAssert.Contains(error.Message, "'Features'");
    }

    [TestMethod]
    public void The_signal_to_noise_ratio_counts_values_and_not_rows()
    {
        var rows = Cells.Read(Blobs.Create(_ml), Blobs.Create(_ml).Schema["Features"])
            .Select((row, i) => new Labelled { Features = [.. row.Select((value, slot) => slot < i % 8 ? float.NaN : value)] });
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            Outputs = new AutoencoderOutputs { FeatureErrors = "Errors" },
            Training = new TrainingOptions { Epochs = 2 },
        }).Fit(data);
        var scored = model.Transform(data);
        var error = Cells.Read(scored, scored.Schema["Errors"]).SelectMany(row => row).Where(e => !float.IsNaN(e)).Average(e => (double)e);
        Assert.AreEqual(-10 * Math.Log10(error), model.PeakSignalToNoise(data), 1e-6);
    }

    [TestMethod]
    public void Corruption_makes_a_better_denoiser_than_none()
    {
        var clean = Noisy(300, 0, seed: 3);
        var test = Noisy(100, 0.3, seed: 4);
        Assert.IsLessThan(Error(null), Error(new GaussianCorruption { StandardDeviation = 0.3 }));

        double Error(InputCorruption? corruption)
        {
            using var model = new MLContext(1).Transforms.Autoencoder("Code", "Noisy", new AutoencoderOptions
            {
                CodeSize = 8,
                Corruption = corruption,
                Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
            }).Fit(clean);
            var view = model.Reconstruct(test);
            return Cells.Read(view, view.Schema["Noisy"]).Zip(Cells.Read(view, view.Schema["Clean"])).Average(p => p.First.Zip(p.Second).Average(v => Math.Pow(v.First - v.Second, 2)));
        }
    }

    [TestMethod]
    public void Missing_values_are_filled_better_than_by_column_means_and_the_others_are_left_alone()
    {
        var random = new Random(2);
        var full = Cells.Read(Blobs.Create(_ml, 200), Blobs.Create(_ml, 1).Schema["Features"]);
        var holed = full.Select(row => row.Select(v => random.NextDouble() < 0.25 ? float.NaN : v).ToArray()).ToArray();
        var data = _ml.Data.LoadFromEnumerable(holed.Select(r => new Row { Features = r }).ToArray());
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [16],
            CodeSize = 3,
            FillMissingValues = true,
            Corruption = new MaskingCorruption { Share = 0.2 },
            Outputs = new AutoencoderOutputs { Filled = "Filled", FeatureErrors = "Errors", Error = "Error" },
            Training = new TrainingOptions { Epochs = 60, BatchSize = 20, LearningRate = 0.01 },
        }).Fit(data);
        var scored = model.Transform(data);
        var filled = Cells.Read(scored, scored.Schema["Filled"]);
        Cells.AreEqual(filled, Cells.Read(model.FillMissing(data), model.FillMissing(data).Schema["Features"]), 1e-6, "filled");
        var errors = Cells.Read(scored, scored.Schema["Errors"]);
        var means = Enumerable.Range(0, 8).Select(i => holed.Select(r => r[i]).Where(v => !float.IsNaN(v)).Average()).ToArray();
        var (network, simple, count) = (0.0, 0.0, 0);
        for (var r = 0; r < holed.Length; r++)
        {
            for (var i = 0; i < 8; i++)
            {
                Assert.AreEqual(float.IsNaN(holed[r][i]), float.IsNaN(errors[r][i]));
                if (!float.IsNaN(holed[r][i]))
                {
                    Assert.AreEqual(holed[r][i], filled[r][i]);
                    continue;
                }
                network += Math.Pow(filled[r][i] - full[r][i], 2);
                simple += Math.Pow(means[i] - full[r][i], 2);
                count++;
            }
            Assert.AreEqual(errors[r].Where(e => !float.IsNaN(e)).Average(), Cells.Read(scored, scored.Schema["Error"])[r][0], 1e-5);
        }
        Assert.IsGreaterThan(100, count);
        Assert.IsLessThan(simple / 4, network);
    }

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
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Detector(0.1).FitWithLabelled(Blobs.Create(_ml), allNormal)).Message, "0 of 1 labelled rows");
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
        using var byLabel = _ml.AnomalyDetection.Trainers.Autoencoder(options).FitWithLabelled(Blobs.Create(_ml), _ml.Data.LoadFromEnumerable(labelled));
        Assert.IsTrue(float.IsFinite(byLabel.Threshold), $"threshold {byLabel.Threshold}");
        var verdicts = _ml.Data.CreateEnumerable<LabelledVerdict>(byLabel.Transform(_ml.Data.LoadFromEnumerable(labelled)), false).Select(v => v.PredictedLabel);
        CollectionAssert.AreEqual(new[] { true, false, false }, verdicts.ToArray());

        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.AnomalyDetection.Trainers.Autoencoder(options).FitWithLabelled(Blobs.Create(_ml), _ml.Data.LoadFromEnumerable(new[] { far, empty })));
        StringAssert.Contains(error.Message, "1 of 1 labelled rows with a value");
    }

    [TestMethod]
    public void Rows_are_encoded_decoded_and_found_by_their_codes()
    {
        var data = Blobs.Create(_ml);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [8],
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 30, BatchSize = 15, LearningRate = 0.01 },
        }).Fit(data);
        Assert.AreEqual(4, model.CompressionRatio);
        var rows = Cells.Read(data, data.Schema["Features"]);
        var codes = model.Encode(rows);
        Cells.AreEqual(Cells.Read(model.Transform(data), model.Transform(data).Schema["Code"]), codes, 1e-5, "codes");
        var view = model.Reconstruct(data);
        Cells.AreEqual(Cells.Read(view, view.Schema["Features"]), model.Decode(codes), 1e-5, "reconstructions");
        var index = model.IndexOf(data);
        var nearest = index.Nearest(rows[4], 5);
        Assert.AreEqual((4, 0f), (nearest[0].Row, MathF.Round(nearest[0].Distance, 4)));
        Assert.IsTrue(nearest.All(n => n.Row % 3 == 1), "rows of the same centre");
        Assert.ThrowsExactly<ArgumentException>(() => model.Encode([new float[3]]));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Sample(1));
        Assert.ThrowsExactly<InvalidOperationException>(() => model.FillMissing(data));
    }

    [TestMethod]
    public void A_variational_autoencoder_draws_rows_like_those_it_learned_and_leads_from_one_to_another()
    {
        var data = Blobs.Create(_ml, 300);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [16],
            CodeSize = 2,
            Loss = ReconstructionLoss.SquaredError,
            Variational = new VariationalCode { OutputDeviation = 0.1 },
            Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 },
        }).Fit(data);
        var rows = Cells.Read(data, data.Schema["Features"]);
        var drawn = model.Sample(200, seed: 1);
        Cells.AreEqual(drawn, model.Sample(200, seed: 1), 0, "the same seed");
        // A drawn row should lie nearer to a real one than a row of uniform noise does.
        var random = new Random(1);
        var noise = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 8).Select(_ => random.NextSingle()).ToArray()).ToArray();
        Assert.IsLessThan(0.5 * noise.Average(Distance), drawn.Average(Distance));
        var path = model.Interpolate(rows[0], rows[1], 5);
        Cells.AreEqual(model.Decode(model.Encode([rows[0], rows[1]])), [path[0], path[4]], 1e-4, "ends");
        Assert.IsTrue(model.TrainingHistory.Epochs[^1].Metrics["bound"] > model.TrainingHistory.Epochs[0].Metrics["bound"]);

        double Distance(float[] row) => rows.Min(r => r.Zip(row).Sum(v => Math.Pow(v.First - v.Second, 2)));
    }

    [TestMethod]
    public void Images_of_odd_extent_pass_through_convolutions_and_back()
    {
        var random = new Random(1);
        var images = Enumerable.Range(0, 20).Select(i =>
        {
            var pixels = new byte[5 * 7 * 4];
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = p % 4 == 3 ? (byte)255 : (byte)((p / 4 % 5 * 50) + random.Next(20));
            return new ImageRow { Picture = MLImage.CreateFromPixels(5, 7, MLPixelFormat.Rgba32, pixels) };
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(images);
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", new AutoencoderOptions
        {
            Convolution = new AutoencoderConvolution { Channels = 3, Filters = [4, 6], DenseCode = false },
            Outputs = new AutoencoderOutputs { Reconstruction = "Reconstruction", LayerPrefix = "Layer" },
            Training = new TrainingOptions { Epochs = 25, BatchSize = 10, LearningRate = 0.02 },
        }).Fit(data);
        Assert.AreEqual((6 * 2 * 2, 7 * 5 * 3), (model.CodeSize, model.OutputSize));
        var scored = model.Transform(data);
        Assert.AreEqual(4 * 4 * 3, ((VectorDataViewType)scored.Schema["Layer1"].Type).Size);
        var values = Cells.Read(scored, scored.Schema["Reconstruction"]);
        Assert.HasCount(105, values[0]);
        Assert.IsLessThan(0.02, model.TrainingHistory.Baseline!.NetworkValue);
    }

    [TestMethod]
    public void A_supervised_network_starts_from_the_encoder()
    {
        var data = Blobs.WithKeys(_ml);
        using var encoder = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 3,
            CodeActivation = Activation.ReLU,
            Training = new TrainingOptions { Epochs = 5, BatchSize = 25 },
        }).Fit(data);
        var options = new MultilayerPerceptronOptions { Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-9 } }.InitializeFrom(encoder);
        CollectionAssert.AreEqual(new[] { 6, 3 }, options.HiddenSizes.ToArray());
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data);
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (var (name, weight) in model.NamedWeights.Where(w => w.Key.Contains("linear1") || w.Key.Contains("linear2")))
            Assert.IsTrue(weight.allclose(encoder.NamedWeights[name.Replace("layers", "encoder")], 0, 1e-6), name);
        var narrow = _ml.Transforms.Concatenate("Features", "Number").Fit(data).Transform(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(narrow)).Message, "8-6-3");
    }

    private AutoencoderAnomalyTrainer Detector(double contamination) => new MLContext(1).AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
    {
        Contamination = contamination,
        Autoencoder = new AutoencoderOptions { HiddenSizes = [8], CodeSize = 2, Training = new TrainingOptions { Epochs = 40, BatchSize = 20, LearningRate = 0.01 } },
    });

    private IDataView WithOutliers()
    {
        var random = new Random(9);
        var normal = Cells.Read(Blobs.Create(_ml, 90, seed: 5), Blobs.Create(_ml, 1).Schema["Features"]).Select(f => new Labelled { Features = f });
        var outliers = Enumerable.Range(0, 10).Select(_ => new Labelled { Label = 1, Features = [.. Enumerable.Range(0, 8).Select(_ => random.NextSingle())] });
        return _ml.Data.LoadFromEnumerable(normal.Concat(outliers).ToArray());
    }

    private IDataView Noisy(int count, double deviation, int seed)
    {
        var random = new Random(seed);
        return _ml.Data.LoadFromEnumerable(Cells.Read(Blobs.Create(_ml, count, seed), Blobs.Create(_ml, 1).Schema["Features"]).Select(clean => new NoisyRow
        {
            Clean = clean,
            Noisy = [.. clean.Select(v => (float)(v + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))))],
        }).ToArray());
    }

    private sealed class Row
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }

    private sealed class NoisyRow
    {
        [VectorType(8)]
        public float[] Clean { get; set; } = [];

        [VectorType(8)]
        public float[] Noisy { get; set; } = [];
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

    private sealed class ImageRow
    {
        [ImageType(7, 5)]
        public MLImage Picture { get; set; } = null!;
    }

    private sealed class Counter(Action report) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value)
        {
            if (value.IsEpochEnd)
                report();
        }
    }
}
