using Microsoft.ML;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Further golden models of a kind, whose networks are other ones.</summary>
internal static class GoldenNetworks
{
    /// <summary>By folder: the kind, and an estimator.</summary>
    public static IReadOnlyDictionary<string, (string Kind, Func<MLContext, IDataView, NetworkTransformer> Make)> Makers { get; } =
        new Dictionary<string, (string, Func<MLContext, IDataView, NetworkTransformer>)>
        {
            ["GanProgressive"] = ("GanAugmenter", (ml, data) => Grown(ml, data, new ProgressiveGenerator { Filters = 2 })),
            ["GanStyle"] = ("GanAugmenter", (ml, data) => Grown(ml, data, new StyleGenerator { Filters = 2, MappingLayers = 2 })),
            ["AttentionTagger"] = ("SequenceTagger", (ml, data) => ml.Transforms.TagSequence(
                "Tags", "Keys", "Next", new SequenceTaggerOptions
                {
                    EmbeddingSize = 2,
                    Encoder = new AttentionLstmEncoder { HiddenSize = 4, AttentionSize = 3 },
                    Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
                    Training = new TrainingOptions { Epochs = 8, BatchSize = 4, LearningRate = 0.05 },
                }).Fit(data)),
            ["MultitaskPictures"] = ("MultitaskNetwork", (ml, data) => Tasks(ml, data, "Features", new MultitaskOptions
            {
                Body = new ConvolutionalBody
                {
                    Height = 2,
                    Width = 4,
                    Layers = [new ConvolutionLayer(2, 2), new BatchNormalizationLayer(), new FlattenLayer()],
                    EmbeddingSize = 3,
                },
                HiddenSizes = [4],
                SoftSharing = 0.01,
                LearnTaskWeights = true,
            })),
            ["MultitaskSequences"] = ("MultitaskNetwork", (ml, data) => Tasks(ml, data, "Keys", new MultitaskOptions
            {
                Body = new SequenceBody { KeyEmbeddingSize = 2, Encoder = new LstmEncoder { HiddenSize = 3 }, EmbeddingSize = 3 },
                HiddenSizes = [4],
                HeadSizes = [3],
            })),
            ["RecurrentPictures"] = ("RecurrentNetwork", (ml, data) => ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Features",
                LabelColumnName = "Number",
                Front = new ConvolutionalFront(2, 2)
                {
                    Layers = [new ConvolutionLayer(2, 2), new ActivationLayer(Activation.Tanh), new FlattenLayer()],
                },
                InputScaling = NetworkInputScaling.Automatic,
                Encoder = new GruEncoder { HiddenSize = 3 },
                Training = new TrainingOptions { Epochs = 8, BatchSize = 4, LearningRate = 0.05 },
            }).Fit(data)),
            ["GanLaplacian"] = ("GanAugmenter", (ml, data) => Grown(ml, data, new LaplacianPyramidGenerator { Filters = 2 })),
        };

    /// <summary>The kind of a folder.</summary>
    public static string KindOf(string folder) => Makers.TryGetValue(folder, out var found) ? found.Kind : folder;

    private static MultitaskTransformer Tasks(MLContext ml, IDataView data, string features, MultitaskOptions options) =>
        ml.Transforms.MultitaskNetwork(
            features,
            [new("Label", TaskHeadKind.Multiclass), new("IsFirst", TaskHeadKind.Binary), new("Number", TaskHeadKind.Regression)],
            options with { Training = new TrainingOptions { Epochs = 8, BatchSize = 4, LearningRate = 0.05 } }).Fit(data);

    private static GanAugmenterTransformer Grown(MLContext ml, IDataView data, GrowingGenerator growing)
    {
        var model = ml.Transforms.AugmentWithGan("Features", "Label", new GanAugmenterOptions
        {
            LatentSize = 4,
            GeneratorSizes = [4],
            DiscriminatorSizes = [4],
            Picture = new GanPicture(2, 4),
            Growing = growing,
            Amount = GanAmount.PerClass(3),
            Training = new GanAugmenterOptions().Training with { Epochs = 4, BatchSize = 8 },
        }).Fit(data);
        if (growing is not StyleGenerator)
            return model;
        using (model)
            return model.Truncate(0.7);
    }
}
