using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a network that reads the labels of sequences which nobody has cut into pieces.</summary>
public sealed record SequenceLabellingOptions : NetworkOptions
{
    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>What makes features of each step, where steps are pictures: see <see cref="RecurrentNetworkOptions.Front"/>.</summary>
    /// <value>Null (the default) for steps that are numbers or keys.</value>
    public ConvolutionalFront? Front { get; init; }

    /// <summary>Steps that are read of a sequence; what lies behind them is not, so that its labels must lie within.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32. Vectors of float do not use it.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads a sequence, step by step.</summary>
    /// <value>The default is <see cref="LstmEncoder"/>.</value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder();

    /// <summary>Whether every layer also reads backwards: a label may depend on what follows.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    /// <summary>Beginnings kept while labels are read; 1 joins the likeliest answers of the steps.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int BeamWidth { get; init; } = 1;

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>. Of no concern where steps are keys.</value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>How the network is trained.</summary>
    /// <value>By default as long and at such a rate as suit the rows (docs/defaults.md), gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new() { GradientClipNorm = 1 };

    internal override TrainingOptions Whole => Training;

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    internal override void Validate(OptionFaults faults)
    {
        faults.Defined(InputScaling, nameof(InputScaling));
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        FrontFaults.Check(faults, Front, StepSize, InputScaling);
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        faults.AtLeast(BeamWidth, 1, nameof(BeamWidth));
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a sum over all ways of answering");
    }
}
