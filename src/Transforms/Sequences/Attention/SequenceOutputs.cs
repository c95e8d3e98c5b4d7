namespace DeepML;

/// <summary>Columns that a network over sequences adds beside its answers; each is neither there nor computed while
/// its name is null.</summary>
public sealed record SequenceOutputs
{
    /// <summary>
    /// Name of the weights by which the network looks at the steps that it reads: a vector of float.
    /// <list type="bullet">
    /// <item>Of <see cref="SequencePooling.Attention"/> one weight for each step of the sequence.</item>
    /// <item>Of an <see cref="AttentionLstmEncoder"/> or a <see cref="TransformerEncoder"/> with another summary, or with answers for every
    /// step, the weights of its last layer (over its heads or directions the mean): for each step of the sequence as many numbers as the
    /// model's <c>MaximumLength</c>, one for each step that it looks at.</item>
    /// <item>Of a <see cref="SequenceToSequenceTransformer"/> for each key that is written as many numbers as the longest sequence that is
    /// read has steps: the weights of the sequence that the beam has chosen, of a transformer those of its last layer, over its heads
    /// the mean.</item>
    /// </list>
    /// Weights of a step or key stand one after the other, add up to 1, and are 0 behind the end of the sequence that is read.
    /// </summary>
    public string? AttentionWeights { get; init; }
}
