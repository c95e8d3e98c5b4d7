using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Units and training of a restricted Boltzmann machine.</summary>
public sealed record RbmOptions : NetworkOptions
{
    /// <summary>Number of hidden units.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int HiddenSize { get; init; } = 64;

    /// <summary>What the visible units hold.</summary>
    /// <value>
    /// Null (the default) takes <see cref="DeepML.VisibleUnits.Bernoulli"/> where every number lies in [0, 1], else
    /// <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public VisibleUnits? VisibleUnits { get; init; }

    /// <summary>
    /// Whether Gaussian visible units learn how far each lies around the hidden units' word (Cho, Ilin and Raiko, ICANN 2011); otherwise it
    /// is the deviation of the column, which chance alone then explains, up to how columns go together.
    /// </summary>
    /// <value>
    /// Null (the default) is true for Gaussian units with hidden bits where each number is scaled by itself (<see cref="InputScaling"/>
    /// Automatic or Standard), else false. True only where <see cref="VisibleUnits"/> is <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public bool? LearnVariances { get; init; }

    /// <summary>
    /// How the numbers that Gaussian visible units read are brought to like size; learned from the training rows, saved with the network,
    /// and undone in reconstructions, drawn rows and densities. Bits are not scaled.
    /// </summary>
    /// <value>
    /// The default is <see cref="NetworkInputScaling.Automatic"/>: each number by its own mean and deviation, after its logarithm where
    /// positive numbers span many magnitudes, and after an inverse hyperbolic sine where a few lie far out; the history says which. After
    /// <see cref="NetworkInputScaling.MinMax"/> and <see cref="NetworkInputScaling.Robust"/> all numbers have one noise, and keep their
    /// sizes to each other. With <see cref="NetworkInputScaling.None"/> they are read as they are, with a noise of deviation 1. It must be
    /// Automatic or None for <see cref="DeepML.VisibleUnits.Bernoulli"/>; other values choose <see cref="DeepML.VisibleUnits.Gaussian"/>
    /// where <see cref="VisibleUnits"/> is left open.
    /// </value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>What the hidden units hold.</summary>
    /// <value>The default is <see cref="HiddenUnits.Bernoulli"/>.</value>
    public HiddenUnits HiddenUnits { get; init; }

    /// <summary>Full steps of Gibbs sampling per batch: the k of CD-k (Hinton, Neural Computation 14, 2002) or PCD-k.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int GibbsSteps { get; init; } = 1;

    /// <summary>
    /// Whether the samples come from chains that go on from batch to batch (persistent contrastive divergence, Tieleman, ICML 2008)
    /// instead of starting at the data: a better model to draw from, while features come as well from either.
    /// </summary>
    /// <value>The default is false.</value>
    public bool Persistent { get; init; }

    /// <summary>Number of persistent chains.</summary>
    /// <value>At least 1, and null unless <see cref="Persistent"/>; null (the default) takes as many as a batch has rows.</value>
    public int? Chains { get; init; }

    /// <summary>
    /// Wanted mean of each hidden unit over the rows, for bits (Lee et al., NIPS 2007; Hinton, UTML TR 2010-003, section 11).
    /// </summary>
    /// <value>In (0, 1); null (the default) wants nothing.</value>
    public double? SparsityTarget { get; init; }

    /// <summary>Weight of the distance from <see cref="SparsityTarget"/> beside the likelihood.</summary>
    /// <value>Above 0; the default is 0.1.</value>
    public double SparsityWeight { get; init; } = 0.1;

    /// <summary>Name of a column for each row's free energy in nats; low is likely, so it also tells outliers.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? FreeEnergyColumnName { get; init; }

    /// <summary>How it is trained.</summary>
    /// <value>
    /// The default is gradient descent with momentum 0.5, a rate of 0.05 for bits and counts and 0.005 for other numbers that falls to 0
    /// along a cosine, and as many epochs and rows per batch as suit the rows. No rows are held out.
    /// </value>
    public TrainingOptions Training { get; init; } = DefaultTraining;

    internal static TrainingOptions DefaultTraining { get; } = new()
    {
        Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
        Schedule = new CosineSchedule(),
    };

    internal ContrastiveDivergence Rule(TrainingOptions training) =>
        new(GibbsSteps, Persistent, Chains ?? training.RowsPerBatch, SparsityTarget, SparsityWeight);

    internal override TrainingOptions Whole => Training;

    internal override bool HoldsOutRows => false;

    internal override void Validate(OptionFaults faults)
    {
        ValidateMachine(faults, "");
        VisibleUnitsChoice.Validate(VisibleUnits, InputScaling, faults);
        if (LearnVariances == true && VisibleUnits != DeepML.VisibleUnits.Gaussian)
            faults.Add(nameof(LearnVariances), true, "false or null unless VisibleUnits is Gaussian");
        if (VisibleUnits == DeepML.VisibleUnits.Counts)
            ValidateCounts(faults);
        if (FreeEnergyColumnName is { Length: 0 })
            faults.Add(nameof(FreeEnergyColumnName), "\"\"", "a name, or null");
        faults.Training(Training, labels: false, whyFloat32: "a machine that learns by sampling");
    }

    // Chains that go on would have to keep to the lengths of rows; noise would take words away that are not there.
    private void ValidateCounts(OptionFaults faults)
    {
        if (Persistent)
            faults.Add(nameof(Persistent), true, "false for Counts");
        if (HiddenUnits != HiddenUnits.Bernoulli)
            faults.Add(nameof(HiddenUnits), HiddenUnits, "Bernoulli for Counts");
        if (Training is { InputNoise: > 0 })
            faults.Add($"{nameof(Training)}.{nameof(TrainingOptions.InputNoise)}", Training.InputNoise, "0 for Counts");
    }

    internal void ValidateMachine(OptionFaults faults, string prefix)
    {
        faults.AtLeast(HiddenSize, 1, prefix + nameof(HiddenSize));
        faults.Defined(HiddenUnits, prefix + nameof(HiddenUnits));
        faults.AtLeast(GibbsSteps, 1, prefix + nameof(GibbsSteps));
        if (Chains is { } chains)
        {
            faults.AtLeast(chains, 1, prefix + nameof(Chains), 1 << 20);
            if (!Persistent)
                faults.Add(prefix + nameof(Chains), chains, "null unless Persistent");
        }
        if (SparsityTarget is { } target)
        {
            if (!(target > 0 && target < 1))
                faults.Add(prefix + nameof(SparsityTarget), target, "in (0, 1)");
            if (HiddenUnits != HiddenUnits.Bernoulli)
                faults.Add(prefix + nameof(SparsityTarget), target, "null unless HiddenUnits is Bernoulli");
        }
        faults.Above(SparsityWeight, 0, prefix + nameof(SparsityWeight));
    }
}
