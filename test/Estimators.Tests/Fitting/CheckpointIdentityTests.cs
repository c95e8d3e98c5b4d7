using System.Text.Json.Nodes;
using DeepML.Estimators.Tests.Convolutional;
using DeepML.Estimators.Tests.DeepBelief;
using DeepML.Estimators.Tests.FewExamples;
using DeepML.Estimators.Tests.GanAugmenter;
using DeepML.Estimators.Tests.MultilayerPerceptron;
using DeepML.Estimators.Tests.Multitask;
using DeepML.Estimators.Tests.RatingsRbm;
using DeepML.Estimators.Tests.Rbm;
using DeepML.Estimators.Tests.Recurrent;
using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Estimators.Tests.Translation;
using DeepML.Trainers;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>A checkpoint folder never gives back the model of another training: of other options, other rows or other columns.</summary>
[TestClass]
public sealed class CheckpointIdentityTests
{
    private static readonly IReadOnlyDictionary<string, object> Options = CheckpointedOptions.All;

    public static IEnumerable<object[]> Architectures => Options.Keys.Select(name => new object[] { name });

    // Each as it is, and with one option changed; the folder and other rows on request.
    public static IEnumerable<object[]> Families =>
    [
        Family("HiddenSizes is [12] there and [12,5] here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = changed ? [12, 5] : [12], Training = training }))),
        Family("BatchSize is 16 there and 8 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.MulticlassClassification.Trainers.Perceptron(
            new PerceptronOptions { Training = changed ? training with { BatchSize = 8 } : training }))),
        Family("Corruption is null there and GaussianCorruption here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.Transforms.Autoencoder(
            "Code", "Features",
            new AutoencoderOptions { CodeSize = 2, Corruption = changed ? new GaussianCorruption() : null, Training = training }))),
        Family("Autoencoder.ContractionWeight is 0 there and 0.5 here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.AnomalyDetection.Trainers.Autoencoder(
            new AutoencoderAnomalyOptions { Autoencoder = new AutoencoderOptions
            {
                CodeSize = 2,
                ContractionWeight = changed ? 0.5 : 0,
                Training = training
            } }))),
        Family("Autoencoder.ContractionWeight is 0 there and 0.5 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.Transforms.AugmentWithAutoencoder(
            "Features", null, new AutoencoderAugmenterOptions { Autoencoder = new AutoencoderOptions
            {
                CodeSize = 2,
                ContractionWeight = changed ? 0.5 : 0,
                Training = training
            } }))),
        Family("HiddenShare is 0.5 there and 0.25 here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
            new RecurrentAutoencoderOptions
            {
                SensorNames = ["a", "b"],
                Encoder = new GruEncoder { HiddenSize = 4 },
                HiddenShare = changed ? 0.25 : 0.5,
                Training = training,
            }))),
        Family("GibbsSteps is 1 there and 3 here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.Transforms.RestrictedBoltzmannMachine(
            "Hidden", "Features", new RbmOptions { HiddenSize = 5, GibbsSteps = changed ? 3 : 1, Training = training }))),
        Family("SoftSharing is null there and 0.5 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.Transforms.MultitaskNetwork(
            "Features", [new("Label", TaskHeadKind.Multiclass), new("Number", TaskHeadKind.Regression)],
            new MultitaskOptions { HiddenSizes = [6], SoftSharing = changed ? 0.5 : null, Training = training }))),
        Family("Body.Augmentation.Noise is 0.1 there and 0.2 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.Transforms.MultitaskNetwork(
            "Features", [new("Label", TaskHeadKind.Multiclass)], MultitaskWorkouts.Pictures with
            {
                Body = MultitaskWorkouts.PictureBody with { Augmentation = new PictureAugmentation { Noise = changed ? 0.2 : 0.1 } },
                Training = training
            }))),
        Family("Body.KeyEmbeddingSize is 3 there and 2 here",
            (ml, training, changed, seed) => Fit(Sequences.Create(ml, seed: seed), ml.Transforms.MultitaskNetwork(
            "Keys", [new("First", TaskHeadKind.Regression)], new MultitaskOptions
            {
                Body = new SequenceBody { KeyEmbeddingSize = changed ? 2 : 3, Encoder = new GruEncoder { HiddenSize = 4 } },
                HiddenSizes = [4],
                Training = training
            }))),
        Family("Episodes.Queries is 3 there and 2 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.MulticlassClassification.Trainers.Prototypes(
            PrototypesWorkout.Small with
            {
                Episodes = PrototypesWorkout.Small.Episodes with { Queries = changed ? 2 : 3 },
                Training = training with { BatchSize = null }
            }))),
        Family("Loss.Margin is 0.2 there and 0.5 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.Transforms.MetricEmbedding(
            "Vector", "Features", "Label", MetricEmbeddingWorkout.Small with
            {
                Loss = new TripletLoss { Margin = changed ? 0.5 : 0.2 },
                Training = training with { BatchSize = null }
            }))),
        Family("PastFrames is 1 there and 3 here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.Transforms.ConditionalBoltzmannMachine(
            "Hidden", "Features", new ConditionalRbmOptions { HiddenSize = 5, PastFrames = changed ? 3 : 1, Training = training }))),
        Family("Layers[1].GibbsSteps is 1 there and 2 here",
            (ml, training, changed, seed) => Fit(Blobs.Create(ml, seed: seed), ml.Transforms.DeepBeliefNetwork(
            "Top", "Features", new DeepBeliefOptions
            {
                Layers = [new() { HiddenSize = 5 }, new() { HiddenSize = 4, GibbsSteps = changed ? 2 : 1 }],
                Training = training
            }))),
        Family("Dropout is 0.1 there and 0.2 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.MulticlassClassification.Trainers.DeepBeliefNetwork(
            DeepBeliefWorkout.Small("Label", VisibleUnits.Gaussian) with { Dropout = changed ? 0.2 : 0.1, Training = training }))),
        Family("GibbsSteps is 1 there and 2 here",
            (ml, training, changed, seed) => Fit(Rating.Load(ml, Rating.Create(seed)), ml.Regression.Trainers.RatingsRbm(
            "Stars", "User", "Item", new RatingsRbmOptions { HiddenSize = 6, GibbsSteps = changed ? 2 : 1, Training = training }))),
        Family("Augmentation.Brightness is 0.1 there and 0.2 here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
            MulticlassConvolutionalWorkout.Options("Label") with
            {
                Augmentation = new PictureAugmentation { Brightness = changed ? 0.2 : 0.1 },
                Training = training
            }))),
        Family("AdversarialWeight is 0.01 there and 0.5 here",
            (ml, training, changed, seed) => Fit(PicturePairs.View(ml, seed: seed), ml.Transforms.TranslateImage(
            "Made", "Picture", "Target", TranslateImageWorkout.Small with
            {
                Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 2 },
                AdversarialWeight = changed ? 0.5 : 0.01,
                Training = training
            }))),
        Family("SegmentLength is null there and 3 here",
            (ml, training, changed, seed) => Fit(Sequences.WithClass(ml, seed: seed), ml.MulticlassClassification.Trainers.RecurrentNetwork(
            new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                Encoder = new LstmEncoder { HiddenSize = 6 },
                SegmentLength = changed ? 3 : null,
                Training = training
            }))),
        Family("SegmentLength is null there and 2 here",
            (ml, training, changed, seed) => Fit(Sequences.Create(ml, seed: seed), ml.Transforms.TagSequence(
            "Tags", "Keys", "Next", new SequenceTaggerOptions
            {
                Encoder = new LstmEncoder { HiddenSize = 6 },
                Bidirectional = false,
                SegmentLength = changed ? 2 : null,
                Training = training
            }))),
        Family("ScaleLabel is true there and false here",
            (ml, training, changed, seed) => Fit(Sequences.Create(ml, seed: seed), ml.Transforms.PredictSteps(
            "Steps", "Keys", "Numbers", new StepRegressorOptions
            {
                LabelSize = 2,
                Encoder = new LstmEncoder { HiddenSize = 6 },
                ScaleLabel = !changed,
                Training = training
            }))),
        Family("MaskedShare is 0.15 there and 0.3 here",
            (ml, training, changed, seed) => Fit(Sequences.Create(ml, seed: seed), ml.Transforms.MaskedTokenModel(
            "Vector", "Keys", new MaskedTokenModelOptions
            {
                Encoder = new GruEncoder { HiddenSize = 6 },
                MaskedShare = changed ? 0.3 : 0.15,
                Training = training
            }))),
        Family("TeacherForcing is 1 there and 0.5 here",
            (ml, training, changed, seed) => Fit(Sequences.Create(ml, seed: seed), ml.Transforms.SequenceToSequence(
            "Output", "Keys", "Reversed", new SequenceToSequenceOptions
            {
                Encoder = new GruEncoder { HiddenSize = 6 },
                TeacherForcing = changed ? 0.5 : 1,
                Training = training
            }))),
        Family("SegmentLength is 8 there and 4 here", (ml, training, changed, seed) => Fit(
            ml.Data.LoadFromEnumerable([new Line { Text = seed == 1 ? "the quick brown fox jumps" : "the quick brown fox jumpt" }]),
            ml.Transforms.CharacterLanguageModel("Score", "Text", new CharacterLanguageModelOptions
            {
                Encoder = new LstmEncoder { HiddenSize = 6 },
                SegmentLength = changed ? 4 : 8,
                Training = training
            }))),
        Family("Differencing is None there and First here", (ml, training, changed, seed) => Fit(
            ForecastSeries.View(ml, ForecastSeries.Seasonal(60, seed)), ml.Forecasting.ForecastByRecurrentNetwork(
                "Ahead", "Number", ForecastSeries.Quick() with
                {
                    Differencing = changed ? SeriesDifferencing.First : SeriesDifferencing.None,
                    Training = training
                }))),
        Family("Objective is NonSaturatingObjective there and LeastSquaresObjective here",
            (ml, training, changed, seed) => Fit(Blobs.WithKeys(ml, seed: seed), ml.Transforms.AugmentWithGan(
            "Features", "Label", GanTestRows.Tiny with
            {
                Objective = changed ? new LeastSquaresObjective() : new NonSaturatingObjective(),
                Training = training
            }))),
    ];

    private delegate void Trial(MLContext ml, TrainingOptions training, bool changed, int seed);

    [TestMethod]
    [DynamicData(nameof(Architectures))]
    public void Every_option_of_every_architecture_is_refused_by_its_name_or_named_as_one_that_changes_no_weight(string architecture)
    {
        var there = Described(Options[architecture]);
        foreach (var (path, _, changed) in Variations.Of(Options[architecture]))
        {
            var differences = new List<string>();
            SettingDifferences.Add(there, Described(changed), "", differences);
            if (IsApart(Options[architecture], path))
                Assert.IsEmpty(differences, $"{path}: {string.Join("; ", differences)}");
            else
                Assert.IsTrue(differences.Any(difference => difference.StartsWith(path, StringComparison.Ordinal)),
                    $"{path} may be changed behind a checkpoint's back");
        }
    }

    [TestMethod]
    public void Every_architecture_is_among_those_tried()
    {
        var all = typeof(MultilayerPerceptronOptions).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false }
                && type.GetProperties().Any(p => p.PropertyType == typeof(TrainingOptions) && p.SetMethod is { IsPublic: true }))
            .Select(type => type.Name)
            // A part, and searches, which keep no checkpoints.
            .Except([nameof(DeepBeliefLayer), nameof(LearningRateFinderOptions), nameof(HyperparameterSearchOptions)]);
        CollectionAssert.AreEquivalent(
            all.Append(nameof(AutoencoderAnomalyOptions)).Append(nameof(AutoencoderAugmenterOptions)).ToArray(), Options.Keys.ToArray());
    }

    [TestMethod]
    public void Every_option_that_is_set_apart_is_there_and_has_a_reason()
    {
        var types = typeof(MultilayerPerceptronOptions).Assembly.GetTypes()
            .Concat(typeof(TrainingOptions).Assembly.GetTypes()).ToLookup(type => type.Name);
        foreach (var (option, reason) in FitSettings.Apart.Concat(TrainingIdentity.Apart))
        {
            var parts = option.Split('.');
            Assert.IsTrue(types[parts[0]].Any(type => parts.Length == 1 || type.GetProperty(parts[1]) is not null), option);
            Assert.IsGreaterThan(20, reason.Length, option);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Families))]
    public void A_fit_in_the_folder_of_another_is_refused_with_the_difference(string says, object trial)
    {
        var fit = (Trial)trial;
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            var training = new TrainingOptions { Epochs = 2, BatchSize = 16, LearningRate = 0.01, CheckpointDirectory = folder.FullName };
            fit(new MLContext(seed: 1), training, false, 1);
            fit(new MLContext(seed: 1), training, false, 1); // its own are taken up
            Refuses(says, changed: true, seed: 1);
            Refuses("rows differ", changed: false, seed: 2);

            void Refuses(string part, bool changed, int seed)
            {
                var message = Assert.ThrowsExactly<InvalidOperationException>(
                    () => fit(new MLContext(seed: 1), training, changed, seed)).Message;
                StringAssert.Contains(message, "are of another training: ");
                StringAssert.Contains(message, part);
                Assert.DoesNotContain("\n", message);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Labels_turned_round_between_two_nights_are_refused_and_so_are_the_folds_of_a_cross_validation()
    {
        var ml = new MLContext(seed: 1);
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            var trainer = ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                LabelColumnName = "IsFirst",
                Training = new TrainingOptions { Epochs = 2, CheckpointDirectory = folder.FullName },
            });
            var rows = ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(ml), reuseRowObject: false).ToArray();
            trainer.Fit(ml.Data.LoadFromEnumerable(rows)).Dispose();
            foreach (var row in rows)
                row.IsFirst = !row.IsFirst;
            var night = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(ml.Data.LoadFromEnumerable(rows)));
            StringAssert.Contains(night.Message, "are of another training: the training rows differ. ");
            var folds = Assert.Throws<Exception>(
                () => ml.BinaryClassification.CrossValidateNonCalibrated(ml.Data.LoadFromEnumerable(rows), trainer, 3, "IsFirst"));
            StringAssert.Contains(folds.GetBaseException().Message, "are of another training: the training rows");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void A_warm_start_is_a_training_of_its_own()
    {
        var ml = new MLContext(seed: 1);
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            var trainer = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                Training = new TrainingOptions { Epochs = 2, CheckpointDirectory = folder.FullName },
            });
            var data = Blobs.WithKeys(ml);
            using var first = trainer.Fit(data);
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(data, first));
            StringAssert.Contains(error.Message, "the weights to start from are drawn there and given here");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static object[] Family(string says, Trial trial) => [says, trial];

    private static void Fit<T>(IDataView data, IEstimator<T> estimator)
        where T : class, ITransformer => ((IDisposable)estimator.Fit(data)).Dispose();

    private static JsonNode Described(object options) => JsonNode.Parse(FitSettings.Describe(options, null).ToJsonString())!;

    // Whether the way to an option leads through one that changes no weight, or through those that each training of a fit is compared by.
    private static bool IsApart(object options, string path)
    {
        object? value = options;
        foreach (var name in path.Split('.'))
        {
            var property = value!.GetType().GetProperty(name)!;
            if (FitSettings.Apart.ContainsKey($"{property.DeclaringType!.Name}.{name}")
                || FitSettings.Apart.ContainsKey(property.PropertyType.Name))
                return true;
            value = property.GetValue(value);
        }
        return false;
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";
    }
}
