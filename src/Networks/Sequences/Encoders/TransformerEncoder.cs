using DeepML.Networks;

namespace DeepML;

/// <summary>
/// Attention in place of recurrence: every step looks at all others (or at those before it) at once, in several heads, layer by layer
/// (Vaswani et al., arXiv:1706.03762).
/// </summary>
/// <remarks>
/// <see cref="SequenceEncoder.HiddenSize"/> is the width of the layers, to which steps of other sizes are brought by a linear map;
/// <see cref="SequenceEncoder.Dropout"/> acts on the input, on the attention and behind both parts of each layer, so that one layer may
/// have it.
/// </remarks>
[SavedAs("transformer")]
public sealed record TransformerEncoder : SequenceEncoder
{
    /// <summary>Heads that look independently, each at an equal part of the width.</summary>
    /// <value>At least 1, and a divisor of <see cref="SequenceEncoder.HiddenSize"/>; the default is 4.</value>
    public int HeadCount { get; init; } = 4;

    /// <summary>Units of the layer behind each attention.</summary>
    /// <value>At least 1; null (the default) for four times <see cref="SequenceEncoder.HiddenSize"/>.</value>
    public int? FeedForwardSize { get; init; }

    /// <summary>The function of those units.</summary>
    /// <value>The default is <see cref="DeepML.Activation.GELU"/>; none that has weights of its own.</value>
    public Activation Activation { get; init; } = Activation.GELU;

    /// <summary>
    /// Whether numbers are normalized before each part of a layer, x + f(norm(x)), with a last normalization behind all layers (Xiong et
    /// al., arXiv:2002.04745), and not behind it, norm(x + f(x)), with a first one in front of all layers as in BERT.
    /// </summary>
    /// <value>The default is true, which learns at higher rates and without a warm-up.</value>
    public bool NormalizeFirst { get; init; } = true;

    /// <summary>What is added to variances before they are divided by.</summary>
    /// <value>Above 0; the default is 1e-5, as torch's. BERT has 1e-12.</value>
    public double NormalizationEpsilon { get; init; } = 1e-5;

    /// <summary>
    /// Share of the rows that in training go past both parts of the last layer, each by itself; past layers before it fewer do, by the same
    /// amount from layer to layer (stochastic depth, Huang et al., ECCV 2016).
    /// </summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double StochasticDepth { get; init; }

    /// <summary>How the layers are told the place of each step.</summary>
    /// <value>The default is <see cref="SinusoidalPositions"/>.</value>
    public PositionEncoding Positions { get; init; } = new SinusoidalPositions();

    /// <summary>Whether a step looks only at itself and those before it, as a model must that foresees the next one.</summary>
    /// <value>The default is false: a step looks both ways.</value>
    public bool Causal { get; init; }

    /// <summary>Units of the layer behind each attention, whether said or not.</summary>
    internal int FeedForwardUnits => FeedForwardSize ?? 4 * HiddenSize;

    internal override bool CarriesState => Causal;

    internal override bool SeesAhead => !Causal;

    internal override bool ShowsAttention => true;

    internal override bool ReadsBackwards => false;

    internal override bool StacksItself => true;

    internal override int? LongestSequence => Positions.LongestSequence;

    internal override TransformerEncoder Decoder => this with { Causal = true };

    internal override SequenceLayer Create(int inputSize, int layers, int depth) => new TransformerStack(this, inputSize);

    internal override void Validate(PartFaults faults)
    {
        ValidateLayers(faults);
        faults.AtLeast(HeadCount, 1, nameof(HeadCount));
        if (HeadCount >= 1 && HiddenSize >= 1 && HiddenSize % HeadCount != 0)
            faults.Add(nameof(HeadCount), HeadCount, $"a divisor of HiddenSize, {HiddenSize}");
        if (FeedForwardSize is { } units)
            faults.AtLeast(units, 1, nameof(FeedForwardSize));
        if (!Enum.IsDefined(Activation) || Activation is Activation.ParametricReLU)
            faults.Add(nameof(Activation), Activation, "a function without weights of its own");
        faults.InHalfOpenRange(StochasticDepth, 0, 1, nameof(StochasticDepth));
        faults.Above(NormalizationEpsilon, 0, nameof(NormalizationEpsilon));
        if (Positions is null)
            faults.Add(nameof(Positions), null, "given");
        else
            Positions.Validate(HiddenSize, HeadCount >= 1 ? HiddenSize / HeadCount : 0, faults);
    }
}
