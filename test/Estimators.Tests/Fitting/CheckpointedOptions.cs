using DeepML.Data;
using DeepML.Trainers;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>Options of every architecture, each with parts in it whose options are to be told apart too.</summary>
internal static class CheckpointedOptions
{
    /// <summary>By the names of their records.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new object[]
    {
        new MultilayerPerceptronOptions { DomainConfusion = new DomainConfusion() }, new PerceptronOptions(),
        new AutoencoderOptions
        {
            DecoderSizes = [4], ActivationSlope = 0.1, OutputActivation = Activation.Sigmoid, Corruption = new GaussianCorruption(),
            Sparsity = new L1Sparsity(), Variational = new VariationalCode(), Convolution = new AutoencoderConvolution(),
            Augmentation = new PictureAugmentation(), Perceptual = new PerceptualLoss(null!),
        },
        new AutoencoderAugmenterOptions(),
        new AutoencoderAnomalyOptions { Autoencoder = new AutoencoderOptions { Variational = new VariationalCode() } },
        new RecurrentAutoencoderOptions(), new RbmOptions(), new ConditionalRbmOptions(),
        new MultitaskOptions { Body = new SequenceBody { Encoder = new GruEncoder() } },
        new PrototypesOptions
        {
            Body = new ConvolutionalBody { Layers = [new ConvolutionLayer(4, 3)], Augmentation = new PictureAugmentation() },
            ClassDescriptions = new ClassDescriptions { Classes = [new ClassDescription("a", [1f])] },
        },
        new MetricEmbeddingOptions(),
        new DeepBeliefOptions(), new DeepBeliefPredictionOptions(), new RatingsRbmOptions(),
        new ConvolutionalNetworkOptions
        {
            Layers = [new ConvolutionLayer(4, 3)], ChannelMeans = [0.5f], ChannelDeviations = [0.5f],
            Augmentation = new PictureAugmentation(),
            Transfer = new(),
        },
        new RecurrentNetworkOptions { Encoder = new TimeDelayEncoder(), Transfer = new TransferOptions() }, new StepRegressorOptions(),
        new SequenceTaggerOptions { Encoder = new ElmanEncoder(), Front = new ConvolutionalFront(8, 8) { Layers = [new DenseLayer(4)] } },
        new MaskedTokenModelOptions(), new ImageCaptionOptions { Layers = [new ConvolutionLayer(4, 3)], Transfer = new() },
        new SequenceToSequenceOptions { Encoder = new TransformerEncoder() }, new CharacterLanguageModelOptions(),
        new SequenceLanguageModelOptions(), new SequenceLabellingOptions(),
        new SequenceAutoencoderOptions { Variational = new VariationalCode() },
        new TorchModuleOptions(), new TorchModulePredictionOptions(),
        new TranslateImageOptions
        {
            Discriminator = new PatchDiscriminator(), Perceptual = new PerceptualLoss(null!), CropSize = 8, EpochSheets = "sheets",
        },
        new SuperResolveImageOptions { Discriminator = new PatchDiscriminator(), Perceptual = new PerceptualLoss(null!), CropSize = 8 },
        new InpaintImageOptions(), new ColorizeImageOptions(), new CleanImageOptions(), new SegmentImageOptions { CropSize = 8 },
        new TranslateImageUnpairedOptions { IdentityWeight = 1, CropSize = 8 },
        new RecurrentForecastOptions { Distribution = new StudentTForecast() },
        new GanAugmenterOptions
        {
            Picture = new GanPicture(2, 4),
            Growing = new StyleGenerator(),
            Augmentation = new PictureAugmentation(),
        },
    }.ToDictionary(options => options.GetType().Name);
}
