using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Long short-term memory that looks at the whole sequence at every step: eᵢ = vᵀ tanh(W hₜ₋₁ + U xᵢ + b), a = softmax(e), c = Σ aᵢ xᵢ, and
/// the cell reads [xₜ; c] (additive attention of Bahdanau, Cho and Bengio, arXiv:1409.0473, over what is read).
/// </summary>
/// <remarks>
/// Step by step, and at each step over all steps: time and memory grow with the square of the length. The weights a are shown by
/// <c>Outputs.AttentionWeights</c> of what reads with it.
/// </remarks>
[SavedAs("attention lstm")]
public sealed record AttentionLstmEncoder : SequenceEncoder
{
    /// <summary>Numbers in which a state and a step are compared: the length of v.</summary>
    /// <value>At least 1; null (the default) for <see cref="SequenceEncoder.HiddenSize"/>.</value>
    public int? AttentionSize { get; init; }

    /// <summary>Whether a step looks only at itself and those before it, as a model must that foresees the next one.</summary>
    /// <value>The default is false: a step looks at the whole sequence.</value>
    public bool Causal { get; init; }

    internal override bool CarriesState => Causal;

    internal override bool SeesAhead => !Causal;

    internal override bool ShowsAttention => true;

    internal override LstmEncoder Decoder => new() { HiddenSize = HiddenSize };

    internal override SequenceLayer Create(int inputSize, int layers, int depth) =>
        new AttentionLstmLayer(inputSize, HiddenSize, AttentionSize ?? HiddenSize, Causal);

    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        if (AttentionSize is { } size)
            faults.AtLeast(size, 1, nameof(AttentionSize));
    }
}
