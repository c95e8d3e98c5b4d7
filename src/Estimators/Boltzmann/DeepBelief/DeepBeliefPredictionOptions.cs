using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Layers, pretraining and fine-tuning of a deep belief network that predicts a label.</summary>
public sealed record DeepBeliefPredictionOptions : SupervisedOptions
{
    /// <summary>What the feature column holds.</summary>
    /// <value>
    /// Null (the default) takes <see cref="DeepML.VisibleUnits.Bernoulli"/> where every number lies in [0, 1], else
    /// <see cref="DeepML.VisibleUnits.Gaussian"/>.
    /// </value>
    public VisibleUnits? VisibleUnits { get; init; }

    /// <summary>
    /// How the numbers that Gaussian visible units read are brought to like size; learned from the training rows, and saved with the
    /// network. Bits are not scaled.
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

    /// <summary>The layers, from the data upwards.</summary>
    /// <value>At least one; the default is two of 256.</value>
    public IReadOnlyList<DeepBeliefLayer> Layers { get; init; } = [new(), new()];

    /// <summary>Function of the hidden layers while the unrolled network is fine-tuned and used.</summary>
    /// <value>
    /// <see cref="Activation.Sigmoid"/> (the default), which the pretraining of bits fits exactly but which wants Adam or long
    /// training, or <see cref="Activation.ReLU"/>.
    /// </value>
    public Activation HiddenActivation { get; init; } = Activation.Sigmoid;

    /// <summary>Share of the hidden values that are set to 0 in each batch of the fine-tuning (Srivastava et al., JMLR 15, 2014).</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Layers to start from in place of pretraining: the first ones of another deep belief network, with labels or without, of a perceptron
    /// or of an autoencoder's encoder, as wide as <see cref="Layers"/> begin, with <see cref="HiddenActivation"/> between them. Rows are
    /// then scaled as by the network that the layers come from.
    /// </summary>
    /// <value>Null (the default) pretrains. <see cref="VisibleUnits"/> and <see cref="InputScaling"/> must then be left alone.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>How every layer is pretrained that has no <see cref="DeepBeliefLayer.Training"/> of its own.</summary>
    /// <value>The default is that of <see cref="RbmOptions.Training"/>.</value>
    public TrainingOptions Pretraining { get; init; } = RbmOptions.DefaultTraining;

    /// <summary>
    /// The back-propagation after it: gentle, so that the labels adjust the features rather than make them anew. What concerns the
    /// whole fit (seed, memory, validation, time, cancellation, checkpoints) is taken from here.
    /// </summary>
    /// <value>The default is Adam, with a rate and a number of epochs that suit the labelled rows; none are held out.</value>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override bool HoldsOutRows => false;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        VisibleUnitsChoice.Validate(VisibleUnits, InputScaling, faults);
        DeepBeliefTraining.Validate(VisibleUnits, faults, nameof(VisibleUnits));
        if (HiddenActivation is not (Activation.Sigmoid or Activation.ReLU))
            faults.Add(nameof(HiddenActivation), HiddenActivation, "Sigmoid or ReLU");
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        Transfer?.Validate(faults, nameof(Transfer));
        if (Transfer is not null && VisibleUnits is { } units)
            faults.Add(nameof(VisibleUnits), units, $"null with {nameof(Transfer)}: no machine is trained");
        if (Transfer is not null && InputScaling != NetworkInputScaling.Automatic)
            faults.Add(nameof(InputScaling), InputScaling, $"Automatic with {nameof(Transfer)}, whose layers have scales of their own");
        faults.Training(Pretraining, nameof(Pretraining), labels: false, whyFloat32: "machines that learn by sampling");
        if (Pretraining is not null)
            FitPhase.Validate(Pretraining, faults, nameof(Pretraining), nameof(Training));
        DeepBeliefTraining.Validate(Layers, faults, nameof(Training));
        faults.Training(Training, nameof(Training));
    }
}
