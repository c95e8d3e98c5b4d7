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
        if (VisibleUnits is { } units)
            DeepBeliefTraining.Validate(units, faults, nameof(VisibleUnits));
        faults.Training(Training, labels: false, whyFloat32: "machines that learn by sampling");
        DeepBeliefTraining.Validate(Layers, faults, nameof(Training));
    }
}
