using DeepML.Estimators.Tests.Translation;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

/// <summary>Autoencoders of pictures: images as targets, missing pixels, changes, patches, and what another network sees.</summary>
[TestClass]
public sealed class AutoencoderPictureTests
{
    private const int Pixels = PicturePairs.Height * PicturePairs.Width;

    private static readonly AutoencoderOptions Small = new()
    {
        CodeSize = 12,
        Convolution = new AutoencoderConvolution { Filters = [6, 8] },
        Training = new TrainingOptions { Epochs = 30, BatchSize = 16, LearningRate = 0.01 },
    };

    private static readonly AutoencoderOptions Brief = Small with { Training = new TrainingOptions { Epochs = 2, BatchSize = 16 } };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Images_become_other_images_and_the_reloaded_model_compares_alike()
    {
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", Small with
        {
            TargetColumnName = "Target",
            Outputs = new AutoencoderOutputs { Reconstruction = "Made", Error = "Error" },
        }).Fit(PicturePairs.Images(_ml, 60));
        Assert.AreEqual((3 * Pixels, 3 * Pixels), (model.InputSize, model.OutputSize));
        Assert.AreEqual("the input as it is", model.TrainingHistory.Baseline!.Name);
        Assert.IsLessThan(model.TrainingHistory.Baseline.Value / 4, model.TrainingHistory.Baseline.NetworkValue);
        var images = PicturePairs.Images(_ml, 9, seed: 2);
        var errors = model.Transform(images).GetColumn<float>("Error").ToArray();
        Assert.AreEqual(errors.Average(), model.MeanSquaredError(images), 1e-6);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, images.Schema, stream);
        stream.Position = 0;
        var reloaded = _ml.Model.Load(stream, out _);
        CollectionAssert.AreEqual(errors, reloaded.Transform(images).GetColumn<float>("Error").ToArray());
        ((IDisposable)reloaded).Dispose();
    }

    [TestMethod]
    public void Targets_are_read_with_the_channels_of_the_input_or_those_asked_for()
    {
        Assert.AreEqual(Pixels, SizeOf(PicturePairs.Images(_ml), "Target", new AutoencoderConvolution { Channels = 1 }));
        Assert.AreEqual(
            3 * Pixels, SizeOf(PicturePairs.Images(_ml), "Target", new AutoencoderConvolution { Channels = 1, TargetChannels = 3 }));
        Assert.AreEqual(3 * Pixels, SizeOf(MaskedPictures.View(_ml), "Colours", new AutoencoderConvolution()), "by a vector's length");
        var flat = _ml.Transforms.Concatenate("Flat", "Picture", "Picture").Fit(PicturePairs.View(_ml)).Transform(PicturePairs.View(_ml));
        Assert.AreEqual(2 * Pixels, SizeOf(flat, "Flat", new AutoencoderConvolution()));
        var wrong = Assert.ThrowsExactly<ArgumentException>(() => SizeOf(flat, "Flat", new AutoencoderConvolution { TargetChannels = 3 }));
        StringAssert.Contains(wrong.Message, "Target column 'Flat' holds 240 numbers; they must be 3 for each of the input's 120 pixels.");

        int SizeOf(IDataView data, string target, AutoencoderConvolution convolution)
        {
            using var model = _ml.Transforms.Autoencoder(
                "Code", "Picture", Brief with { TargetColumnName = target, Convolution = convolution }).Fit(data);
            return model.OutputSize;
        }
    }

    [TestMethod]
    public void An_image_of_another_size_is_no_target()
    {
        var images = _ml.Transforms.ResizeImages("Half", 6, 5, "Target").Fit(PicturePairs.Images(_ml)).Transform(PicturePairs.Images(_ml));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.Autoencoder("Code", "Picture", Brief with { TargetColumnName = "Half" }).Fit(images));
        StringAssert.Contains(error.Message, "Target column 'Half' holds pictures of 6x5 pixels");
        StringAssert.Contains(error.Message, "the input pictures of 12x10");
        StringAssert.Contains(error.Message, "ResizeImages");
        var wanted = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder(
            "Code", "Picture", Brief with { Convolution = new AutoencoderConvolution { TargetChannels = 3 } }));
        StringAssert.Contains(wanted.Message, "Convolution.TargetChannels is 3; it must be 0 without TargetColumnName.");
    }

    [TestMethod]
    public void Missing_pixels_are_filled_better_than_by_means_and_the_others_stay()
    {
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", Small with
        {
            FillMissingValues = true,
            Outputs = new AutoencoderOutputs { Filled = "Whole" },
        }).Fit(Holed(150, 1));
        var (rows, holed) = (PicturePairs.Rows(40, 2), Holed(40, 2));
        var given = holed.GetColumn<float[]>("Picture").ToArray();
        var filled = model.Transform(holed).GetColumn<float[]>("Whole").ToArray();
        double[] means = [.. Enumerable.Range(0, Pixels).Select(p => (double)PicturePairs.Rows(150).Average(row => row.Picture[p]))];
        var (own, simple) = (0.0, 0.0);
        for (var row = 0; row < rows.Length; row++)
            for (var p = 0; p < Pixels; p++)
                if (float.IsNaN(given[row][p]))
                {
                    own += Math.Pow(filled[row][p] - rows[row].Picture[p], 2);
                    simple += Math.Pow(means[p] - rows[row].Picture[p], 2);
                }
                else
                {
                    Assert.AreEqual(given[row][p], filled[row][p], $"row {row}, pixel {p}");
                }
        Assert.IsLessThan(0.5 * simple, own);
    }

    [TestMethod]
    public void Few_pixels_are_filled_by_the_network_where_it_has_convolutions()
    {
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            FillMissingValues = true,
            Convolution = new AutoencoderConvolution { Height = 2, Width = 4, Channels = 1, Filters = [3] },
            Training = Brief.Training,
        }).Fit(Blobs.Create(_ml));
        Assert.IsFalse(model.TrainingHistory.Chosen.Any(choice => choice.Option == "FillFrom"));
    }

    [TestMethod]
    public void Shifts_teach_pictures_of_places_that_were_never_seen_with_their_targets()
    {
        foreach (var target in new[] { null, "Colours" })
        {
            var options = Small with { TargetColumnName = target };
            using var still = _ml.Transforms.Autoencoder("Code", "Picture", options).Fit(From(left: true));
            using var moved = _ml.Transforms.Autoencoder(
                "Code", "Picture", options with { Augmentation = new PictureAugmentation { CropPadding = 5 } }).Fit(From(left: true));
            var (without, with) = (still.MeanSquaredError(From(left: false)), moved.MeanSquaredError(From(left: false)));
            Assert.IsLessThan(0.75 * without, with, $"target {target}");
        }

        IDataView From(bool left) => _ml.Data.LoadFromEnumerable(
            MaskedPictures.Rows(240).Where(row => row.Picture.Index().First(p => p.Item > 0.5f).Index % PicturePairs.Width < 4 == left));
    }

    [TestMethod]
    public void Changes_that_would_not_fit_are_refused_by_name()
    {
        Refuses(Brief with { Augmentation = new() { MixUp = 0.2, CutMix = 1, Brightness = 2 } },
            "Augmentation.MixUp is 0.2; it must be 0: there are no labels", "Augmentation.CutMix is 1; it must be 0",
            "Augmentation.Brightness is 2; it must be in [0, 1].");
        Refuses(Brief with { Augmentation = new() { Brightness = 0.1, Noise = 0.2, Rotation = 3 }, TargetColumnName = "Target" },
            "Augmentation.Brightness is 0.1; it must be 0 with TargetColumnName", "Augmentation.Noise is 0.2; it must be 0 with");
        Refuses(Brief with { Augmentation = new() { Blur = 0.1 }, FillMissingValues = true },
            "Augmentation.Blur is 0.1; it must be 0 with FillMissingValues");
        Refuses(Brief with { Convolution = null, Augmentation = new(), Corruption = new PictureCorruption() },
            "Augmentation is given; it must be null without Convolution",
            "Corruption is PictureCorruption; it must be another one without Convolution");
        Refuses(Brief with { Corruption = new PictureCorruption { Corruptions = [new PatchCorruption { LargestSide = 2 }] } },
            "Corruption.Corruptions[0] (patch).LargestSide is 2");
        Refuses(Brief with { Corruption = new PictureCorruption { Corruptions = [] } }, "Corruption.Corruptions is an empty list");
        var wide = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Picture", Brief with
        {
            Augmentation = new PictureAugmentation { CropPadding = 10, Saturation = 0.1 },
        }).Fit(PicturePairs.View(_ml)));
        StringAssert.Contains(wide.Message, "Augmentation.CropPadding is 10; it must be below the shorter side of the pictures, 10");
        StringAssert.Contains(wide.Message, "Augmentation.Saturation is 0.1; it must be 0 for pictures of 1 channels");
    }

    [TestMethod]
    public void Patches_are_stamped_on_pixels_from_black_to_white_only()
    {
        var options = Brief with { Corruption = new PictureCorruption() };
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", options).Fit(PicturePairs.View(_ml));
        Assert.HasCount(2, model.TrainingHistory.Epochs);
        var rows = PicturePairs.Rows(5);
        rows[3].Picture[7] = 200;
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.Autoencoder("Code", "Picture", options).Fit(_ml.Data.LoadFromEnumerable(rows)));
        StringAssert.Contains(error.Message, "Column 'Picture' holds 200 in row 3, slot 7");
        StringAssert.Contains(error.Message, "must be in [0, 1]");
    }

    [TestMethod]
    public void What_another_network_sees_is_part_of_the_loss_with_missing_pixels_too()
    {
        using var seeing = _ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "IsBright",
            FeatureColumnName = "Picture",
            Layers = [new ConvolutionLayer(3, 3), new ActivationLayer(Activation.ReLU), new FlattenLayer()],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(_ml.Data.LoadFromEnumerable(PicturePairs.Rows(27).Select(
            (row, i) => new JudgedPicture { Picture = row.Picture, IsBright = i % 2 == 0 })));
        var before = seeing.NamedWeights.ToDictionary(weight => weight.Key, weight => weight.Value.clone());
        var perceptual = new PerceptualLoss(seeing) { Weight = 2 };
        using var model = _ml.Transforms.Autoencoder("Code", "Picture", Small with
        {
            Perceptual = perceptual,
            FillMissingValues = true,
            Training = Small.Training with { Epochs = 4 },
        }).Fit(Holed(60, 1));
        var epochs = model.TrainingHistory.Epochs;
        var first = epochs[0].Metrics;
        Assert.AreEqual(
            first["reconstruction loss"] + (2 * first["perceptual distance"]), epochs[0].TrainingLoss, 1e-5 * epochs[0].TrainingLoss);
        Assert.IsGreaterThan(0, first["perceptual distance"]);
        Assert.IsLessThan(first["perceptual distance"], epochs[^1].Metrics["perceptual distance"]);
        foreach (var (name, weight) in before)
            using (weight)
                Assert.IsTrue(weight.equal(seeing.NamedWeights[name]).all().item<bool>(), name);
        Refuses(Brief with { Perceptual = perceptual, Variational = new() }, "Perceptual is given; it must be null with Variational");
        Refuses(Brief with { Perceptual = perceptual, Convolution = null }, "Perceptual is given; it must be null without Convolution");
        Refuses(Brief with { Perceptual = perceptual with { Weight = 0 } }, "Perceptual.Weight is 0; it must be above 0.");
        var other = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder(
            "Code", "Picture", Brief with { Perceptual = perceptual }).Fit(PicturePairs.Even(_ml, 6, 5)));
        StringAssert.Contains(other.Message, "Perceptual.Network reads pictures of 12x10 pixels; those that are learned have 5x6.");
    }

    // A quarter of the pixels are gone.
    private IDataView Holed(int count, int seed)
    {
        var random = new Random(seed);
        return _ml.Data.LoadFromEnumerable(PicturePairs.Rows(count, seed).Select(row => new PicturePairs.PicturePair
        {
            Picture = [.. row.Picture.Select(pixel => random.Next(4) == 0 ? float.NaN : pixel)],
            Target = row.Target,
        }).ToArray());
    }

    private void Refuses(AutoencoderOptions options, params string[] faults)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Picture", options));
        foreach (var fault in faults)
            StringAssert.Contains(error.Message, fault);
    }

    private sealed class JudgedPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        public bool IsBright { get; set; }
    }
}
