using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Layers and training of a deep belief network as a transform.</summary>
public sealed record DeepBeliefOptions : NetworkOptions
{
    /// <summary>What the input column holds.</summary>
    /// <value>
    /// Null (the default) takes <see cref="DeepML.VisibleUnits.Bernoulli"/> where every number lies in [0, 1], else
    /// <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public VisibleUnits? VisibleUnits { get; init; }

    /// <summary>
    /// How the numbers that Gaussian visible units read are brought to like size; learned from the training rows, saved with the network,
    /// and undone in reconstructions and drawn rows. Bits are not scaled.
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

    /// <summary>
    /// Whether the lowest machine learns how far each number lies around its word: <see cref="RbmOptions.LearnVariances"/>.
    /// </summary>
    /// <value>
    /// Null (the default) does as the model that a fit goes on from; a fresh lowest machine of several takes 0.4 deviations for noise. True
    /// only where <see cref="VisibleUnits"/> is <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public bool? LearnVariances { get; init; }

    /// <summary>The layers, from the data upwards.</summary>
    /// <value>At least one; the default is two of 256.</value>
    public IReadOnlyList<DeepBeliefLayer> Layers { get; init; } = [new(), new()];

    /// <summary>
    /// How every layer is trained that has no <see cref="DeepBeliefLayer.Training"/> of its own. What concerns the whole fit (seed,
    /// memory, validation, time, cancellation, checkpoints) is taken from here.
    /// </summary>
    /// <value>The default is that of <see cref="RbmOptions.Training"/>.</value>
    public TrainingOptions Training { get; init; } = RbmOptions.DefaultTraining;

    internal override TrainingOptions Whole => Training;

    internal override bool HoldsOutRows => false;

    internal override void Validate(OptionFaults faults)
    {
        VisibleUnitsChoice.Validate(VisibleUnits, InputScaling, faults);
        DeepBeliefTraining.Validate(VisibleUnits, faults, nameof(VisibleUnits));
        if (LearnVariances == true && VisibleUnits != DeepML.VisibleUnits.Gaussian)
            faults.Add(nameof(LearnVariances), true, "false or null unless VisibleUnits is Gaussian");
        faults.Training(Training, labels: false, whyFloat32: "machines that learn by sampling");
        DeepBeliefTraining.Validate(Layers, faults, nameof(Training));
    }
}
