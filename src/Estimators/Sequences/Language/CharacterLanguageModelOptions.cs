using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a character language model.</summary>
public sealed record CharacterLanguageModelOptions : NetworkOptions
{
    /// <summary>Numbers that stand for a character.</summary>
    /// <value>At least 1; the default is 32.</value>
    public int EmbeddingSize { get; init; } = 32;

    /// <summary>What reads a text, character by character.</summary>
    /// <value>
    /// The default is <see cref="LstmEncoder"/> of 128 units. Any that sees no later step: a <see cref="RecurrentEncoder"/>, a
    /// <see cref="TransformerEncoder"/> that is causal, or a <see cref="TimeDelayEncoder"/> that looks back.
    /// </value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder { HiddenSize = 128 };

    /// <summary>
    /// Characters after which the gradient is cut and the weights are moved. A <see cref="RecurrentEncoder"/> carries its state on; any
    /// other looks back on so many characters at most, also when it measures and writes.
    /// </summary>
    /// <value>At least 1; the default is 64.</value>
    public int SegmentLength { get; init; } = 64;

    /// <summary>Characters of a text that are read when its bits per character are measured by <c>Transform</c>.</summary>
    /// <value>At least 1; the default is 1,000.</value>
    public int MaximumLength { get; init; } = 1000;

    /// <summary>How the network is trained. The batch size is the number of streams into which the texts are cut.</summary>
    /// <value>
    /// By default 50 epochs, 16 streams, Adam at 0.005 falling along a cosine, gradients clipped at a norm of 1. The held-out share is
    /// the end of the texts.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 50,
        BatchSize = 16,
        LearningRate = 5e-3,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        SequenceFaults.Reading(faults, Encoder, EmbeddingSize, MaximumLength);
        SequenceFaults.Foresight(faults, Encoder, SegmentLength);
        SequenceFaults.Training(faults, Training, labels: false, whyFloat32: "a network that carries its state from segment to segment");
    }
}
