using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Names;

/// <summary>
/// One small network for each way in which a network may be put together: together they hold every named weight there is.
/// </summary>
internal static class NetworkKinds
{
    private static readonly PictureShape Picture = new(1, 8, 8, 2);

    /// <summary>Makes each network, by a name of its own.</summary>
    public static IReadOnlyList<(string Name, Func<nn.Module> Create)> All { get; } =
    [
        ("perceptron", () => new MultilayerPerceptronNetwork(new(4, [3], 2, Activation.ReLU))),
        ("perceptron with all", () => new MultilayerPerceptronNetwork(new(4, [3, 3], 2, Activation.ParametricReLU, null, 0.1, true))),
        ("autoencoder", () => new AutoencoderNetwork(Autoencoder)),
        ("autoencoder with all", () => new AutoencoderNetwork(Autoencoder with
        {
            BatchNormalization = true, Dropout = 0.1, FillsMissing = true, LogVarianceLimit = 5,
        })),
        ("autoencoder with tied weights", () => new AutoencoderNetwork(
            Autoencoder with { TiedWeights = true, HiddenActivation = Activation.ParametricReLU })),
        ("autoencoder of pictures", () => new AutoencoderNetwork(
            Autoencoder with { InputSize = 64, Convolution = new(8, 8, 1, [2], 3, true) })),
        ("autoencoder of pictures to maps", () => new AutoencoderNetwork(Autoencoder with
        {
            InputSize = 64, HiddenSizes = [], CodeSize = 16, BatchNormalization = true, Convolution = new(8, 8, 1, [2, 4], 3, false),
        })),
        ("autoencoder of windows", () => new WindowAutoencoderNetwork(
            new(new GruEncoder { HiddenSize = 4 }, 5, 3, 2, ScalingForm.Curved))),
        ("restricted Boltzmann machine", () => new RbmNetwork(Machine)),
        ("network of several tasks", () => new MultitaskNetwork(
            new(3, [4], [2], [2, 1], Activation.ReLU, 0, true, true, ScalingForm.Linear))),
        ("network of several tasks over pictures", () => new MultitaskNetwork(
            new(16, [4], [], [2, 1], Activation.ParametricReLU, 0, true, false, ScalingForm.None, new(
                new(16, null, new(1, 4, 4, [new ConvolutionLayer(2, 3), new FlattenLayer()], 3, "answer"), false), null)))),
        ("network of several tasks over sequences", () => new MultitaskNetwork(
            new(15, [4], [], [2], Activation.ReLU, 0, false, false, ScalingForm.None, new(
                null, new(new(0, 3, 0, new(new GruEncoder { HiddenSize = 4 }, 3), 0, ScalingForm.Linear), SequencePooling.Attention, 3))))),
        ("prototypes", () => new PrototypeNetwork(new(
            new(3, new(3, [4], 2, Activation.ReLU, Scaling: ScalingForm.Linear), null, true), 3, new(5, [4])))),
        ("embedding of pictures", () => new EmbeddingNetwork(
            new(16, null, new(1, 4, 4, [new ConvolutionLayer(2, 3), new FlattenLayer()], 2, "answer"), true))),
        ("embedding of sequences", () => new EmbeddingNetwork(new(
            15, null, null, true, new(
                new(0, 3, 0, new(new GruEncoder { HiddenSize = 4 }, 3), 0, ScalingForm.Linear), SequencePooling.Attention, 3)))),
        ("noisy layers over sequences", () => new RecurrentSequenceNetwork(
            new(new(0, 2, 0, new(new LstmEncoder { HiddenSize = 3, LayerCount = 2, HiddenNoise = 0.1 }, 2), 0), SequencePooling.Last, 1))),
        ("Boltzmann machine with a past", () => new ConditionalRbmNetwork(new(Machine, 2))),
        ("restricted Boltzmann machine with curves", () => new RbmNetwork(
            Machine with { VisibleUnits = VisibleUnits.Gaussian, Scaling = ScalingForm.Curved })),
        ("unrolled deep belief network with curves", () => new UnrolledDeepBeliefNetwork(new(
            [Machine with { VisibleUnits = VisibleUnits.Gaussian, Scaling = ScalingForm.Curved }], 2, Activation.Sigmoid, 0))),
        ("deep belief network", () => new DeepBeliefNetwork(new([Machine, new(3, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli)]))),
        ("unrolled deep belief network", () => new UnrolledDeepBeliefNetwork(new(
            [Machine with { VisibleUnits = VisibleUnits.Gaussian }, new(3, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli)],
            2, Activation.ParametricReLU, 0.1))),
        ("ratings machine", () => new RatingsRbmNetwork(new(3, 4, 5, 2, 6))),
        .. Encoders.Select(encoder => (
            $"forecaster of {encoder.Name}",
            Created(() => new RecurrentForecastNetwork(new(new(encoder.Encoder, 2), 4, 2, 0, 1, false, 1))))),
        ("forecaster with all", () => new RecurrentForecastNetwork(
            new(new(new LstmEncoder { HiddenSize = 3, LayerCount = 2 }, 2), 4, 2, 3, 2, true, 2))),
        ("recurrent network", () => new RecurrentSequenceNetwork(new(Encoder(0), SequencePooling.Mean, 2))),
        ("recurrent network with attention", () => new RecurrentSequenceNetwork(new(Encoder(6), SequencePooling.Attention, 2))),
        ("tagger in both directions", () => new RecurrentTaggingNetwork(
            new(new(6, 1, 3, new(new PeepholeLstmEncoder { HiddenSize = 4, LayerCount = 2, Dropout = 0.1 }, 3, true), 0), 2))),
        ("sequence to sequence", () => SequenceToSequenceNetwork.Of(new(Encoder(6), 5, 3, new GruEncoder { HiddenSize = 4 }))),
        ("sequence to sequence by attention", () => SequenceToSequenceNetwork.Of(new(
            new(6, 1, 3, new(new TransformerEncoder { HiddenSize = 4 }, 3), 0), 5, 3,
            new TransformerEncoder { HiddenSize = 4, Causal = true }))),
        ("character language model", () => new TokenLanguageNetwork(new(5, 3, new(new LstmEncoder { HiddenSize = 4 }, 3)))),
        ("language model with tied weights", () => new TokenLanguageNetwork(
            new(5, 3, new(new LstmEncoder { HiddenSize = 4 }, 3), 0.1, true))),
        ("convolutional network", () => new ConvolutionalNetwork(new(1, 16, 16,
        [
            new ConvolutionLayer(2, 3), new ConvolutionLayer(2, 4) { Padding = ConvolutionPadding.Same, Name = "early.uneven" },
            new BatchNormalizationLayer(), new ActivationLayer(Activation.ParametricReLU),
            new ConvolutionLayer(2, 3) { DepthwiseSeparable = true }, new ConvolutionLayer(2, 2) { Transposed = true },
            new PoolingLayer(PoolingKind.Maximum, 2),
            new FlattenLayer(), new DenseLayer(3), new DropoutLayer(0.1),
        ], 2, "answer"))),
        ("convolutional network of 1998", () => new ConvolutionalNetwork(new(3, 16, 16,
        [
            new ConvolutionLayer(2, 3) { Connections = [[0], [1, 2]], Name = "c1" }, new SubsamplingLayer(2) { Name = "s2" },
            new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Circular, Name = "round" },
            new DenseLayer(3) { Connections = [[0], [1, 2], [3]], Name = "few" }, new MaxoutLayer(4, 2) { Name = "most" },
        ], 2, "output", Answer: AnswerUnits.RadialBasis))),
        ("residual network", () => new ConvolutionalNetwork(new(2, 8, 8,
        [
            new ResidualBlock(2) { Name = "layer1.0" }, new ResidualBlock(4) { Name = "layer1.1", Stride = 2 },
            new ResidualBlock(2) { Bottleneck = true },
            new FlattenLayer(),
        ], 2, "fc"))),
        ("residual blocks of the second kind", () => new ConvolutionalNetwork(new(2, 8, 8,
        [
            new ResidualBlock(2) { PreActivation = true }, new ResidualBlock(2) { PreActivation = true, Bottleneck = true, Stride = 2 },
            new FlattenLayer(),
        ], 2, "answer"))),
        ("inception network", () => new ConvolutionalNetwork(new(2, 16, 16,
        [
            new InceptionBlock(2, 2, 2, 2, 2, 2), new AuxiliaryHead { Filters = 2, Units = 4 }, new FlattenLayer(),
        ], 2, "fc"))),
        ("dense generator", () => GanNetworks.Generator(new([new(RowBlockKind.Free, 3)], 2, 1, [4], true, null))),
        ("dense game", () => new GanGame(
            new([new(RowBlockKind.Free, 3)], 2, 1, [4], false, null),
            new(3, 1, [4], GanConditioning.Projection, 2, true, true, 0.1, null))),
        ("picture game", () => new GanGame(
            new([new(RowBlockKind.Bounded, 64)], 2, 1, [], true, Picture),
            new(64, 1, [], GanConditioning.Projection, 1, true, false, 0.1, Picture))),
        .. new GrowingGenerator[] { new ProgressiveGenerator(), new StyleGenerator { MappingLayers = 2 }, new LaplacianPyramidGenerator() }
            .Select(growing => ($"{SavedAsAttribute.NameOf(growing.GetType())} game", Created(() => new GanGame(
                new([new(RowBlockKind.Bounded, 64)], 4, 1, [3], true, Picture, Growing: growing),
                new(64, 1, [3], GanConditioning.Projection, 1, false, false, 0.1, Picture, growing))))),
        ("picture critic", () => GanNetworks.Discriminator(new(64, 1, [], GanConditioning.Concatenation, 1, false, true, 0, Picture))),
    ];

    private static AutoencoderArchitecture Autoencoder => new(4, [3], 2, Activation.Tanh, Activation.Identity, Activation.Sigmoid);

    private static RbmArchitecture Machine => new(4, 3, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli);

    private static (string Name, SequenceEncoder Encoder)[] Encoders =>
    [
        ("Lstm", new LstmEncoder { HiddenSize = 3 }), ("Gru", new GruEncoder { HiddenSize = 3 }),
        ("Tanh", new ElmanEncoder { HiddenSize = 3 }),
        ("ReLU", new ElmanEncoder { HiddenSize = 3, Activation = Activation.ReLU }),
        ("PeepholeLstm", new PeepholeLstmEncoder { HiddenSize = 3 }),
        ("TimeDelay", new TimeDelayEncoder { HiddenSize = 3 }),
        ("DelaysBothWays", new TimeDelayEncoder { HiddenSize = 3, Delays = [[0, 2]], BothWays = true }),
        ("GruResetBefore", new GruEncoder { HiddenSize = 3, ResetBefore = true }),
        ("HardTanh", new ElmanEncoder { HiddenSize = 3, Activation = Activation.HardTanh }),
        ("AttentionLstm", new AttentionLstmEncoder { HiddenSize = 3, AttentionSize = 2 }),
        ("Transformer", new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2 }),
        ("LearnedPositions", new TransformerEncoder { HiddenSize = 4, Positions = new LearnedPositions { MaximumLength = 6 } }),
    ];

    private static SequenceEncoderArchitecture Encoder(int keys) =>
        new(keys, keys > 0 ? 1 : 2, 3, new(new GruEncoder { HiddenSize = 4 }, keys > 0 ? 3 : 2), 0);

    private static Func<nn.Module> Created(Func<nn.Module> create) => create;
}
