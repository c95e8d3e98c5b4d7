using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a network that answers at every step of a sequence.</summary>
public abstract record SequenceStepsOptions : NetworkOptions
{
    private protected SequenceStepsOptions()
    {
    }

    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>What makes features of each step, where steps are pictures: see <see cref="RecurrentNetworkOptions.Front"/>.</summary>
    /// <value>Null (the default) for steps that are numbers or keys.</value>
    public ConvolutionalFront? Front { get; init; }

    /// <summary>Steps that are read and answered of a sequence; what lies behind them is not.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32. Vectors of float do not use it.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads a sequence, step by step.</summary>
    /// <value>The default is <see cref="LstmEncoder"/>.</value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder();

    /// <summary>Whether every layer also reads backwards: an answer may depend on what follows.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    /// <summary>
    /// Steps after which the gradient is cut and the weights are moved, with the state carried on: truncated back-propagation
    /// through time, whose memory does not grow with the length of a sequence.
    /// </summary>
    /// <value>At least 1; null (the default) for whole sequences.</value>
    public int? SegmentLength { get; init; }

    /// <summary>What is added beside the answers.</summary>
    /// <value>By default nothing. Weights of attention need an <see cref="Encoder"/> that has some.</value>
    public SequenceOutputs Outputs { get; init; } = new();

    /// <summary>Name of the column that says how much each sequence counts, with all its steps: a float, 0 or more.</summary>
    /// <value>Null (the default) for sequences that count alike. A sequence of weight 2 counts as two of weight 1.</value>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>Layers to start from: see <see cref="RecurrentNetworkOptions.Transfer"/>.</summary>
    /// <value>Null (the default) starts anew.</value>
    public TransferOptions? Transfer { get; init; }

    /// <summary>Whether a training batch has sequences of like length: see <see cref="RecurrentNetworkOptions.BucketByLength"/>.</summary>
    /// <value>The default is true.</value>
    public bool BucketByLength { get; init; } = true;

    /// <summary>Share of the keys that each training batch does not show: see <see cref="RecurrentNetworkOptions.KeyDropout"/>.</summary>
    /// <value>In [0, 1); the default is 0. With steps that are numbers it must be 0.</value>
    public double KeyDropout { get; init; }

    /// <summary>How the network is trained.</summary>
    /// <value>By default as long and at such a rate as suit the rows (docs/defaults.md), gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new() { GradientClipNorm = 1 };

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>. Of no concern where steps are keys.</value>
    public NetworkInputScaling InputScaling { get; init; }

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.Defined(InputScaling, nameof(InputScaling));
        if (ExampleWeightColumnName is "")
            faults.Add(nameof(ExampleWeightColumnName), "\"\"", "a name, or null for sequences that count alike");
        Transfer?.Validate(faults, nameof(Transfer));
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        FrontFaults.Check(faults, Front, StepSize, InputScaling);
        faults.InHalfOpenRange(KeyDropout, 0, 1, nameof(KeyDropout));
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Segment(faults, SegmentLength, Encoder, Bidirectional ?? true);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that may carry its state from segment to segment");
    }
}
