using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>How the golden model of each kind is made: once for each version of the kind, and never again.</summary>
internal static partial class GoldenModels
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 8 };

    private static readonly TrainingOptions BriefDivergence = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 8 };

    // Keys are compared whole: a model that always answers the same would show nothing.
    private static readonly TrainingOptions Longer = new() { Epochs = 8, BatchSize = 4, LearningRate = 0.05 };

    private static readonly AutoencoderOptions Small = new() { HiddenSizes = [4], CodeSize = 2, Training = Brief };

    /// <summary>By kind: an estimator.</summary>
    public static IReadOnlyDictionary<string, Func<MLContext, IDataView, NetworkTransformer>> Makers { get; } =
        new Dictionary<string, Func<MLContext, IDataView, NetworkTransformer>>
        {
            ["MultilayerPerceptron"] = (ml, data) => ml.MulticlassClassification.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions
                {
                    HiddenSizes = [4],
                    HiddenActivation = Activation.ParametricReLU,
                    BatchNormalization = true,
                    Training = Brief,
                }).Fit(data),
            ["TorchModule"] = (ml, data) => ml.Transforms.TorchModule(
                "Answer", "Features", size => new GoldenModule(new GoldenModule.Sizes(size, 2)),
                new TorchModuleOptions { Training = Brief, TargetColumnName = "Pair" })
                .Fit(ml.Transforms.Concatenate("Pair", "Number", "Number").Fit(data).Transform(data)),
            ["TorchModulePrediction"] = (ml, data) => ml.Regression.Trainers.TorchModule(
                "Number", "Features", (size, answers) => new GoldenModule(new GoldenModule.Sizes(size, answers)), Brief).Fit(data),
            ["Autoencoder"] = (ml, data) => ml.Transforms.Autoencoder("Code", "Features", Small with
            {
                FillMissingValues = true,
                Outputs = new AutoencoderOutputs
                {
                    Reconstruction = "Reconstruction",
                    Error = "Error",
                    FeatureErrors = "Errors",
                    Filled = "Filled",
                    LayerPrefix = "Layer",
                },
            }).Fit(data),
            ["AutoencoderAnomaly"] = (ml, data) =>
                ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions { Autoencoder = Small, Contamination = 0.2 }).Fit(
                    data),
            ["AutoencoderAugmenter"] = (ml, data) => ml.Transforms.AugmentWithAutoencoder("Features", null, new AutoencoderAugmenterOptions
            {
                Autoencoder = Small,
                Copies = 2,
                MarkerColumnName = "IsMade",
            }).Fit(data),
            ["RowAugmenter"] = (ml, data) => ml.Transforms.AugmentSeries("Features", new SeriesAugmentation
            {
                Copies = 2,
                Shift = 0.4,
                TimeWarp = 0.3,
                Speed = 0.5,
                MarkerColumnName = "IsMade",
                Seed = 1,
            }).Fit(data),
            ["RecurrentAutoencoder"] = (ml, data) => ml.AnomalyDetection.Trainers.RecurrentAutoencoder(new RecurrentAutoencoderOptions
            {
                SensorNames = ["inlet", "outlet"],
                Encoder = new GruEncoder { HiddenSize = 3 },
                CodeSize = 2,
                Training = Longer,
            }).Fit(data),
            ["ForecastDetector"] = (ml, data) => ml.Transforms.DetectByForecast("Number", new DetectByForecastOptions
            {
                ForecastColumnName = "Expected",
                MinimumRun = 2,
                Forecast = new RecurrentForecastOptions
                {
                    WindowSize = 4,
                    Horizon = 1,
                    ConfidenceLevel = 0.5f,
                    Encoder = new LstmEncoder { HiddenSize = 3 },
                    Training = Brief,
                },
            }).Fit(data),
            ["RestrictedBoltzmannMachine"] = (ml, data) => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 3,
                VisibleUnits = VisibleUnits.Gaussian,
                FreeEnergyColumnName = "Energy",
                Training = BriefDivergence with { LearningRate = 0.005 },
            }).Fit(data),
            ["ConditionalBoltzmannMachine"] = (ml, data) => ml.Transforms.ConditionalBoltzmannMachine(
                "Hidden", "Features", new ConditionalRbmOptions
                {
                    HiddenSize = 3,
                    PastFrames = 1,
                    NextFrameColumnName = "Ahead",
                    FreeEnergyColumnName = "Energy",
                    Training = new ConditionalRbmOptions().Training with { Epochs = 2, BatchSize = 8 },
                }).Fit(data),
            ["MultitaskNetwork"] = (ml, data) => ml.Transforms.MultitaskNetwork(
                "Features",
                [
                    new("Label", TaskHeadKind.Multiclass), new("IsFirst", TaskHeadKind.Binary), new("Number", TaskHeadKind.Regression),
                    new("Tags", TaskHeadKind.Multilabel) { LabelColumnName = "Pair" },
                    new("Pair", TaskHeadKind.VectorRegression) { Weight = 0.5 },
                ],
                new MultitaskOptions { HiddenSizes = [5], HeadSizes = [3], SoftSharing = 0.01, LearnTaskWeights = true, Training = Brief })
                .Fit(ml.Transforms.CopyColumns("Half", "Number").Append(ml.Transforms.NormalizeMinMax("Half"))
                    .Append(ml.Transforms.Concatenate("Pair", "Half", "Half")).Fit(data).Transform(data)),
            ["Prototypes"] = (ml, data) =>
            {
                using var model = ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions
                {
                    Body = new ConvolutionalBody
                    {
                        Height = 2,
                        Width = 4,
                        Layers = [new ConvolutionLayer(2, 2), new FlattenLayer()],
                        EmbeddingSize = 3,
                    },
                    ClassDescriptions = new ClassDescriptions
                    {
                        Classes =
                        [
                            new("class 0", [1, 0]), new("class 1", [0, 1]), new("class 2", [1, 1]), new("class 3", [0, 0]),
                        ],
                        HiddenSizes = [4],
                        SeenPenalty = 0.5,
                    },
                    Training = Longer,
                }).Fit(data);
                return model.AddClass("class 4", ml.Data.TakeRows(data, 2));
            },
            ["MetricEmbedding"] = (ml, data) => ml.Transforms.MetricEmbedding("Vector", "Features", "Label", new MetricEmbeddingOptions
            {
                Body = new DenseBody { HiddenSizes = [4], EmbeddingSize = 3, InputScaling = NetworkInputScaling.Standard },
                BatchesPerEpoch = 5,
                Training = Brief with { BatchSize = null },
            }).Fit(data),
            ["DeepBeliefNetwork"] = (ml, data) => ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
            {
                Layers = [new() { HiddenSize = 4 }, new() { HiddenSize = 3 }],
                Training = BriefDivergence,
            }).Fit(data),
            ["DeepBeliefPrediction"] = (ml, data) => ml.BinaryClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
            {
                LabelColumnName = "IsFirst",
                Layers = [new() { HiddenSize = 4 }, new() { HiddenSize = 3 }],
                Pretraining = BriefDivergence,
                Training = Brief,
            }).Fit(data),
            ["RatingsRbm"] = (ml, data) => ml.Regression.Trainers.RatingsRbm(
                "Stars", "User", "Item", new RatingsRbmOptions { HiddenSize = 3, Training = BriefDivergence }).Fit(data),
            ["RecurrentNetwork"] = (ml, data) => ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                LabelColumnName = "Number",
                EmbeddingSize = 2,
                Encoder = new LstmEncoder { HiddenSize = 3 },
                Pooling = SequencePooling.Attention,
                Training = Brief,
            }).Fit(data),
            ["SequenceTagger"] = (ml, data) => ml.Transforms.TagSequence(
                "Tags", "Keys", "Next",
                new SequenceTaggerOptions { EmbeddingSize = 2, Encoder = new LstmEncoder { HiddenSize = 4 }, Training = Longer }).Fit(data),
            ["StepRegressor"] = (ml, data) => ml.Transforms.PredictSteps(
                "Steps", "Keys", "Numbers",
                new StepRegressorOptions { EmbeddingSize = 2, Encoder = new GruEncoder { HiddenSize = 4 }, Training = Longer })
                .Fit(ml.Transforms.CustomMapping<Following, Numbered>(
                    (row, numbers) => numbers.Numbers = Array.ConvertAll(row.Next, key => (float)key), contractName: null)
                    .Fit(data).Transform(data)),
            ["MaskedTokenModel"] = (ml, data) => ml.Transforms.MaskedTokenModel("Vectors", "Keys", new MaskedTokenModelOptions
            {
                EmbeddingSize = 3,
                Encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2 },
                Features = TokenFeatures.PerToken,
                TiedWeights = true,
                Training = Brief,
            }).Fit(data),
            ["SequenceAutoencoder"] = (ml, data) => ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
            {
                EmbeddingSize = 3,
                Encoder = new GruEncoder { HiddenSize = 4 },
                CodeSize = 3,
                Variational = new VariationalCode { Beta = 0.1 },
                Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
                Training = Longer,
            }).Fit(data),
            ["SequenceLabelling"] = (ml, data) => ml.Transforms.SequenceLabelling(
                "Read", "Features", "Marks",
                new SequenceLabellingOptions { Encoder = new GruEncoder { HiddenSize = 6 }, BeamWidth = 3, Training = Longer })
                .Fit(data),
            ["WordPieces"] = (ml, data) => WordPieces(ml, data),
            ["SequenceToSequence"] = (ml, data) => ml.Transforms.SequenceToSequence(
                "Output", "Keys", "Next", new SequenceToSequenceOptions
                {
                    EmbeddingSize = 2,
                    Encoder = new GruEncoder { HiddenSize = 4 },
                    BeamWidth = 2,
                    Training = Longer
                }).Fit(data),
            ["ImageCaption"] = (ml, data) => ml.Transforms.CaptionImage(
                "Caption", "Features", "Keys", new ImageCaptionOptions
                {
                    Height = 2,
                    Width = 4,
                    Layers = [new ConvolutionLayer(3, 2), new BatchNormalizationLayer(), new ActivationLayer(Activation.Tanh)],
                    Encoder = new GruEncoder { HiddenSize = 4 },
                    EmbeddingSize = 2,
                    BeamWidth = 2,
                    Training = Longer,
                }).Fit(data),
            ["CharacterLanguageModel"] = (ml, data) => ml.Transforms.CharacterLanguageModel(
                "Bits", "Text", new CharacterLanguageModelOptions
                {
                    EmbeddingSize = 2,
                    Encoder = new LstmEncoder { HiddenSize = 3 },
                    Training = Brief
                }).Fit(data),
            ["SequenceLanguageModel"] = (ml, data) => ml.Transforms.SequenceLanguageModel(
                "Bits", "Keys", new SequenceLanguageModelOptions
                {
                    EmbeddingSize = 2,
                    Encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2, Causal = true, Positions = new RotaryPositions() },
                    SegmentLength = 4,
                    Training = Brief
                }).Fit(data),
            ["RecurrentForecast"] = (ml, data) => ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", new RecurrentForecastOptions
            {
                WindowSize = 4,
                Horizon = 2,
                Encoder = new LstmEncoder { HiddenSize = 3 },
                Distribution = new GaussianForecast(),
                ConfidenceLowerBoundColumnName = "Lower",
                ConfidenceUpperBoundColumnName = "Upper",
                Training = Brief,
            }).Fit(data),
            ["ConvolutionalNetwork"] = (ml, data) => Convolutional(ml, data),
            ["ConvolutionalFeatures"] = (ml, data) =>
            {
                using var model = Convolutional(ml, data);
                return ml.Transforms.ConvolutionalFeatures("Deep", "Features", model).Fit(data);
            },
            ["NetworkFeatures"] = (ml, data) =>
            {
                using var model = ml.Regression.Trainers.MultilayerPerceptron(
                    new MultilayerPerceptronOptions { LabelColumnName = "Number", HiddenSizes = [4, 2], Training = Brief }).Fit(data);
                return ml.Transforms.NetworkFeatures("Deep", "Features", model).Fit(data);
            },
            ["SettlingNetwork"] = (ml, data) => ml.Transforms.SettlingNetwork("Settled", "Features", new SettlingNetworkOptions
            {
                Weights = [.. Enumerable.Range(0, 8).Select(unit => Enumerable.Range(0, 8)
                    .Select(other => 0.1f * ((((3 * unit) + (5 * other)) % 7) - 3)).ToArray())],
                StepsColumnName = "Steps",
                EnergyColumnName = "Energy",
            }).Fit(data),
            ["HopfieldMemory"] = (ml, data) => ml.Transforms.HopfieldMemory(
                "Recalled", "Features", new HopfieldMemoryOptions { EnergyColumnName = "Energy" }).Fit(Signs(ml, data)),
            ["HammingNetwork"] = (ml, data) =>
                ml.MulticlassClassification.Trainers.HammingNetwork("Label", "Features").Fit(Signs(ml, data)),
            ["FilterImage"] = (ml, data) => ml.Transforms.FilterImage("Filtered", "Features", new FilterImageOptions
            {
                Height = 2,
                Width = 4,
                Filters = [KernelFilter.SobelX with { Absolute = true }, new ContrastStretchingFilter(), new ResizeFilter(3, 3)],
            }).Fit(data),
            ["ImageTranslation"] = (ml, data) => ml.Transforms.TranslateImage("Made", "Features", "Features", new TranslateImageOptions
            {
                Height = 2,
                Width = 4,
                Base = ImageBase.MeanPicture,
                Generator = new UNetGenerator { Depth = 1, Filters = 2 },
                TileSize = 2,
                Training = Brief,
            }).Fit(data),
            ["UnpairedTranslation"] = (ml, data) => ml.Transforms.TranslateImageUnpaired("Made", "Features",
                new TranslateImageUnpairedOptions
                {
                    Height = 2,
                    Width = 4,
                    Generator = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 },
                    Discriminator = new PatchDiscriminator { Halvings = 1, Filters = 2, Normalization = ImageNormalization.None },
                    PoolSize = 3,
                    Training = Brief,
                }).Fit(data, data),
            ["SegmentImage"] = (ml, data) => ml.Transforms.SegmentImage("Made", "Features", "Signs", new SegmentImageOptions
            {
                Height = 2,
                Width = 4,
                IgnoredClass = 2,
                Classes = 3,
                Generator = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 },
                Training = Longer,
            }).Fit(ml.Transforms.FilterImage("Signs", "Features", new FilterImageOptions
            {
                Height = 2,
                Width = 4,
                Filters = [new BinarizationFilter { Threshold = 0.5 }],
            }).Fit(data).Transform(data)),
            ["ImageDescriptors"] = (ml, data) => ml.Transforms.ImageDescriptors(
                "Measured", "Features", new ImageDescriptorsOptions { Height = 2, Width = 4, GradientCell = 1, ColorBins = 3 }).Fit(data),
            ["EnsembleAverage"] = (ml, data) =>
            {
                var architecture = new AverageArchitecture(1, 8, AverageForm.Logarithm);
                return new EnsembleAverageTransformer(
                    ml, new EnsembleDescription(["Features"], new MulticlassHead(8, null), architecture), new AverageNetwork(architecture),
                    TorchSharp.torch.CPU);
            },
            ["Series"] = (ml, data) => ml.Transforms.ScaleBySeries("Scaled", "Number", SeriesScalingMethod.Robust, "Name").Fit(data),
            ["NearestCases"] = (ml, data) => ml.Transforms.NearestCases(
                "Cases", "Features", "Label", new NearestCasesOptions { Count = 3, Lists = 4, MinimumRecall = 0.5 }).Fit(data),
            ["SelectFeatures"] = (ml, data) => ml.Transforms.SelectByInformationGain("Kept", "Features", "Name", count: 3).Fit(data),
            ["DriftWatch"] = (ml, data) => ml.Transforms.WatchDrift("Features", "Name", "IsFirst", "User").Fit(data),
            ["AlignSeries"] = (ml, data) => ml.Transforms.AlignSeries(new AlignSeriesOptions
            {
                Every = TimeSpan.FromMinutes(2),
                SeriesColumnName = "Name",
                ColumnNames = ["Number", "Stars"],
                Aggregates = new Dictionary<string, SeriesAggregate> { ["Stars"] = SeriesAggregate.Last },
            }).Fit(data),
            ["GanAugmenter"] = (ml, data) => ml.Transforms.AugmentTableWithGan(["Number", "IsFirst"], "Label", new GanAugmenterOptions
            {
                LatentSize = 2,
                GeneratorSizes = [4],
                DiscriminatorSizes = [4],
                MarkerColumnName = "IsSynthetic",
                Amount = GanAmount.PerClass(3),
                Training = new GanAugmenterOptions().Training with { Epochs = 2, BatchSize = 8 },
            }).Fit(data),
        };

    /// <summary>The rows on which every golden model is trained and scored.</summary>
    public static IDataView Rows(MLContext ml) =>
        ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(ml.Data.LoadFromEnumerable(GoldenRow.Create(24)))
            .Transform(ml.Data.LoadFromEnumerable(GoldenRow.Create(24)));
}
