using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace DeepML.Estimators.Tests.Translation;

[TestClass]
public sealed class TranslateImageTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static TranslateImageOptions Learning => new()
    {
        Generator = new ResidualGenerator { Blocks = 1, Filters = 8 },
        Training = new TrainingOptions { Epochs = 12, BatchSize = 8, LearningRate = 0.01, ValidationFraction = 0.25 },
    };

    [TestMethod]
    public void Pictures_become_their_targets_better_than_by_doing_nothing_or_by_the_mean()
    {
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", Learning).Fit(PicturePairs.View(_ml, 80));
        var history = model.TrainingHistory;
        Assert.IsTrue(history.Baseline!.IsBeaten, history.ToString());
        CollectionAssert.AreEquivalent(
            new[] { "the input as it is PSNR", "the input as it is SSIM", "the mean target PSNR", "the mean target SSIM" },
            history.Comparisons.Select(c => $"{c.Method} {c.Measure}").ToArray());
        Assert.IsTrue(history.Comparisons.All(c => c.Verdict == ComparisonVerdict.Better && c.Rows == 20), history.ToString());
        var last = history.Epochs[^1].Metrics;
        Assert.AreEqual(history.Comparisons[0].NetworkValue, last["validation PSNR"], 0.01);
        Assert.AreEqual(history.Comparisons[1].NetworkValue, last["validation SSIM"], 0.001);
        Assert.AreEqual(history.Baseline.NetworkValue, last["validation L1"], 1e-4);
        var made = model.Transform(PicturePairs.View(_ml, 30, seed: 2));
        var metrics = ImageMetrics.Of(made, "Made", "Target");
        Assert.IsGreaterThan(25, metrics.PeakSignalToNoise);
        Assert.AreEqual(
            new VectorDataViewType(NumberDataViewType.Single, 1, PicturePairs.Height, PicturePairs.Width), made.Schema["Made"].Type);
    }

    [TestMethod]
    public void The_base_that_lies_nearer_is_chosen_and_said()
    {
        var data = PicturePairs.View(_ml);
        using var inverted = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small).Fit(data);
        var chosen = inverted.TrainingHistory.Chosen.Single(choice => choice.Option == "Base");
        Assert.AreEqual("MeanPicture", chosen.Value);
        using var same = _ml.Transforms.TranslateImage("Made", "Picture", "Picture", TranslateImageWorkout.Small).Fit(data);
        Assert.AreEqual("Input", same.TrainingHistory.Chosen.Single(choice => choice.Option == "Base").Value);
        Assert.AreEqual(0, same.TrainingHistory.Baseline!.Value, "the input is the target");
    }

    [TestMethod]
    public void The_negative_is_what_a_network_begins_with_that_is_told_so()
    {
        var data = PicturePairs.View(_ml);
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            Base = ImageBase.Negative,
            Training = TranslateImageWorkout.Small.Training with { Epochs = 1, LearningRate = 1e-9 },
        }).Fit(data);
        var (given, made) = (data.GetColumn<float[]>("Picture").First(), model.Transform(data).GetColumn<float[]>("Made").First());
        for (var i = 0; i < given.Length; i++)
            Assert.AreEqual(1 - given[i], made[i], 1e-5);
    }

    [TestMethod]
    public void Images_come_out_as_images_of_the_size_that_was_promised_and_a_row_without_one_has_none()
    {
        var data = PicturePairs.Images(_ml);
        var estimator = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            WhenUnreadable = UnreadablePictures.SkipRow,
        });
        var shape = new SchemaShape(data.Schema.Select(column => SchemaShapes.Column(column.Name, column.Type)));
        Assert.AreEqual(
            new ImageDataViewType(PicturePairs.Height, PicturePairs.Width),
            estimator.GetOutputSchema(shape).Last(column => column.Name == "Made").ItemType);
        using var model = estimator.Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var rows = PicturePairs.Rows(3);
        var asked = _ml.Data.LoadFromEnumerable(rows.Select(
            (row, i) => new PicturePairs.ImagePair { Number = i, Picture = i == 1 ? null : row.ToImage(row.Picture) }));
        using var loaded = (IDisposable)_ml.Model.Load(file, out _);
        var scored = ((ITransformer)loaded).Transform(asked);
        Assert.AreEqual(new ImageDataViewType(PicturePairs.Height, PicturePairs.Width), scored.Schema["Made"].Type);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var getter = cursor.GetGetter<MLImage>(scored.Schema["Made"]);
        MLImage? image = null;
        for (var row = 0; cursor.MoveNext(); row++)
        {
            getter(ref image!);
            Assert.AreEqual(row == 1, image is null, $"row {row}");
            if (image is not null)
                Assert.AreEqual((PicturePairs.Height, PicturePairs.Width), (image.Height, image.Width));
        }
        image?.Dispose();
    }

    [TestMethod]
    public void Pictures_of_another_size_are_made_too_and_cut_into_tiles_without_a_seam()
    {
        var estimator = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with { TileSize = 0 });
        using var whole = estimator.Fit(PicturePairs.View(_ml));
        using var tiled = new ImageTranslationTransformer(
            _ml, Tiled(whole), whole.Network is Networks.TranslationNetwork network ? network : throw new InvalidOperationException(),
            TorchSharp.torch.CPU);
        var large = PicturePairs.Even(_ml, 45, 67);
        var (one, cut) = (Made(whole, large), Made(tiled, large));
        Assert.HasCount(45 * 67, one);
        for (var i = 0; i < one.Length; i++)
            Assert.AreEqual(one[i], cut[i], 1e-4, $"pixel {i}");

        static Transforms.ImageTranslationDescription Tiled(ImageTranslationTransformer model)
        {
            var description = (Transforms.ImageTranslationDescription)model.Description;
            return description with { Columns = description.Columns with { TileSize = 8 } };
        }
    }

    [TestMethod]
    public void A_sheet_shows_what_is_given_made_and_wanted()
    {
        var data = PicturePairs.View(_ml);
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small).Fit(data);
        var sheet = model.Preview(data, 4);
        Assert.AreEqual((1 + (3 * 13), 1 + (4 * 11)), (sheet.Width, sheet.Height));
        var row = PicturePairs.Rows(1)[0];
        Assert.AreEqual(row.Picture[0], sheet[1, 1], 1e-6);
        Assert.AreEqual(row.Target[0], sheet[1 + (2 * 13), 1], 1e-6);
        Assert.AreEqual(Made(model, data)[0], sheet[1 + 13, 1], 1e-5);
        var alone = _ml.Transforms.DropColumns("Target").Fit(data).Transform(data);
        Assert.AreEqual(1 + (2 * 13), model.Preview(alone, 2).Width, "nothing is known of what it should be");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Preview(data, 0));
        var none = _ml.Data.LoadFromEnumerable(Array.Empty<PicturePairs.PicturePair>());
        Assert.ThrowsExactly<InvalidOperationException>(() => model.Preview(none));
    }

    [TestMethod]
    public void Each_epoch_leaves_a_sheet_where_it_is_asked_for()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
            {
                EpochSheets = folder.FullName,
                Training = TranslateImageWorkout.Small.Training with { ValidationFraction = 0.2 },
            }).Fit(PicturePairs.View(_ml));
            CollectionAssert.AreEqual(
                new[] { "epoch001.png", "epoch002.png" }, folder.GetFiles().Select(file => file.Name).Order().ToArray());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void What_another_network_sees_is_part_of_the_loss_and_that_network_stays_as_it_is()
    {
        var data = PicturePairs.View(_ml);
        var judged = _ml.Data.LoadFromEnumerable(PicturePairs.Rows(27).Select(
            (row, i) => new JudgedPicture { Picture = row.Picture, IsBright = i % 2 == 0 }));
        using var seeing = _ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "IsBright",
            FeatureColumnName = "Picture",
            Layers = [new ConvolutionLayer(3, 3), new ActivationLayer(Activation.ReLU), new FlattenLayer()],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(judged);
        var before = seeing.NamedWeights.ToDictionary(weight => weight.Key, weight => weight.Value.clone());
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            Perceptual = new PerceptualLoss(seeing) { Weight = 1 },
            PixelWeight = 0,
        }).Fit(data);
        var distances = model.TrainingHistory.Epochs.Select(epoch => epoch.Metrics["perceptual distance"]).ToArray();
        Assert.IsGreaterThan(0, distances[0]);
        Assert.IsLessThan(distances[0], distances[1]);
        foreach (var (name, weight) in before)
            using (weight)
                Assert.IsTrue(weight.equal(seeing.NamedWeights[name]).all().item<bool>(), name);
        var small = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage(
            "Made", "Picture", "Target",
            TranslateImageWorkout.Small with { Perceptual = new PerceptualLoss(seeing), CropSize = 8 }).Fit(data));
        StringAssert.Contains(small.Message, "Perceptual.Network reads pictures of 12x10 pixels; those that are learned have 8x8.");
        var layer = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.TranslateImage(
            "Made", "Picture", "Target",
            TranslateImageWorkout.Small with { Perceptual = new PerceptualLoss(seeing) { Layers = ["absent"] } }));
        StringAssert.Contains(layer.Message, "Perceptual.Layers is \"absent\"; it must be one of convolution1, activation1");
    }

    [TestMethod]
    public void A_network_that_makes_the_same_of_everything_is_warned_of()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small with
        {
            Base = ImageBase.None,
            Training = new TrainingOptions { Epochs = 1, LearningRate = 1e-9 },
        }).Fit(PicturePairs.View(_ml));
        StringAssert.Contains(model.TrainingHistory.Advice, "makes nearly the same picture of everything");
        Assert.IsTrue(warnings.Any(warning => warning.Contains("nearly the same picture of everything", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void One_pair_alone_can_be_learned_from()
    {
        using var model = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small)
            .Fit(PicturePairs.View(_ml, 1));
        Assert.HasCount(2, model.TrainingHistory.Epochs);
    }

    [TestMethod]
    public void Training_goes_on_from_a_fitted_model()
    {
        var data = PicturePairs.View(_ml);
        using var first = _ml.Transforms.TranslateImage("Made", "Picture", "Target", Learning).Fit(data);
        using var second = _ml.Transforms.TranslateImage("Made", "Picture", "Target", Learning with
        {
            Base = ImageBase.Automatic, // that of the model that is gone on from
            Training = Learning.Training with { LearningRate = 1e-7, Epochs = 1 },
        }).Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss / 2, second.TrainingHistory.Epochs[0].TrainingLoss);
        using var other = _ml.Transforms.TranslateImage("Made", "Picture", "Target", TranslateImageWorkout.Small).Fit(data);
        Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.TranslateImage("Made", "Picture", "Target", Learning).Fit(data, other));
    }

    private static float[] Made(ITransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return scored.GetColumn<float[]>("Made").First();
    }

    private sealed class JudgedPicture
    {
        [VectorType(1, PicturePairs.Height, PicturePairs.Width)]
        public float[] Picture { get; set; } = [];

        public bool IsBright { get; set; }
    }
}
