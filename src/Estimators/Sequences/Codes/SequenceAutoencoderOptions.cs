using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of an autoencoder of sequences.</summary>
public sealed record SequenceAutoencoderOptions : NetworkOptions
{
    /// <summary>Numbers per step of a vector of float.</summary>
    /// <value>At least 1; null (the default) takes the last dimension of a vector of several dimensions, else 1. Keys have one.</value>
    public int? StepSize { get; init; }

    /// <summary>What makes features of each step, where steps are pictures: see <see cref="RecurrentNetworkOptions.Front"/>.</summary>
    /// <value>Null (the default) for steps that are numbers or keys.</value>
    public ConvolutionalFront? Front { get; init; }

    /// <summary>Steps that are read of a sequence, and written at most; what lies behind them is not.</summary>
    /// <value>At least 1; null (the default) takes the longest training sequence.</value>
    public int? MaximumLength { get; init; }

    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 32. Vectors of float do not use it.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads a sequence.</summary>
    /// <value>
    /// The default is <see cref="LstmEncoder"/>. What it says at the end makes the code; of encoders that carry no state the mean over the
    /// steps. One layer of a <see cref="RecurrentEncoder"/>'s kind and units writes; for any other encoder a <see cref="LstmEncoder"/>.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder();

    /// <summary>Whether every layer that reads also reads backwards.</summary>
    /// <value>
    /// Null (the default) is true, but for a <see cref="TransformerEncoder"/>, which looks both ways by itself and takes no true.
    /// </value>
    public bool? Bidirectional { get; init; }

    /// <summary>Numbers in the code.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int CodeSize { get; init; } = 32;

    /// <summary>
    /// Share of the keys before that the writer is not told in training, so that it has to take them from the code (Bowman et al.,
    /// arXiv:1511.06349).
    /// </summary>
    /// <value>In [0, 1]; the default is 0. Numbers are written from the code alone.</value>
    public double KeyDropout { get; init; }

    /// <summary>
    /// Makes the code a normal distribution per sequence, so that codes between those of two sequences stand for sequences too: the way
    /// from one to the other is then through such as could be. The loss is the negative bound per key or number.
    /// </summary>
    /// <value>
    /// Null (the default) for a point. A code that says nothing any more, because the keys before say it, has a
    /// <see cref="VariationalCode.Beta"/> that is too large: lower it, or raise <see cref="KeyDropout"/>.
    /// </value>
    public VariationalCode? Variational { get; init; }

    /// <summary>Columns that are added beside the code.</summary>
    /// <value>The default is none.</value>
    public SequenceAutoencoderOutputs Outputs { get; init; } = new();

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>. Of no concern where steps are keys.</value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>How the network is trained.</summary>
    /// <value>By default as long and at such a rate as suit the rows (docs/defaults.md), gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new() { GradientClipNorm = 1 };

    internal override TrainingOptions Whole => Training;

    internal bool ReadsBackwards => Bidirectional ?? Encoder.ReadsBackwards;

    /// <summary>What writes.</summary>
    internal RecurrentEncoder Decoder => Encoder is RecurrentEncoder recurrent
        ? recurrent with { LayerCount = 1, Dropout = 0 }
        : new LstmEncoder { HiddenSize = Encoder.HiddenSize };

    internal override void Validate(OptionFaults faults)
    {
        faults.Defined(InputScaling, nameof(InputScaling));
        if (StepSize is { } size)
            faults.AtLeast(size, 1, nameof(StepSize));
        FrontFaults.Check(faults, Front, StepSize, InputScaling);
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Directions(faults, Bidirectional, Encoder);
        faults.AtLeast(CodeSize, 1, nameof(CodeSize));
        faults.InRange(KeyDropout, 0, 1, nameof(KeyDropout));
        Variational?.Validate(faults, nameof(Variational));
        if (faults.Given(Outputs, nameof(Outputs)))
            foreach (var (property, name) in Outputs.Given().Where(n => n.Name.Length == 0))
                faults.Add($"{nameof(Outputs)}.{property}", "\"\"", "a name, or null");
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that writes step by step");
    }
}
