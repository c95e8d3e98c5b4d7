using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a multilayer perceptron.</summary>
public sealed record MultilayerPerceptronOptions : SupervisedOptions
{
    /// <summary>Widths of the hidden layers.</summary>
    /// <value>Each at least 1; the default is one layer of 128; none gives a linear model.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [128];

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>
    /// Parameter of the hidden function: the slope of <see cref="Activation.Sigmoid"/>, <see cref="Activation.Tanh"/> and
    /// <see cref="Activation.Softplus"/>, and of what stands in for a step in training; the slope below 0 of
    /// <see cref="Activation.LeakyReLU"/>, the one that <see cref="Activation.ParametricReLU"/> starts from, the height below 0 of
    /// <see cref="Activation.ELU"/>.
    /// </summary>
    /// <value>Above 0; null (the default) takes 1, 2, 1, 1; 0.01, 0.25 and 1.</value>
    public double? ActivationSlope { get; init; }

    /// <summary>
    /// Share of the hidden values that are set to 0 in each training batch, the others being scaled up (Srivastava et al., JMLR 15,
    /// 2014).
    /// </summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Standard deviation of the normal noise on the hidden values of each training batch (Poole, Sohl-Dickstein and Ganguli,
    /// arXiv:1406.1831).
    /// </summary>
    /// <value>At least 0, in the unit of the hidden values; the default is 0.</value>
    public double HiddenNoise { get; init; }

    /// <summary>Whether hidden sums are normalized over each batch before their function (Ioffe and Szegedy, arXiv:1502.03167).</summary>
    /// <value>The default is false.</value>
    public bool BatchNormalization { get; init; }

    /// <summary>
    /// Mixes each training batch with itself in another order, rows and labels alike, with a weight from the Beta(this, this) distribution
    /// (Zhang et al., arXiv:1710.09412).
    /// </summary>
    /// <value>0, or in [0.01, 2]; 0 (the default) does not mix; 0.2 is usual. Not where a table is read.</value>
    public double MixUp { get; init; }

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Networks that are trained, each with its own first weights and on its own split of the rows (of 5 networks each holds out another
    /// fifth, which stops it), and averaged: the fitted network holds all of them side by side, its hidden layers so many times as wide.
    /// With rows given to <c>Fit</c> to judge by, each learns from all others. Answers are averaged in front of the last function.
    /// </summary>
    /// <value>
    /// In [1, 100]; null (the default) is 5 for 20 to 2,499 rows in memory, where <see cref="TrainingOptions.Epochs"/>,
    /// <see cref="TrainingOptions.ValidationFraction"/> and what else stands in the way are null, no rows were given to judge by, and one
    /// process trains alone; else 1. More than 1 not with <see cref="InitializeFrom"/>, <see cref="Transfer"/>,
    /// <see cref="DomainConfusion"/>, <see cref="Activation.ParametricReLU"/>, nor beside a share of held-out rows. A warm start goes on
    /// with the networks as with one.
    /// </value>
    public int? Repeats { get; init; }

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

    /// <summary>How features are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>
    /// The default is <see cref="NetworkInputScaling.Automatic"/>. With <see cref="InitializeFrom"/> and <see cref="Transfer"/> they are
    /// scaled as the network scales them that the layers come from.
    /// </value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>
    /// Names of the columns that the network reads together, of any type among: numbers, booleans, texts and keys as categories, vectors
    /// of float of known size. They take the place of <see cref="SupervisedOptions.FeatureColumnName"/>; what becomes of them is learned
    /// from the rows and saved with the network.
    /// </summary>
    /// <value>The default is none: one vector of numbers.</value>
    public IReadOnlyList<string> FeatureColumnNames { get; init; } = [];

    /// <summary>
    /// Names of keys or texts of many values that are read beside the features, or are among <see cref="FeatureColumnNames"/>: the
    /// network learns numbers for each value (an embedding), however few there are. A missing or unknown value is all zeros.
    /// </summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>
    /// Whether missing numbers (NaN) are filled with the mean of their column, and a number beside them says that they were missing. Else
    /// they are an error.
    /// </summary>
    /// <value>Null (the default) is true with <see cref="FeatureColumnNames"/>, else false.</value>
    public bool? FillMissing { get; init; }

    /// <summary>
    /// Whether rows are read, kept and learned from by their numbers other than 0 alone. The optimizer then moves the first layer's weights
    /// where a batch meets them only: the others' momentum and decay wait.
    /// </summary>
    /// <value>
    /// Null (the default) decides by the first thousand rows: true for a thousand slots or more of which at most 5 % are not 0, as
    /// <c>FeaturizeText</c> and one-hot encodings make them. Not where zeros would not stay zeros (another <see cref="InputScaling"/> than
    /// automatic or none, <see cref="TrainingOptions.InputNoise"/>), nor with
    /// <see cref="InitializeFrom"/>, <see cref="Transfer"/>, <see cref="MixUp"/> and <see cref="DomainConfusion"/>.
    /// </value>
    public bool? ReadSparse { get; init; }

    /// <summary>Whether columns are read as a table: for a vector of whole numbers alone there is nothing to look up or to fill.</summary>
    internal bool IsTable => FeatureColumnNames is not { Count: 0 } || KeyColumns is not { Count: 0 } || FillMissing == true;

    /// <summary>Whether missing numbers are filled.</summary>
    internal bool Fills => FillMissing ?? FeatureColumnNames.Count > 0;

    /// <summary>The columns of a table.</summary>
    internal IReadOnlyList<string> TableColumns =>
        [.. (FeatureColumnNames.Count > 0 ? FeatureColumnNames : [FeatureColumnName]).Union(KeyColumns)];

    /// <summary>Whether nothing keeps zeros from staying zeros.</summary>
    internal bool KeepsZeros =>
        Start is null && Transfer is null && MixUp == 0 && DomainConfusion is null && Training is not { InputNoise: > 0 }
        && InputScaling is (NetworkInputScaling.Automatic or NetworkInputScaling.None);

    /// <summary>
    /// Layers to start from: the first ones of another perceptron, of an autoencoder's encoder or of a deep belief network, whose widths
    /// <see cref="HiddenSizes"/> must begin with, and whose <see cref="HiddenActivation"/> must be the same.
    /// </summary>
    /// <value>Null (the default) starts anew. Not where a table is read.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>
    /// Makes the domains of rows alike in the layer before the answer, so that what is learned from the labels of one serves the others.
    /// </summary>
    /// <value>Null (the default) looks at no domains. Not without hidden layers, nor with <see cref="MixUp"/>.</value>
    public DomainConfusion? DomainConfusion { get; init; }

    internal override DomainConfusion? Confusion => DomainConfusion;

    /// <summary>Networks to train on so many rows.</summary>
    /// <param name="rows">The rows; null if they are not counted.</param>
    internal int RepeatsFor(long? rows) => Repeats
        ?? (Training is { Epochs: null, ValidationFraction: null, Ranks: null } && Start is null && Transfer is null
            && DomainConfusion is null && PerceptronAverage.WhyNot(HiddenActivation) is null ? RepeatedSplits.For(rows) : 1);

    /// <summary>The layers of a trained encoder that the first layers start from; null for fresh weights.</summary>
    internal EncoderWeights? Start { get; init; }

    /// <summary>
    /// Options for a network whose hidden layers are those of a trained autoencoder's encoder, the code layer included, and start
    /// from its weights: pretrain without labels, then fine-tune with them (Hinton and Salakhutdinov, Science 313, 2006).
    /// </summary>
    /// <param name="autoencoder">An autoencoder of dense layers over the same feature column; it is read now and not kept.</param>
    /// <returns>These options with the encoder's widths, function and weights.</returns>
    /// <exception cref="ArgumentException">The autoencoder begins with convolutions.</exception>
    /// <exception cref="ObjectDisposedException">The autoencoder was disposed.</exception>
    public MultilayerPerceptronOptions InitializeFrom(AutoencoderTransformer autoencoder)
    {
        ArgumentNullException.ThrowIfNull(autoencoder);
        using var use = autoencoder.Use();
        var start = new EncoderWeights(autoencoder.Module);
        var architecture = autoencoder.Module.Architecture;
        return this with
        {
            HiddenSizes = start.Sizes[1..],
            HiddenActivation = architecture.HiddenActivation,
            ActivationSlope = architecture.ActivationSlope,
            Start = start,
        };
    }

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        faults.Sizes(HiddenSizes, nameof(HiddenSizes));
        faults.Defined(HiddenActivation, nameof(HiddenActivation));
        faults.Defined(InputScaling, nameof(InputScaling));
        if (ActivationSlope is { } slope)
        {
            faults.Above(slope, 0, nameof(ActivationSlope));
            if (!Activations.HasSlope(HiddenActivation))
                faults.Add(nameof(ActivationSlope), slope, $"null for {HiddenActivation}, which has none");
        }
        Names(faults, FeatureColumnNames, nameof(FeatureColumnNames));
        Names(faults, KeyColumns, nameof(KeyColumns));
        if (IsTable)
            ValidateTable(faults);
        if (ReadSparse == true && !KeepsZeros)
            faults.Add(
                nameof(ReadSparse), true,
                $"false or null with InputNoise, with an InputScaling other than Automatic and None, with {nameof(InitializeFrom)}, with "
                    + $"{nameof(Transfer)}, with {nameof(MixUp)} and with {nameof(DomainConfusion)}");
        Transfer?.Validate(faults, nameof(Transfer));
        if (Transfer is not null && Start is not null)
            faults.Add(nameof(Transfer), "given", $"null with {nameof(InitializeFrom)}, which gives the same layers");
        PictureAugmentation.Mixing(faults, MixUp, nameof(MixUp));
        if (DomainConfusion is not null && MixUp > 0)
            faults.Add(nameof(MixUp), MixUp, $"0 with {nameof(DomainConfusion)}: a mixed row has no domain");
        if (DomainConfusion is not null && HiddenSizes is { Count: 0 })
            faults.Add(nameof(DomainConfusion), "given", "null without hidden layers, in which domains become alike");
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        if (HiddenSizes is { Count: 0 } && Dropout > 0)
            faults.Add(nameof(Dropout), Dropout, "0 without hidden layers");
        faults.AtLeast(HiddenNoise, 0, nameof(HiddenNoise));
        if (HiddenSizes is { Count: 0 } && HiddenNoise > 0)
            faults.Add(nameof(HiddenNoise), HiddenNoise, "0 without hidden layers");
        if (HiddenSizes is { Count: 0 } && BatchNormalization)
            faults.Add(nameof(BatchNormalization), BatchNormalization, "false without hidden layers");
        faults.Training(Training);
        ValidateRepeats(faults);
    }

    private void ValidateRepeats(OptionFaults faults)
    {
        if (Repeats is not { } repeats)
            return;
        faults.InRange(repeats, 1, RepeatedSplits.Most, nameof(Repeats));
        if (repeats <= 1)
            return;
        if (Start is not null || Transfer is not null || DomainConfusion is not null)
            faults.Add(
                nameof(Repeats), repeats, $"1 or null with {nameof(InitializeFrom)}, {nameof(Transfer)} and {nameof(DomainConfusion)}");
        if (PerceptronAverage.WhyNot(HiddenActivation) is { } why)
            faults.Add(nameof(Repeats), repeats, $"1 or null with {HiddenActivation}: {why}");
        if (Training is { ValidationFraction: { } share })
            faults.Add(
                $"{nameof(Training)}.{nameof(Training.ValidationFraction)}", share,
                $"null with {nameof(Repeats)}, by which each network holds out rows of its own");
    }

    private void Names(OptionFaults faults, IReadOnlyList<string>? names, string option)
    {
        if (names is null || names.Any(string.IsNullOrEmpty))
            faults.Add(option, names is null ? null : "a list with an empty name", "names of columns");
        else if (names.Distinct().Count() < names.Count)
            faults.Add(option, string.Join(", ", names), "names of columns, each once");
        else if (names.Contains(LabelColumnName))
            faults.Add(option, string.Join(", ", names), $"without the label column '{LabelColumnName}'");
    }

    private void ValidateTable(OptionFaults faults)
    {
        if (Start is not null)
            faults.Add(
                nameof(InitializeFrom), "set",
                "left alone where a table is read or missing numbers are filled: the encoder has read vectors of numbers");
        if (Transfer is not null)
            faults.Add(
                nameof(Transfer), "given", "null where a table is read or missing numbers are filled: layers read vectors of numbers");
        if (MixUp != 0)
            faults.Add(nameof(MixUp), MixUp, "0 where a table is read: the numbers of categories cannot be mixed");
        if (ReadSparse == true)
            faults.Add(nameof(ReadSparse), true, "false or null where a table is read or missing numbers are filled");
        if (Training is { InputNoise: > 0 })
            faults.Add(
                $"{nameof(Training)}.{nameof(Training.InputNoise)}", Training.InputNoise,
                "0 where a table is read: the number of a category bears no noise");
    }
}
