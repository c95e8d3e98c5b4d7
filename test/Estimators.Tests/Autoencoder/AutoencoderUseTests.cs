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
            Corruption = new MaskingCorruption { Fraction = 0.2 },
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
        var options = new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions
            {
                Epochs = 1,
                LearningRate = 1e-9
            }
        }.InitializeFrom(encoder);
        CollectionAssert.AreEqual(new[] { 6, 3 }, options.HiddenSizes.ToArray());
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data);
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (var (name, weight) in model.NamedWeights.Where(w => w.Key.Contains("linear1") || w.Key.Contains("linear2")))
            Assert.IsTrue(weight.allclose(encoder.NamedWeights[name.Replace("layers", "encoder")], 0, 1e-6), name);
        var narrow = _ml.Transforms.Concatenate("Features", "Number").Fit(data).Transform(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(narrow)).Message, "8-6-3");
    }

    private sealed class Row
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
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
