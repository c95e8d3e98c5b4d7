using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Past, units and training of a restricted Boltzmann machine whose biases depend on past frames.</summary>
public sealed record ConditionalRbmOptions : NetworkOptions
{
    /// <summary>Frames before the present one that are read.</summary>
    /// <value>In [1, 10,000]; the default is 3. The input column holds so many frames and the present one, the oldest first.</value>
    public int PastFrames { get; init; } = 3;

    /// <summary>Number of hidden units.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int HiddenSize { get; init; } = 64;

    /// <summary>What the numbers of a frame are.</summary>
    /// <value>
    /// Null (the default) takes <see cref="DeepML.VisibleUnits.Bernoulli"/> where every number lies in [0, 1], else
    /// <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public VisibleUnits? VisibleUnits { get; init; }

    /// <summary>How the numbers of a frame are brought to like size, as <see cref="RbmOptions.InputScaling"/>; all frames alike.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>; Automatic or None for bits and counts.</value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>
    /// The deviation of a Gaussian number around what past and hidden units say of it, as a share of its deviation in the data. At 1 chance
    /// explains nearly all that an autoregression leaves, and hidden units learn little; the closer frames follow from their past, the
    /// smaller it may be.
    /// </summary>
    /// <value>In [0.01, 1]; the default is 0.3. It is not read for bits, counts and numbers that are read as they are.</value>
    public double Noise { get; init; } = 0.3;

    /// <summary>What the hidden units hold.</summary>
    /// <value>The default is <see cref="HiddenUnits.Bernoulli"/>; it must be that for counts.</value>
    public HiddenUnits HiddenUnits { get; init; }

    /// <summary>Full steps of Gibbs sampling per batch: the k of CD-k.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int GibbsSteps { get; init; } = 1;

    /// <summary>How often a prediction goes up and down between the two sides, without chance.</summary>
    /// <value>In [1, 10,000]; the default is 10.</value>
    public int PredictionPasses { get; init; } = 10;

    /// <summary>Name of a column for the frame that follows the row, predicted from its last <see cref="PastFrames"/> frames.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? NextFrameColumnName { get; init; }

    /// <summary>
    /// Name of a column for the free energy of the last frame given those before it, in nats. It leaves out a term that the past alone
    /// decides, so that it compares frames that may follow one past.
    /// </summary>
    /// <value>Null (the default) adds none.</value>
    public string? FreeEnergyColumnName { get; init; }

    /// <summary>How it is trained.</summary>
    /// <value>
    /// The default is Adam with a rate of 0.001 that falls to 0 along a cosine, and as many epochs and rows per batch as suit the rows. No
    /// rows are held out: neighbouring rows share frames, so that only validation rows of another stretch of time would be new.
    /// </value>
    public TrainingOptions Training { get; init; } = new() { Schedule = new CosineSchedule() };

    internal override TrainingOptions Whole => Training;

    internal override bool HoldsOutRows => false;

    internal override void Validate(OptionFaults faults)
    {
        faults.InRange(PastFrames, 1, ConditionalRbmDescription.MostFrames, nameof(PastFrames));
        faults.AtLeast(HiddenSize, 1, nameof(HiddenSize));
        faults.Defined(HiddenUnits, nameof(HiddenUnits));
        VisibleUnitsChoice.Validate(VisibleUnits, InputScaling, faults);
        faults.InRange(Noise, 0.01, 1, nameof(Noise));
        faults.AtLeast(GibbsSteps, 1, nameof(GibbsSteps));
        faults.InRange(PredictionPasses, 1, ConditionalRbmDescription.MostPasses, nameof(PredictionPasses));
        if (VisibleUnits == DeepML.VisibleUnits.Counts && HiddenUnits != HiddenUnits.Bernoulli)
            faults.Add(nameof(HiddenUnits), HiddenUnits, "Bernoulli for Counts");
        foreach (var (name, option) in new[]
        {
            (NextFrameColumnName, nameof(NextFrameColumnName)), (FreeEnergyColumnName, nameof(FreeEnergyColumnName)),
        })
            if (name is { Length: 0 })
                faults.Add(option, "\"\"", "a name, or null");
        faults.Training(Training, labels: false, whyFloat32: "a machine that learns by sampling");
    }
}
