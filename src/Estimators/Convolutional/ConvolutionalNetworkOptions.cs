using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Pictures, architecture and training of a convolutional network.</summary>
public sealed record ConvolutionalNetworkOptions : SupervisedOptions
{
    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel. Images and files are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>Whether vectors hold the channels of a pixel side by side, as ExtractPixels does when told to interleave.</summary>
    /// <value>The default is false: one plane after the other.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>
    /// Whether the feature column holds paths of picture files, all of <see cref="Width"/> × <see cref="Height"/> pixels.
    /// </summary>
    /// <value>The default is false.</value>
    public bool FilePaths { get; init; }

    /// <summary>What is done with rows whose picture is missing or cannot be read; for images and files.</summary>
    /// <value>The default is <see cref="UnreadablePictures.Error"/>.</value>
    public UnreadablePictures WhenUnreadable { get; init; }

    /// <summary>A network known by name.</summary>
    /// <value>The default is <see cref="ConvolutionalNetworkKind.Small"/>.</value>
    public ConvolutionalNetworkKind Network { get; init; } = ConvolutionalNetworkKind.Small;

    /// <summary>The layers of a network of one's own, without the last one, whose size the label gives.</summary>
    /// <value>Null (the default) takes <see cref="Network"/>.</value>
    public IReadOnlyList<ConvolutionalLayer>? Layers { get; init; }

    /// <summary>The units that give the answer.</summary>
    /// <value>
    /// Null (the default) takes the network's own: <see cref="AnswerUnits.RadialBasis"/> for
    /// <see cref="ConvolutionalNetworkKind.LeNet5Of1998"/> with a key as label, else <see cref="AnswerUnits.Linear"/>.
    /// </value>
    public AnswerUnits? Answer { get; init; }

    /// <summary>How first weights are spread.</summary>
    /// <value>The default is <see cref="WeightInitialization.Automatic"/>.</value>
    public WeightInitialization Initialization { get; init; }

    /// <summary>Subtracted from the channels, before <see cref="ChannelDeviations"/> divide them; published weights need theirs.</summary>
    /// <value>One finite number per channel; null (the default) subtracts nothing. Both or none must be given.</value>
    public IReadOnlyList<float>? ChannelMeans { get; init; }

    /// <summary>What the channels are divided by.</summary>
    /// <value>One number above 0 per channel; null (the default) divides by nothing.</value>
    public IReadOnlyList<float>? ChannelDeviations { get; init; }

    /// <summary>Random changes of the training pictures.</summary>
    /// <value>Null (the default) changes nothing.</value>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>Weights to start from.</summary>
    /// <value>Null (the default) starts anew.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>
    /// Makes the domains of rows alike in the layer before the answer, so that what is learned from the labels of one serves the others.
    /// </summary>
    /// <value>Null (the default) looks at no domains. Not with mixed pictures, nor with auxiliary heads.</value>
    public DomainConfusion? DomainConfusion { get; init; }

    internal override DomainConfusion? Confusion => DomainConfusion;

    /// <summary>Standard deviation of the normal noise behind each function and block of the hidden layers in training.</summary>
    /// <value>At least 0, in the unit of what the layers give; the default is 0. Not in auxiliary heads.</value>
    public double HiddenNoise { get; init; }

    /// <summary>
    /// Share of the pictures that in training take the shortcut past the last residual block; past blocks before it fewer do, by the same
    /// amount from block to block (stochastic depth, Huang et al., ECCV 2016).
    /// </summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double StochasticDepth { get; init; }

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>By which loss numbers are learned; of no use, and refused, where classes are predicted.</summary>
    /// <value>
    /// Null (the default) for <see cref="SquaredLoss"/>; or <see cref="AbsoluteLoss"/>, <see cref="HuberLoss"/>,
    /// <see cref="QuantileLoss"/>, <see cref="PoissonLoss"/>.
    /// </value>
    public NumberLoss? Loss { get; init; }

    /// <summary>What is done with the last sum before it is a number that is predicted; refused where classes are.</summary>
    /// <value>
    /// Null (the default) for <see cref="NumberFunction.Identity"/>, with <see cref="PoissonLoss"/> for
    /// <see cref="NumberFunction.Exponential"/>. Others than the identity predict numbers in their range only, outside of which no label
    /// may lie, and labels are learned in their own unit.
    /// </value>
    public NumberFunction? OutputFunction { get; init; }

    internal override NumberAnswer? Numbers => NumberAnswer.Of(Loss, OutputFunction);

    internal ImageFormat Format => new(Channels, Height, Width, ChannelsLast, FilePaths, WhenUnreadable == UnreadablePictures.SkipRow);

    /// <summary>The architecture for pictures of a size.</summary>
    /// <exception cref="ArgumentException">Layers do not fit, or options do not fit the number of channels.</exception>
    internal ConvolutionalArchitecture ArchitectureFor(ImageFormat format, int answerSize)
    {
        var (layers, answerName) = Layers is null ? NamedNetworks.Of(Network, format.Height, format.Width) : ([.. Layers], "answer");
        var faults = new OptionFaults();
        ChannelFaults.CheckCount(faults, ChannelMeans, format.Channels);
        Augmentation?.ValidateFor((format.Channels, format.Height, format.Width), faults, nameof(Augmentation));
        if (HiddenNoise > 0 && !layers.Any(layer => layer is ActivationLayer or ResidualBlock or InceptionBlock))
            faults.Add(nameof(HiddenNoise), HiddenNoise, "0 without functions and blocks behind which it could be");
        if (StochasticDepth > 0 && !layers.Any(layer => layer is ResidualBlock))
            faults.Add(nameof(StochasticDepth), StochasticDepth, "0 without residual blocks that could be gone past");
        if (DomainConfusion is not null && (layers.Length == 0 || layers.Any(layer => layer is AuxiliaryHead)))
            faults.Add(nameof(DomainConfusion), "given", "null without layers before the answer, and with auxiliary heads");
        if (Answer == AnswerUnits.RadialBasis && answerSize == 1)
            faults.Add(nameof(Answer), Answer, "Linear for yes or no and for numbers: codes stand for classes");
        faults.ThrowIfAny("options");
        var answer = Answer ?? (answerSize > 1 && Layers is null ? NamedNetworks.AnswerOf(Network) : AnswerUnits.Linear);
        return new ConvolutionalArchitecture(
            format.Channels, format.Height, format.Width, layers, answerSize, answerName, Initialization,
            ChannelMeans is null ? null : [.. ChannelMeans], ChannelDeviations is null ? null : [.. ChannelDeviations],
            answer);
    }

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        ValidatePictures(faults);
        faults.Defined(Network, nameof(Network));
        if (Layers is not null && Network != ConvolutionalNetworkKind.Small)
            faults.Add(nameof(Network), Network, $"left as it is when {nameof(Layers)} are given");
        for (var i = 0; i < (Layers?.Count ?? 0); i++)
        {
            if (!faults.Given(Layers![i], $"{nameof(Layers)}[{i}]"))
                continue;
            ValidateName(Layers[i].Name, i, faults);
            Layers[i].Validate(new PartFaults($"{nameof(Layers)}[{i}] ({Layers[i].Kind})", faults.Add));
        }
        if (Answer is { } answer)
            faults.Defined(answer, nameof(Answer));
        faults.Defined(Initialization, nameof(Initialization));
        Augmentation?.Validate(faults, nameof(Augmentation));
        Transfer?.Validate(faults, nameof(Transfer));
        faults.AtLeast(HiddenNoise, 0, nameof(HiddenNoise));
        faults.InHalfOpenRange(StochasticDepth, 0, 1, nameof(StochasticDepth));
        if (DomainConfusion is not null && Augmentation is { MixUp: > 0 } or { CutMix: > 0 })
            faults.Add(nameof(Augmentation), "mixing pictures", $"without MixUp and CutMix with {nameof(DomainConfusion)}: "
                + "a mixed picture has no domain");
        faults.Training(Training);
        faults.ThrowIfAny("options");
        if (Height > 0 && Width > 0)
            CheckFrozen(ConvolutionalPlan.Of(
                ArchitectureFor(Format with { Channels = Channels > 0 ? Channels : LikelyChannels }, AnyAnswer)));
    }

    // Sizes do not depend on the channels that come in, but groups of the first convolution do: pictures may have any multiple of them.
    private int LikelyChannels => ChannelMeans?.Count
        ?? (FilePaths || Augmentation is { Saturation: > 0 } ? 3 : 3 * (Layers?.OfType<ConvolutionLayer>().FirstOrDefault()?.Groups ?? 1));

    /// <summary>A number of answers that is not refused before labels are read.</summary>
    internal int AnyAnswer => Answer == AnswerUnits.RadialBasis ? 2 : 1;

    /// <summary>Refuses to freeze every block.</summary>
    internal void CheckFrozen(ConvolutionalPlan plan)
    {
        var faults = new OptionFaults();
        faults.InHalfOpenRange(
            Transfer?.FrozenBlocks ?? 0, 0, plan.BlockCount, $"{nameof(Transfer)}.{nameof(TransferOptions.FrozenBlocks)}");
        faults.ThrowIfAny("options");
    }

    private void ValidatePictures(OptionFaults faults)
    {
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
        if (FilePaths && (Height == 0 || Width == 0))
            faults.Add(nameof(FilePaths), FilePaths, $"false unless {nameof(Height)} and {nameof(Width)} are given");
        if (FilePaths && ChannelsLast)
            faults.Add(nameof(ChannelsLast), ChannelsLast, $"false with {nameof(FilePaths)}");
        ChannelFaults.Check(faults, ChannelMeans, ChannelDeviations);
    }

    private static void ValidateName(string? name, int index, OptionFaults faults)
    {
        if (name is not null && name.Split('.').Any(string.IsNullOrWhiteSpace))
            faults.Add($"{nameof(Layers)}[{index}].{nameof(ConvolutionalLayer.Name)}", $"\"{name}\"",
                "null, or words with single dots between them");
        if (name == "answer")
            faults.Add($"{nameof(Layers)}[{index}].{nameof(ConvolutionalLayer.Name)}", "\"answer\"",
                "another name: the last layer has this one");
    }
}
