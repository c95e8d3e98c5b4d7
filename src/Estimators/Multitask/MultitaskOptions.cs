using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture, sharing and training of a network of several tasks.</summary>
public sealed record MultitaskOptions : NetworkOptions
{
    private const string WhyFloat32 = "a network of several tasks";

    /// <summary>
    /// The layers that turn features into vectors, before those of <see cref="HiddenSizes"/>; tasks share them as they share these.
    /// <see cref="HiddenActivation"/> stands behind the numbers of the vector.
    /// </summary>
    /// <value>
    /// Null (the default) for features that are vectors of float of known size, which the hidden layers read; a
    /// <see cref="ConvolutionalBody"/> for pictures, without <see cref="ConvolutionalBody.QuarterTurns"/>; a <see cref="SequenceBody"/> for
    /// sequences; or a <see cref="DenseBody"/>.
    /// </value>
    public NetworkBody? Body { get; init; }

    /// <summary>Widths of the hidden layers that tasks share.</summary>
    /// <value>Each at least 1, at least one layer; the default is one of 128.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [128];

    /// <summary>Widths of the hidden layers of each head.</summary>
    /// <value>Each at least 1; the default is none.</value>
    public IReadOnlyList<int> HeadSizes { get; init; } = [];

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>Share of the hidden values that are set to 0 in each training batch.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Standard deviation of normal noise that is added to what each hidden layer gives in training batches (Poole, Sohl-Dickstein and
    /// Ganguli, arXiv:1406.1831), but not the layers of <see cref="Body"/>; those of a <see cref="SequenceBody"/> have their own,
    /// <see cref="SequenceEncoder.HiddenNoise"/>.
    /// </summary>
    /// <value>At least 0; the default is 0.</value>
    public double HiddenNoise { get; init; }

    /// <summary>
    /// λ of soft sharing: each task then has hidden layers of its own, which begin alike, and the loss grows by λ·Σ‖W_A - W_B‖²_F over
    /// every two of them.
    /// </summary>
    /// <value>At least 0, and 0 lets tasks learn by themselves; null (the default) shares the layers themselves (hard sharing).</value>
    public double? SoftSharing { get; init; }

    /// <summary>
    /// Whether the noise of each task is learned and weighs its loss, beside <see cref="TaskHead.Weight"/> (Kendall, Gal and Cipolla, CVPR
    /// 2018).
    /// </summary>
    /// <value>The default is false.</value>
    public bool LearnTaskWeights { get; init; }

    /// <summary>How features are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>
    /// The default is <see cref="NetworkInputScaling.Automatic"/>, which must stay with a <see cref="Body"/>: that says itself how it
    /// scales.
    /// </value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>Whether numbers to predict are learned in a unit of their own, and predicted in the label's.</summary>
    /// <value>The default is true.</value>
    public bool ScaleLabel { get; init; } = true;

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.Sizes(HiddenSizes, nameof(HiddenSizes));
        if (HiddenSizes is { Count: 0 })
            faults.Add(nameof(HiddenSizes), "empty", "at least one layer, which tasks share");
        faults.Sizes(HeadSizes, nameof(HeadSizes));
        faults.Defined(HiddenActivation, nameof(HiddenActivation));
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        faults.AtLeast(HiddenNoise, 0, nameof(HiddenNoise));
        if (SoftSharing is { } weight)
            faults.AtLeast(weight, 0, nameof(SoftSharing));
        faults.Defined(InputScaling, nameof(InputScaling));
        (Body ?? new DenseBody()).ValidateTraining(faults, Training, WhyFloat32);
        ValidateBody(faults);
        if (Training is { LabelNoise: > 0 })
            faults.Add("Training.LabelNoise", Training.LabelNoise, "0 for several tasks, which mean different things by it");
        if (Training is { LabelSmoothing: > 0 })
            faults.Add("Training.LabelSmoothing", Training.LabelSmoothing, "0 for several tasks");
        if (Training?.ClassWeights is { } classes)
            faults.Add("Training.ClassWeights", $"a list of {classes.Count}", "null for several tasks");
    }

    private void ValidateBody(OptionFaults faults)
    {
        if (Body is null)
            return;
        Body.Validate(faults, nameof(Body));
        if (Body.TurnsPictures)
            faults.Add($"{nameof(Body)}.{nameof(ConvolutionalBody.QuarterTurns)}", true, "false for tasks, whose labels do not turn");
        if (InputScaling != NetworkInputScaling.Automatic)
            faults.Add(nameof(InputScaling), InputScaling, $"Automatic with a {nameof(Body)}, which says itself how it scales");
    }
}
