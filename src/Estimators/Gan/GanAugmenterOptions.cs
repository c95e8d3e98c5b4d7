using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Networks, rules of the game and amount of synthetic rows of an augmenter.</summary>
public sealed record GanAugmenterOptions : NetworkOptions
{
    /// <summary>Numbers of noise that a row is made from.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int LatentSize { get; init; } = 64;

    /// <summary>How that noise is distributed.</summary>
    /// <value>The default is <see cref="DeepML.LatentDistribution.Normal"/>.</value>
    public LatentDistribution LatentDistribution { get; init; }

    /// <summary>
    /// Widths of the generator's hidden layers; not used with <see cref="Convolutional"/>, and with <see cref="Growing"/> for the smallest
    /// size of a <see cref="LaplacianPyramidGenerator"/> only.
    /// </summary>
    /// <value>Each at least 1; the default is 256, 256.</value>
    public IReadOnlyList<int> GeneratorSizes { get; init; } = [256, 256];

    /// <summary>Widths of the discriminator's hidden layers; used where <see cref="GeneratorSizes"/> are.</summary>
    /// <value>Each at least 1, at least one layer; the default is 128, 128.</value>
    public IReadOnlyList<int> DiscriminatorSizes { get; init; } = [128, 128];

    /// <summary>
    /// Whether the generator's hidden sums are normalized over the batch; convolutional generators always do, and of growing ones only the
    /// dense layers of a <see cref="LaplacianPyramidGenerator"/>.
    /// </summary>
    /// <value>The default is true.</value>
    public bool BatchNormalization { get; init; } = true;

    /// <summary>Says that the feature vectors are pictures.</summary>
    /// <value>Null (the default) if they are not.</value>
    public GanPicture? Picture { get; init; }

    /// <summary>
    /// Random changes of what the discriminator sees of pictures, real and made alike: it then tells few real pictures less by heart, and
    /// made ones are not changed themselves (Zhao et al., arXiv:2006.10738).
    /// </summary>
    /// <value>
    /// Null (the default) changes nothing. It needs <see cref="Picture"/> and an <see cref="InputScaling"/> to a range, and mixes nothing.
    /// </value>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Whether pictures are made and judged by convolutions (Radford et al., arXiv:1511.06434) rather than by dense layers.
    /// </summary>
    /// <value>The default is false; true needs <see cref="Picture"/> with even sides.</value>
    public bool Convolutional { get; init; }

    /// <summary>
    /// Filters of the convolutions next to the picture with <see cref="Convolutional"/>; each layer further in has twice as many.
    /// </summary>
    /// <value>At least 1; the default is 64. A <see cref="Growing"/> generator has its own.</value>
    public int Filters { get; init; } = 64;

    /// <summary>How pictures are made from the coarse to the fine, if they are.</summary>
    /// <value>
    /// Null (the default) makes them at once. A <see cref="ProgressiveGenerator"/>, <see cref="StyleGenerator"/> or
    /// <see cref="LaplacianPyramidGenerator"/> needs <see cref="Picture"/> with even sides, and takes the place of
    /// <see cref="Convolutional"/>.
    /// </value>
    public GrowingGenerator? Growing { get; init; }

    /// <summary>
    /// How the numbers of a vector are brought to like size for the networks; learned from the training rows, saved with the model, and
    /// undone in generated rows. The number columns of a table are not concerned: each has a mixture of Gaussians of its own.
    /// </summary>
    /// <value>
    /// The default is <see cref="NetworkInputScaling.Automatic"/>: to [-1, 1], each number by its own range or all by one range with
    /// <see cref="Picture"/>; where positive numbers span many magnitudes, or a few lie far out, by the range of their logarithm or of
    /// their inverse hyperbolic sine; the history says which. <see cref="NetworkInputScaling.MinMax"/> is the same without curves, and
    /// <see cref="NetworkInputScaling.Robust"/> bends every number. After each of these generated numbers stay between the smallest and
    /// the largest that were seen. With <see cref="NetworkInputScaling.Standard"/> and <see cref="NetworkInputScaling.None"/> they may be
    /// of any size, which generators of <see cref="Convolutional"/> or <see cref="Growing"/> pictures cannot make. A number that never
    /// changes is not learned in any case.
    /// </value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>What the players play for.</summary>
    /// <value>The default is <see cref="NonSaturatingObjective"/>; one of your own may take its place.</value>
    public GanObjective Objective { get; init; } = new NonSaturatingObjective();

    /// <summary>Steps of the discriminator, each with a batch of its own, to one of the generator.</summary>
    /// <value>At least 1; the default is 1. A Wasserstein critic wants about 5.</value>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>
    /// Steps of the discriminator that each step of the generator looks ahead, and through which its slope passes (Metz et al.,
    /// arXiv:1611.02163). They are Adam's with running means that start anew, or plain ones if the optimizer is
    /// <see cref="GradientDescentOptimizer"/>.
    /// </summary>
    /// <value>
    /// At least 0; the default is 0. Each costs about as much as four steps of the discriminator, and holds a copy of its weights. A
    /// discriminator that looks ahead wants a <see cref="DiscriminatorLearningRate"/> well below the generator's rate, such as a tenth.
    /// </value>
    public int UnrolledSteps { get; init; }

    /// <summary>Rows judged together, against a generator that makes few kinds of rows (Lin et al., arXiv:1712.04086).</summary>
    /// <value>At least 1 and at most the size of a batch; the default is 1.</value>
    public int RowsPerDecision { get; init; } = 1;

    /// <summary>Whether the discriminator is told how much the rows of a batch differ (Karras et al., arXiv:1710.10196).</summary>
    /// <value>The default is false; that of a <see cref="FadingGenerator"/> always is.</value>
    public bool BatchStatistics { get; init; }

    /// <summary>Share of the discriminator's hidden values that are dropped in training.</summary>
    /// <value>In [0, 1); the default is 0.2.</value>
    public double Dropout { get; init; } = 0.2;

    /// <summary>How the discriminator is told the class.</summary>
    /// <value>The default is <see cref="GanConditioning.Projection"/>.</value>
    public GanConditioning Conditioning { get; init; }

    /// <summary>How often rows of each class are shown.</summary>
    /// <value>The default is <see cref="GanSampling.LogFrequency"/>.</value>
    public GanSampling Sampling { get; init; }

    /// <summary>Share of itself that the running mean of the generator's weights keeps at each step; rows are made by the mean.</summary>
    /// <value>In [0, 1); the default is 0.995. 0 takes the weights as they are.</value>
    public double AveragingDecay { get; init; } = 0.995;

    /// <summary>
    /// Largest number of Gaussians that describe a number column of a table, and of numbers that many rows share, such as 0.
    /// </summary>
    /// <value>
    /// At least 1; the default is 10. The Bayesian information criterion chooses how many there are, and whether a column with heavy
    /// tails is described on a logarithmic scale.
    /// </value>
    public int MaximumModes { get; init; } = 10;

    /// <summary>Largest number of places for the values of a category column; rarer values share the last one.</summary>
    /// <value>At least 2; the default is 256. It bounds the networks' width and memory for columns with very many values.</value>
    public int MaximumCategories { get; init; } = 256;

    /// <summary>What is done with columns of a table that are another in every row.</summary>
    /// <value>The default is <see cref="GanIdentifiers.NumberAnew"/>; the history's choices say which columns these are.</value>
    public GanIdentifiers Identifiers { get; init; }

    /// <summary>How many synthetic rows <c>Transform</c> adds.</summary>
    /// <value>Null (the default) brings every class up to the largest or, without a label, adds as many rows as there are.</value>
    public GanAmount? Amount { get; init; }

    /// <summary>
    /// Where the rows come from that <c>Transform</c> adds; <c>Generate</c> and <c>GenerateRows</c> are the generator's in any case.
    /// </summary>
    /// <value>
    /// Null (the default) is <see cref="AugmentationMethod.Measured"/> with a label, where <see cref="Amount"/> is left open and there
    /// is no <see cref="Picture"/>; else <see cref="AugmentationMethod.Gan"/>. Measuring trains three more generators, for half as many
    /// steps all together; what was found is in the model's <c>Comparison</c> and in the history's choices.
    /// </value>
    public AugmentationMethod? Method { get; init; }

    /// <summary>Name of an added boolean column that is true for synthetic rows.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? MarkerColumnName { get; init; }

    /// <summary>Step size of the discriminator's optimizer.</summary>
    /// <value>Above 0; null (the default) takes that of <see cref="Training"/>, which is the generator's.</value>
    public double? DiscriminatorLearningRate { get; init; }

    /// <summary>How both networks are trained.</summary>
    /// <value>
    /// By default batches of 64, as many epochs as make 12,000 steps, at most 400 (what null epochs mean here), Adam with betas 0.5 and
    /// 0.999, a learning rate of 0.0005 that falls over the second half. Early stopping looks at the distance between synthetic and
    /// real rows.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        BatchSize = 64,
        LearningRate = 5e-4,
        Optimizer = new AdamOptimizer { Beta1 = 0.5, Beta2 = 0.999 },
        Schedule = new LinearDecaySchedule(),
    };

    internal override TrainingOptions Whole => Training;

    /// <summary>Epochs of an augmenter that leaves them open: a game is as long as its steps, however many rows there are.</summary>
    /// <param name="rows">Rows to learn from.</param>
    internal int EpochsFor(long rows)
    {
        const int steps = 12_000, fewest = 20, most = 400;
        var perEpoch = (rows + Training.RowsPerBatch - 1) / Training.RowsPerBatch;
        return Training.Epochs ?? (int)Math.Clamp(steps / perEpoch, fewest, most);
    }

    /// <summary>The method that an augmenter of these columns takes, measured or not.</summary>
    internal AugmentationMethod MethodFor(GanColumns columns) =>
        Method ?? (columns.Label is not null && Amount is null && Picture is null ? AugmentationMethod.Measured : AugmentationMethod.Gan);

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(LatentSize, 1, nameof(LatentSize));
        faults.Defined(LatentDistribution, nameof(LatentDistribution));
        faults.Sizes(GeneratorSizes, nameof(GeneratorSizes));
        faults.Sizes(DiscriminatorSizes, nameof(DiscriminatorSizes));
        if (DiscriminatorSizes is { Count: 0 })
            faults.Add(nameof(DiscriminatorSizes), "an empty list", "at least one layer");
        ValidatePicture(faults);
        ValidateGame(faults);
        faults.AtLeast(MaximumModes, 1, nameof(MaximumModes));
        faults.AtLeast(MaximumCategories, 2, nameof(MaximumCategories));
        faults.Defined(Identifiers, nameof(Identifiers));
        if (Method is { } method)
            faults.Defined(method, nameof(Method));
        if (MarkerColumnName is { Length: 0 })
            faults.Add(nameof(MarkerColumnName), "\"\"", "a column's name, or null");
        faults.Training(Training, labels: false, whyFloat32: "two networks that learn from each other");
    }

    /// <summary>Notes faults that only show beside the columns.</summary>
    internal void ValidateColumns(OptionFaults faults, GanColumns columns)
    {
        if (Picture is not null && columns.IsTable)
            faults.Add(nameof(Picture), Picture, "null for a table");
        ValidateAmount(faults, columns.Label is not null);
        if (Method == AugmentationMethod.Measured && columns.Label is null)
            faults.Add(nameof(Method), Method, "another one without a label: methods are compared by a classifier");
        if (columns.All.Contains(MarkerColumnName))
            faults.Add(nameof(MarkerColumnName), $"\"{MarkerColumnName}\"", "another name than those of the columns that are learned");
    }

    private void ValidateGame(OptionFaults faults)
    {
        faults.Defined(InputScaling, nameof(InputScaling));
        if (faults.Given(Objective, nameof(Objective)))
            Objective.Validate(faults, nameof(Objective));
        faults.Defined(Conditioning, nameof(Conditioning));
        faults.Defined(Sampling, nameof(Sampling));
        faults.AtLeast(DiscriminatorSteps, 1, nameof(DiscriminatorSteps));
        faults.AtLeast(UnrolledSteps, 0, nameof(UnrolledSteps));
        faults.AtLeast(RowsPerDecision, 1, nameof(RowsPerDecision));
        if (Training is { BatchSize: >= 1 } && RowsPerDecision > Training.RowsPerBatch)
            faults.Add(nameof(RowsPerDecision), RowsPerDecision, $"at most Training.BatchSize, {Training.BatchSize}");
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        faults.InHalfOpenRange(AveragingDecay, 0, 1, nameof(AveragingDecay));
        if (DiscriminatorLearningRate is { } rate)
            faults.Above(rate, 0, nameof(DiscriminatorLearningRate));
    }

    private void ValidatePicture(OptionFaults faults)
    {
        faults.AtLeast(Filters, 1, nameof(Filters));
        if (Picture is not null)
        {
            faults.AtLeast(Picture.Height, 1, $"{nameof(Picture)}.{nameof(Picture.Height)}");
            faults.AtLeast(Picture.Width, 1, $"{nameof(Picture)}.{nameof(Picture.Width)}");
            if (Picture.Channels is not (1 or 3))
                faults.Add($"{nameof(Picture)}.{nameof(Picture.Channels)}", Picture.Channels, "1 or 3");
        }
        ValidateAugmentation(faults);
        if (Convolutional && (Picture is null || Picture.Height % 2 != 0 || Picture.Width % 2 != 0))
            faults.Add(nameof(Convolutional), true, "false unless Picture is given, with even sides");
        if (Growing is not null)
            ValidateGrowing(faults, Growing);
        if ((Convolutional || Growing is not null) && InputScaling is not (NetworkInputScaling.Automatic or NetworkInputScaling.MinMax))
            faults.Add(nameof(InputScaling), InputScaling,
                $"Automatic or MinMax while {(Convolutional ? "Convolutional is true" : "Growing is set")}");
        else if (Picture is not null && InputScaling == NetworkInputScaling.Robust)
            faults.Add(nameof(InputScaling), InputScaling, "another one with Picture: pixels share a scale, and are not bent one by one");
    }

    private void ValidateGrowing(OptionFaults faults, GrowingGenerator growing)
    {
        growing.Validate(new PartFaults($"{nameof(Growing)} ({SavedAsAttribute.NameOf(growing.GetType())})", faults.Add));
        if (Convolutional)
            faults.Add(nameof(Convolutional), true, "false while Growing is set, which has convolutions of its own");
        if (Picture is null)
            faults.Add(nameof(Growing), growing.GetType().Name, "null unless Picture is given");
        else if (Picture.Height % 2 != 0 || Picture.Width % 2 != 0)
            faults.Add(nameof(Picture), $"{Picture.Height} × {Picture.Width}", "of even sides while Growing is set, such as "
                + $"{Even(Picture.Height)} × {Even(Picture.Width)}: both are halved as often as they are even and above 4");
        else
            ValidateSizes(faults, growing, new PictureShape(Picture.Channels, Picture.Height, Picture.Width, growing.Filters).Halvings);

        static int Even(int side) => Math.Max(2, side + (side % 2));
    }

    private void ValidateSizes(OptionFaults faults, GrowingGenerator growing, int halvings)
    {
        if (LatentSize < growing.FewestLatents(halvings))
            faults.Add(nameof(LatentSize), LatentSize, $"at least {growing.FewestLatents(halvings)}, one for each size of a picture");
        if (growing.Filters >= 1 && (long)growing.Filters << halvings > NumberLimits.MostUnits)
            faults.Add($"{nameof(Growing)}.{nameof(growing.Filters)}", growing.Filters,
                $"at most {NumberLimits.MostUnits >> halvings} where sides are halved {halvings} times");
    }

    private void ValidateAugmentation(OptionFaults faults)
    {
        if (Augmentation is null)
            return;
        Augmentation.Validate(faults, nameof(Augmentation));
        Augmentation.ValidateUnmixed(faults, nameof(Augmentation));
        if (Picture is null)
            faults.Add(nameof(Augmentation), "given", "null without Picture");
        else
            Augmentation.ValidateFor((Picture.Channels, Picture.Height, Picture.Width), faults, nameof(Augmentation));
        if (Growing is LaplacianPyramidGenerator)
            faults.Add(nameof(Augmentation), "given",
                "null with a Laplacian pyramid, whose discriminator sees all sizes of a picture at once");
        if (InputScaling is NetworkInputScaling.Standard or NetworkInputScaling.None)
            faults.Add(nameof(InputScaling), InputScaling, "Automatic or MinMax with Augmentation, for which pixels have a range");
    }

    private void ValidateAmount(OptionFaults faults, bool hasLabel)
    {
        if (Amount is null)
            return;
        switch (Amount.Kind)
        {
            case GanAmountKind.PerClass:
                faults.AtLeast(Amount.Value, 1, nameof(Amount));
                break;
            case GanAmountKind.Balance:
                faults.AboveUpTo(Amount.Value, 0, 1, nameof(Amount));
                break;
            case GanAmountKind.Rows:
                if (Amount.Rows!.Count == 0)
                    faults.Add(nameof(Amount), "an empty list", "rows of at least one class");
                foreach (var (name, rows) in Amount.Rows!)
                    faults.AtLeast(rows, 1, $"{nameof(Amount)}[{name}]");
                break;
            default:
                faults.Above(Amount.Value, 1, nameof(Amount));
                break;
        }
        if (!hasLabel && Amount.Kind is not (GanAmountKind.PerClass or GanAmountKind.Factor))
            faults.Add(nameof(Amount), Amount.Kind, "PerClass or Factor without a label column");
    }
}
