using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a language model over keys.</summary>
public sealed record SequenceLanguageModelOptions : NetworkOptions
{
    /// <summary>Numbers that stand for a key.</summary>
    /// <value>At least 1; the default is 64.</value>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>What reads a sequence, key by key.</summary>
    /// <value>
    /// The default is <see cref="LstmEncoder"/> of 128 units. Any that sees no later step: a <see cref="RecurrentEncoder"/>, a
    /// <see cref="TransformerEncoder"/> that is causal, or a <see cref="TimeDelayEncoder"/> that looks back.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder { HiddenSize = 128 };

    /// <summary>
    /// Share of the numbers in front of the encoder and behind it that is left out in training (Zaremba et al., arXiv:1409.2329).
    /// </summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>
    /// Whether the numbers that stand for a key also weigh the answer (Press and Wolf, arXiv:1608.05859): fewer weights, less learned
    /// by heart.
    /// </summary>
    /// <value>The default is false.</value>
    public bool TiedWeights { get; init; }

    /// <summary>
    /// Keys after which the gradient is cut and the weights are moved. A <see cref="RecurrentEncoder"/> carries its state on; any other
    /// looks back on so many keys at most, also when it measures and writes.
    /// </summary>
    /// <value>At least 1; the default is 64.</value>
    public int SegmentLength { get; init; } = 64;

    /// <summary>Keys of a sequence that are read when its bits per key are measured by <c>Transform</c>. All are learned from.</summary>
    /// <value>At least 1; the default is 1,000.</value>
    public int MaximumLength { get; init; } = 1000;

    /// <summary>How the network is trained. The batch size is the number of streams, or windows, that are read side by side.</summary>
    /// <value>
    /// By default 20 epochs, 16 streams, Adam at 0.002 falling along a cosine, gradients clipped at a norm of 1. The held-out share is the
    /// end of the sequences.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 20,
        BatchSize = 16,
        LearningRate = 2e-3,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Foresight(faults, Encoder, SegmentLength);
        faults.InHalfOpenRange(Dropout, 0, 1, nameof(Dropout));
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that carries its state from segment to segment");
    }
}
