using System.Diagnostics;
using DeepML.Estimators.Tests.Convolutional;
using DeepML.Estimators.Tests.GanAugmenter;
using DeepML.Estimators.Tests.RatingsRbm;
using DeepML.Estimators.Tests.Recurrent;
using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Estimators.Tests.Translation;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>Every number among the options, at every end of what its type holds: refused in words before the fit, or fitted.</summary>
[TestClass]
public sealed class OptionSweepTests
{
    // Long enough for a first error of torch's on a busy machine, and far from what never ends.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly TrainingOptions Brief = new()
    {
        Epochs = 1,
        BatchSize = 16,
        LearningRate = 0.01,
        TimeLimit = TimeSpan.FromSeconds(0.5),
        GradientClipNorm = 1,
        EarlyStopping = new EarlyStopping(),
    };

    private static readonly Dictionary<string, (object Options, Func<MLContext, object, IDisposable> Fit)> Families = new()
    {
        ["perceptron"] = (new MultilayerPerceptronOptions
        {
            HiddenSizes = [4],
            ActivationSlope = null,
            Training = Brief with { Schedule = new CosineSchedule() }
        },
            (ml, options) => ml.MulticlassClassification.Trainers.MultilayerPerceptron((MultilayerPerceptronOptions)options)
                .Fit(Blobs.WithKeys(ml))),
        ["optimizers"] =
            (new PerceptronOptions { Training = Brief with { Optimizer = new RmsPropOptimizer(), Schedule = new OneCycleSchedule() } },
            (ml, options) => ml.MulticlassClassification.Trainers.Perceptron((PerceptronOptions)options).Fit(Blobs.WithKeys(ml))),
        ["optimizers too"] =
            (new PerceptronOptions { Training = Brief with { Optimizer = new AdamWOptimizer(), Schedule = new PlateauSchedule() } },
            (ml, options) => ml.MulticlassClassification.Trainers.Perceptron((PerceptronOptions)options).Fit(Blobs.WithKeys(ml))),
        ["optimizers also"] =
            (new PerceptronOptions { Training = Brief with { Optimizer = new AdagradOptimizer(), Schedule = new StepSchedule() } },
            (ml, options) => ml.MulticlassClassification.Trainers.Perceptron((PerceptronOptions)options).Fit(Blobs.WithKeys(ml))),
        ["momentum"] = (new PerceptronOptions
        {
            Training = Brief with
            {
                Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
                Schedule = new LinearDecaySchedule()
            }
        },
            (ml, options) => ml.MulticlassClassification.Trainers.Perceptron((PerceptronOptions)options).Fit(Blobs.WithKeys(ml))),
        ["autoencoder"] =
            (new AutoencoderOptions { CodeSize = 2, Corruption = new GaussianCorruption(), Sparsity = new L1Sparsity(), Training = Brief },
            (ml, options) => ml.Transforms.Autoencoder("Code", "Features", (AutoencoderOptions)options).Fit(Blobs.Create(ml))),
        ["variational"] = (new AutoencoderOptions { CodeSize = 2, Variational = new VariationalCode(), Training = Brief },
            (ml, options) => ml.Transforms.Autoencoder("Code", "Features", (AutoencoderOptions)options).Fit(Blobs.Create(ml))),
        ["machine"] = (new RbmOptions
        {
            HiddenSize = 4,
            Persistent = true,
            SparsityTarget = 0.1,
            Training = RbmOptions.DefaultTraining with { Epochs = 1, TimeLimit = Brief.TimeLimit }
        },
            (ml, options) => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", (RbmOptions)options).Fit(Blobs.Create(ml))),
        ["ratings"] = (new RatingsRbmOptions
        {
            HiddenSize = 4,
            Training = RbmOptions.DefaultTraining with { Epochs = 1, TimeLimit = Brief.TimeLimit }
        },
            (ml, options) => ml.Regression.Trainers.RatingsRbm("Stars", "User", "Item", (RatingsRbmOptions)options)
                .Fit(Rating.Load(ml, Rating.Create(1)))),
        ["pictures"] = (MulticlassConvolutionalWorkout.Options("Label") with
        {
            Augmentation = new PictureAugmentation { Brightness = 0.1 },
            Training = Brief
        },
            (ml, options) => ml.MulticlassClassification.Trainers.ConvolutionalNetwork((ConvolutionalNetworkOptions)options)
                .Fit(Blobs.WithKeys(ml))),
        ["translations"] = (TranslateImageWorkout.Small with
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 },
            Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 2 },
            CropSize = 8,
            Training = Brief
        },
            (ml, options) => ml.Transforms.TranslateImage("Made", "Picture", "Target", (TranslateImageOptions)options)
                .Fit(PicturePairs.View(ml))),
        ["kinds"] = (UnpairedTranslationWorkout.Small with
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 },
            Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 2 },
            IdentityWeight = 1,
            CropSize = 8,
            Training = Brief
        },
            (ml, options) => ml.Transforms.TranslateImageUnpaired("Made", "Picture", (TranslateImageUnpairedOptions)options)
                .Fit(PicturePairs.View(ml), UnpairedPictures.Targets(ml))),
        ["holes"] = (new InpaintImageOptions
        {
            Generator = new UNetGenerator { Depth = 1, Filters = 2 },
            HoleColor = [1],
            Training = Brief
        },
            (ml, options) => ml.Transforms.InpaintImage("Made", "Picture", null, (InpaintImageOptions)options).Fit(PicturePairs.View(ml))),
        ["marks"] = (new CleanImageOptions { Generator = new UNetGenerator { Depth = 1, Filters = 2 }, Training = Brief },
            (ml, options) => ml.Transforms.CleanImage("Made", "Picture", (CleanImageOptions)options).Fit(PicturePairs.View(ml))),
        ["classes"] = (new SegmentImageOptions { Generator = new UNetGenerator { Depth = 1, Filters = 2 }, Classes = 3, Training = Brief },
            (ml, options) => ml.Transforms.SegmentImage("Made", "Picture", "Classes", (SegmentImageOptions)options)
                .Fit(ClassPictures.View(ml))),
        ["sizes"] = (new SuperResolveImageOptions
        {
            Generator = new ResidualGenerator { Blocks = 1, Filters = 2 },
            Training = Brief
        },
            (ml, options) => ml.Transforms.SuperResolveImage("Made", "Picture", (SuperResolveImageOptions)options)
                .Fit(PicturePairs.View(ml))),
        ["sequences"] = (new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new TimeDelayEncoder { HiddenSize = 4 },
            Training = Brief
        },
            (ml, options) => ml.MulticlassClassification.Trainers.RecurrentNetwork((RecurrentNetworkOptions)options)
                .Fit(Sequences.WithClass(ml, seed: 1))),
        ["writers"] = (new SequenceToSequenceOptions { Encoder = new GruEncoder { HiddenSize = 4 }, Training = Brief },
            (ml, options) => ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed", (SequenceToSequenceOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["attention"] = (new SequenceTaggerOptions
        {
            Encoder = new TransformerEncoder
            {
                HiddenSize = 4,
                HeadCount = 2,
                FeedForwardSize = 8,
                Positions = new LearnedPositions { MaximumLength = 16 },
            },
            Training = Brief,
        },
            (ml, options) => ml.Transforms.TagSequence("Tags", "Keys", "Next", (SequenceTaggerOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["steps"] = (new StepRegressorOptions { LabelSize = 2, Encoder = new GruEncoder { HiddenSize = 4 }, Training = Brief },
            (ml, options) => ml.Transforms.PredictSteps("Steps", "Keys", "Numbers", (StepRegressorOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["codes"] = (new SequenceAutoencoderOptions
        {
            Encoder = new GruEncoder { HiddenSize = 4 },
            CodeSize = 3,
            Variational = new VariationalCode(),
            Training = Brief,
        },
            (ml, options) => ml.Transforms.SequenceAutoencoder("Code", "Keys", (SequenceAutoencoderOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["labels"] = (new SequenceLabellingOptions { StepSize = 2, Encoder = new GruEncoder { HiddenSize = 4 }, Training = Brief },
            (ml, options) => ml.Transforms.SequenceLabelling("Read", "Numbers", "Runs", (SequenceLabellingOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["masked"] = (new MaskedTokenModelOptions { Encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2 }, Training = Brief },
            (ml, options) => ml.Transforms.MaskedTokenModel("Vector", "Keys", (MaskedTokenModelOptions)options)
                .Fit(Sequences.Create(ml, seed: 1))),
        ["characters"] =
            (new CharacterLanguageModelOptions { Encoder = new LstmEncoder { HiddenSize = 4 }, SegmentLength = 8, Training = Brief },
            (ml, options) => ml.Transforms.CharacterLanguageModel("Score", "Text", (CharacterLanguageModelOptions)options).Fit(
                ml.Data.LoadFromEnumerable([new Line { Text = "the quick brown fox jumps" }]))),
        ["forecasts"] = (ForecastSeries.Quick() with { Distribution = new StudentTForecast(), Training = Brief },
            (ml, options) => ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", (RecurrentForecastOptions)options).Fit(
                ForecastSeries.View(ml, ForecastSeries.Seasonal(60, 1)))),
        ["growing"] = (StripedPictures.Tiny(StripedPictures.Forms[1]) with { Training = Brief },
            (ml, options) => ml.Transforms.AugmentWithGan("Features", "Label", (GanAugmenterOptions)options)
                .Fit(StripedPictures.Create(ml))),
        ["augmenter"] = (GanTestRows.Tiny with { Objective = new GradientPenaltyObjective(), Training = Brief },
            (ml, options) => ml.Transforms.AugmentWithGan("Features", "Label", (GanAugmenterOptions)options).Fit(Blobs.WithKeys(ml))),
    };

    public static IEnumerable<object[]> Names => Families.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_number_at_its_extremes_is_refused_in_words_or_fitted(string name)
    {
        var (options, fit) = Families[name];
        fit(new MLContext(seed: 1), options).Dispose(); // as it is, it is fitted
        var (tried, refused) = (0, 0);
        foreach (var (change, changed) in Extremes.Of(options))
        {
            var clock = Stopwatch.StartNew();
            tried++;
            try
            {
                fit(new MLContext(seed: 1), changed).Dispose();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                refused++;
                Assert.IsFalse(e.Message.Contains("overflow", StringComparison.Ordinal)
                    || e.Message.Contains("c10", StringComparison.Ordinal), $"{change}: {e}");
            }
            catch (Exception e)
            {
                Assert.Fail($"{change}: {e}");
            }
            Assert.IsLessThan(Longest, clock.Elapsed, change);
        }
        Assert.IsGreaterThan(tried / 3, refused);
    }

    [TestMethod]
    public void A_network_larger_than_the_memory_is_refused_with_its_bytes_before_anything_is_made()
    {
        var ml = new MLContext(seed: 1);
        var options = new MultilayerPerceptronOptions { HiddenSizes = [4_000_000, 4_000_000], Training = Brief };
        var clock = Stopwatch.StartNew();
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(Blobs.WithKeys(ml)));
        StringAssert.Contains(error.Message, "bytes");
        StringAssert.Contains(error.Message, "6400"); // 4 · 4,000,000² and a little
        Assert.IsLessThan(TimeSpan.FromSeconds(10), clock.Elapsed);
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";
    }
}
