using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a sequence-to-sequence network.</summary>
public sealed record SequenceToSequenceOptions : NetworkOptions
{
    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>What makes features of each step, where steps are pictures: see <see cref="RecurrentNetworkOptions.Front"/>.</summary>
    /// <value>Null (the default) for steps that are numbers or keys.</value>
    public ConvolutionalFront? Front { get; init; }

    /// <summary>Steps that are read of a sequence, and keys that are written, at most.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence of each.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads the input; the output is written by a decoder of the same kind.</summary>
    /// <value>
    /// The default is <see cref="GruEncoder"/>. The decoder of a <see cref="RecurrentEncoder"/> is one layer of the same units, that of a
    /// <see cref="TimeDelayEncoder"/> one layer of <see cref="GruEncoder"/>, of an <see cref="AttentionLstmEncoder"/> one of
    /// <see cref="LstmEncoder"/>, and that of a <see cref="TransformerEncoder"/> as many layers
    /// of causal attention, each of which also looks at the input.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new GruEncoder();

    /// <summary>Whether the encoder also reads backwards.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    /// <summary>
    /// Share of the steps at which the decoder is given the right key before, and not its own (Bengio et al., arXiv:1506.03099).
    /// </summary>
    /// <value>In [0, 1]; the default is 1.</value>
    public double TeacherForcing { get; init; } = 1;

    /// <summary>Sequences kept while decoding; 1 takes the likeliest key at each step.</summary>
    /// <value>At least 1, at most the number of output keys and one; the default is 1.</value>
    public int BeamWidth { get; init; } = 1;

    /// <summary>What is added beside the sequences that are written.</summary>
    /// <value>By default nothing.</value>
    public SequenceOutputs Outputs { get; init; } = new();

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
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        FrontFaults.Check(faults, Front, StepSize, InputScaling);
        faults.InHalfOpenRange(KeyDropout, 0, 1, nameof(KeyDropout));
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        faults.InRange(TeacherForcing, 0, 1, nameof(TeacherForcing));
        faults.AtLeast(BeamWidth, 1, nameof(BeamWidth));
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that writes step by step");
    }
}
