using DeepML.Trainers;

namespace DeepML;

/// <summary>One layer of a deep belief network: the hidden side of a restricted Boltzmann machine.</summary>
public sealed record DeepBeliefLayer
{
    /// <summary>Number of hidden units.</summary>
    /// <value>At least 1; the default is 256.</value>
    public int HiddenSize { get; init; } = 256;

    /// <summary>
    /// What the hidden units hold in pretraining; the machine above takes bits as bits, and rectified numbers as Gaussian units.
    /// </summary>
    /// <value>The default is <see cref="HiddenUnits.Bernoulli"/>.</value>
    public HiddenUnits HiddenUnits { get; init; }

    /// <summary>Full steps of Gibbs sampling per batch.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int GibbsSteps { get; init; } = 1;

    /// <summary>Whether the samples come from persistent chains: see <see cref="RbmOptions.Persistent"/>.</summary>
    /// <value>The default is false.</value>
    public bool Persistent { get; init; }

    /// <summary>Number of persistent chains.</summary>
    /// <value>At least 1, and null unless <see cref="Persistent"/>; null (the default) takes as many as a batch has rows.</value>
    public int? Chains { get; init; }

    /// <summary>Wanted mean of each hidden unit over the rows, for bits.</summary>
    /// <value>In (0, 1); null (the default) wants nothing.</value>
    public double? SparsityTarget { get; init; }

    /// <summary>Weight of the distance from <see cref="SparsityTarget"/> beside the likelihood.</summary>
    /// <value>Above 0; the default is 0.1.</value>
    public double SparsityWeight { get; init; } = 0.1;

    /// <summary>How this layer is pretrained.</summary>
    /// <value>Null (the default) takes the options' common pretraining.</value>
    public TrainingOptions? Training { get; init; }

    internal RbmOptions Machine => new()
    {
        HiddenSize = HiddenSize,
        HiddenUnits = HiddenUnits,
        GibbsSteps = GibbsSteps,
        Persistent = Persistent,
        Chains = Chains,
        SparsityTarget = SparsityTarget,
        SparsityWeight = SparsityWeight,
    };
}
