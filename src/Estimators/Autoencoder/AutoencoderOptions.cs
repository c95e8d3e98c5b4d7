using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture, objective and training of an autoencoder; the kinds combine freely where that makes sense.</summary>
public sealed record AutoencoderOptions : NetworkOptions
{
    /// <summary>Widths of the encoder's dense hidden layers, from the input inwards.</summary>
    /// <value>Each at least 1; none by default, which connects input and code directly.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [];

    /// <summary>Widths of the decoder's dense hidden layers, from the code outwards.</summary>
    /// <value>Each at least 1; null (the default) mirrors the encoder.</value>
    public IReadOnlyList<int>? DecoderSizes { get; init; }

    /// <summary>
    /// Numbers in the code. It may be larger than the input only where something keeps the network from copying: noise, sparsity, another
    /// penalty, a narrower hidden layer, or another target.
    /// </summary>
    /// <value>
    /// At least 1; the fit refuses a larger code that would only copy. Null (the default) takes 16, or half of the input's numbers if
    /// that is less; an anomaly detector as many as keep nine tenths of the variance.
    /// </value>
    public int? CodeSize { get; init; }

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>Parameter of the hidden function, as in <see cref="MultilayerPerceptronOptions.ActivationSlope"/>.</summary>
    /// <value>Above 0; null (the default) takes the usual value.</value>
    public double? ActivationSlope { get; init; }

    /// <summary>Function of the code layer.</summary>
    /// <value>The default is <see cref="Activation.Identity"/>: a rectified code of few numbers loses much of what it could hold.</value>
    public Activation CodeActivation { get; init; } = Activation.Identity;

    /// <summary>Function of the reconstruction; null chooses a sigmoid if every training value lies in [0, 1], else none.</summary>
    public Activation? OutputActivation { get; init; }

    /// <summary>Share of the hidden values that are set to 0 in each training batch.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>Whether hidden sums are normalized over each batch before their function (Ioffe and Szegedy, arXiv:1502.03167).</summary>
    /// <value>The default is false.</value>
    public bool BatchNormalization { get; init; }

    /// <summary>Whether the decoder's weights are the encoder's, transposed; only the biases are its own.</summary>
    /// <value>The default is false.</value>
    public bool TiedWeights { get; init; }

    /// <summary>What training minimizes.</summary>
    /// <value>The default is <see cref="ReconstructionLoss.Auto"/>.</value>
    public ReconstructionLoss Loss { get; init; }

    /// <summary>
    /// A column that reconstructions should equal instead of the input: clean for noisy, colour for grey. Vectors of float, or, with
    /// <see cref="Convolution"/>, also images of the input's size.
    /// </summary>
    /// <value>Null (the default) takes the input.</value>
    public string? TargetColumnName { get; init; }

    /// <summary>What is done to the inputs of each training batch: denoising.</summary>
    /// <value>Null (the default) leaves them as they are.</value>
    public InputCorruption? Corruption { get; init; }

    /// <summary>What keeps most numbers of the code at 0.</summary>
    /// <value>Null (the default) for nothing.</value>
    public CodeSparsity? Sparsity { get; init; }

    /// <summary>
    /// Weight of ‖∂h/∂x‖²_F, which makes the code insensitive to small changes of the input (Rifai et al., ICML 2011). The loss
    /// beside it is a mean over the values of a row: divide a weight meant for their sum by their number. One layer with a
    /// sigmoid or tanh code costs next to nothing; anything else a pass backwards for each number of the code.
    /// </summary>
    /// <value>At least 0; the default is 0.</value>
    public double ContractionWeight { get; init; }

    /// <summary>Makes the code a distribution, from which new rows can be drawn.</summary>
    /// <value>Null (the default) for a code that is a point.</value>
    public VariationalCode? Variational { get; init; }

    /// <summary>Random changes of training pictures, which learn to be reconstructed as changed. Chances of mixing do not apply.</summary>
    /// <value>
    /// Null (the default) changes nothing. Only with <see cref="Convolution"/>; with a target column, which is changed alike, and with
    /// <see cref="FillMissingValues"/> only what moves pixels: flips, shifts, turns and sizes.
    /// </value>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Adds to the loss how far reconstructions are from their pictures as another network sees them. Missing pixels count as right.
    /// </summary>
    /// <value>Null (the default) adds nothing. Only with <see cref="Convolution"/>, and not with <see cref="Variational"/>.</value>
    public PerceptualLoss? Perceptual { get; init; }

    /// <summary>Convolutions in front of the dense layers, for images.</summary>
    /// <value>Null (the default) for dense layers alone.</value>
    public AutoencoderConvolution? Convolution { get; init; }

    /// <summary>
    /// Whether missing values (NaN) are learned around: masked in the loss, entered as their column's mean, filled by the
    /// reconstruction.
    /// </summary>
    /// <value>The default is false, which makes a missing value an error.</value>
    public bool FillMissingValues { get; init; }

    /// <summary>What missing values are filled from.</summary>
    /// <value>The default is <see cref="FillSource.Automatic"/>; it must be that without <see cref="FillMissingValues"/>.</value>
    public FillSource FillFrom { get; init; }

    /// <summary>Trains each layer first, as a shallow autoencoder on the codes below it (Bengio et al., NIPS 2006), with these options.
    /// What
    /// concerns the whole fit (seed, memory, validation, time, cancellation, checkpoints) is taken from <see cref="Training"/>.</summary>
    /// <value>Null (the default) trains the whole network at once.</value>
    public TrainingOptions? Pretraining { get; init; }

    /// <summary>
    /// Layers for the encoder to start from: the first ones of a perceptron, of another autoencoder's encoder or of a deep belief network.
    /// The widths of hidden layers and code must begin with theirs, and <see cref="HiddenActivation"/> be the same. With
    /// <see cref="TransferOptions.KeepHead"/> the decoder starts from that of an autoencoder, or from a deep belief network's way down, its
    /// transposed weights. With <see cref="Convolution"/> the convolutions start from those of a fitted
    /// <see cref="ConvolutionalNetworkTransformer"/> for pictures of the same size: kernels, <see cref="AutoencoderConvolution.Filters"/>,
    /// functions and normalization must begin with its, and each convolution, with what pools behind it, halve the sides.
    /// </summary>
    /// <value>
    /// Null (the default) starts anew. Not with <see cref="Pretraining"/>, nor with <see cref="Variational"/> dense layers.
    /// </value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>
    /// How the numbers of a row are brought to like size; learned from the training rows, saved with the network, and undone in
    /// reconstructions. Losses and errors are then in units of the scaled numbers.
    /// </summary>
    /// <value>
    /// The default is <see cref="NetworkInputScaling.Automatic"/>, which leaves rows as they are where they lie in [0, 1], and with
    /// <see cref="Convolution"/>, <see cref="TargetColumnName"/>, <see cref="Variational"/>, <see cref="ContractionWeight"/>,
    /// <see cref="Corruption"/> or <see cref="Pretraining"/>, which speak of the rows as they are. With <see cref="Transfer"/> rows are
    /// scaled as by the network that the layers come from.
    /// </value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>Columns beside the code.</summary>
    public AutoencoderOutputs Outputs { get; init; } = new();

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Hidden layers of the encoder, convolutions included.</summary>
    internal int HiddenLayers =>
        (Convolution is null ? 0 : Convolution.Filters.Count - (Convolution.DenseCode ? 0 : 1)) + HiddenSizes.Count;

    /// <summary>What speaks of the rows as they are, so that they cannot be scaled; null for nothing.</summary>
    internal string? WhyNotScaled => Convolution is not null ? nameof(Convolution)
        : TargetColumnName is not null ? nameof(TargetColumnName)
        : Variational is not null ? nameof(Variational)
        : ContractionWeight > 0 ? nameof(ContractionWeight)
        : Corruption is not null ? nameof(Corruption)
        : Pretraining is not null ? nameof(Pretraining)
        : Loss == ReconstructionLoss.CrossEntropy ? nameof(Loss)
        : OutputActivation is not (null or Activation.Identity) ? nameof(OutputActivation)
        : null;

    /// <summary>Whether something other than a narrow code keeps the network from copying.</summary>
    internal bool IsRegularized => Corruption is not null || Sparsity is not null || ContractionWeight > 0 || Variational is not null
        || TargetColumnName is not null || Dropout > 0 || Training.InputNoise > 0 || Training.WeightDecay > 0 || Training.L1 > 0
        || Training.DropConnect > 0 || Training.WeightNoise > 0;

    /// <summary>Whether a code of this size can be a copy of the row, with nothing that keeps the network from making one.</summary>
    /// <param name="codeSize">Numbers in the code.</param>
    /// <param name="width">Numbers in a row.</param>
    internal bool OnlyCopies(int codeSize, int width) =>
        codeSize >= width && !IsRegularized && HiddenSizes.Concat(DecoderSizes ?? []).All(size => size >= width);

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        Validate(faults, "");
    }

    internal void Validate(OptionFaults faults, string prefix)
    {
        faults.Sizes(HiddenSizes, prefix + nameof(HiddenSizes));
        if (DecoderSizes is not null)
            faults.Sizes(DecoderSizes, prefix + nameof(DecoderSizes));
        if (CodeSize is { } code)
            faults.AtLeast(code, 1, prefix + nameof(CodeSize));
        faults.Defined(HiddenActivation, prefix + nameof(HiddenActivation));
        faults.Defined(CodeActivation, prefix + nameof(CodeActivation));
        if (OutputActivation is { } output)
            faults.Defined(output, prefix + nameof(OutputActivation));
        if (ActivationSlope is { } slope)
        {
            faults.Above(slope, 0, prefix + nameof(ActivationSlope));
            if (!Activations.HasSlope(HiddenActivation))
                faults.Add(prefix + nameof(ActivationSlope), slope, $"null for {HiddenActivation}, which has none");
        }
        faults.InHalfOpenRange(Dropout, 0, 1, prefix + nameof(Dropout));
        faults.Defined(Loss, prefix + nameof(Loss));
        faults.Defined(InputScaling, prefix + nameof(InputScaling));
        faults.Defined(FillFrom, prefix + nameof(FillFrom));
        faults.AtLeast(ContractionWeight, 0, prefix + nameof(ContractionWeight));
        if (TargetColumnName is { Length: 0 })
            faults.Add(prefix + nameof(TargetColumnName), "\"\"", "a name, or null");
        Corruption?.Validate(faults, prefix + nameof(Corruption));
        // The size of a code of feature maps is known with the images: the fit looks at it then.
        Sparsity?.Validate(
            faults, prefix + nameof(Sparsity), Convolution is { DenseCode: false } ? int.MaxValue : CodeSize ?? int.MaxValue);
        Transfer?.Validate(faults, prefix + nameof(Transfer));
        Variational?.Validate(faults, prefix + nameof(Variational));
        Convolution?.Validate(faults, prefix + nameof(Convolution));
        Augmentation?.Validate(faults, prefix + nameof(Augmentation));
        Perceptual?.Validate(faults, prefix + nameof(Perceptual));
        if (faults.Given(Outputs, prefix + nameof(Outputs)))
            foreach (var (property, name) in Outputs.Given().Where(n => n.Name.Length == 0))
                faults.Add($"{prefix}{nameof(Outputs)}.{property}", "\"\"", "a name, or null");
        var whyFloat32 = ContractionWeight > 0 ? $"a loss of slopes, which {nameof(ContractionWeight)} asks for" : null;
        faults.Training(Training, prefix + nameof(Training), labels: false, whyFloat32);
        if (Pretraining is not null)
        {
            faults.Training(Pretraining, prefix + nameof(Pretraining), labels: false, whyFloat32);
            FitPhase.Validate(Pretraining, faults, prefix + nameof(Pretraining), prefix + nameof(Training));
        }
        AutoencoderCombinations.Check(this, faults, prefix);
    }
}
