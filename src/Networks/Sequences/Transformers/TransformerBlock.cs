using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// One layer of a transformer: attention of the steps to each other, in a decoder attention to what was read, and two dense layers, each
/// with a way around it and a normalization (Vaswani et al., arXiv:1706.03762; Xiong et al., arXiv:2002.04745).
/// </summary>
internal sealed class TransformerBlock : Module<Tensor, Tensor>
{
    [ComponentName(Name = "attention")] private readonly SelfAttention attention;
    [ComponentName(Name = "attentionNorm")] private readonly LayerNorm attentionNorm;
    [ComponentName(Name = "memory")] private readonly CrossAttention? memory;
    [ComponentName(Name = "memoryNorm")] private readonly LayerNorm? memoryNorm;
    [ComponentName(Name = "wide")] private readonly Linear wide;
    [ComponentName(Name = "function")] private readonly Module<Tensor, Tensor>? function;
    [ComponentName(Name = "narrow")] private readonly Linear narrow;
    [ComponentName(Name = "denseNorm")] private readonly LayerNorm denseNorm;
    [ComponentName(Name = "dropout")] private readonly Dropout dropout;
    private readonly bool _normalizeFirst;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    /// <param name="encoder">Sizes and choices.</param>
    /// <param name="memorySize">Numbers per step that was read, in a decoder; null for none.</param>
    public TransformerBlock(TransformerEncoder encoder, int? memorySize = null) : base("TransformerBlock")
    {
        _normalizeFirst = encoder.NormalizeFirst;
        attention = new SelfAttention(encoder);
        attentionNorm = Norm(encoder.HiddenSize, encoder.NormalizationEpsilon);
        if (memorySize is { } size)
        {
            memory = new CrossAttention(encoder, size);
            memoryNorm = Norm(encoder.HiddenSize, encoder.NormalizationEpsilon);
        }
        wide = WeightRoom.Linear(encoder.HiddenSize, encoder.FeedForwardUnits);
        function = Activations.Create(encoder.Activation);
        narrow = WeightRoom.Linear(encoder.FeedForwardUnits, encoder.HiddenSize);
        denseNorm = Norm(encoder.HiddenSize, encoder.NormalizationEpsilon);
        dropout = Dropout(encoder.Dropout);
        RegisterComponents();
    }

    /// <summary>Share of the rows that go past each part of the layer in training, in [0, 1).</summary>
    public double SkipShare { get; init; }

    /// <summary>A normalization of each step over its numbers (Ba et al., arXiv:1607.06450), for which there is room.</summary>
    /// <param name="width">Numbers.</param>
    /// <param name="epsilon">What is added to variances; null for torch's own.</param>
    public static LayerNorm Norm(int width, double? epsilon = null)
    {
        WeightRoom.Take(2, width);
        return epsilon is { } given ? LayerNorm(width, given) : LayerNorm(width);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => Run(steps, default, null).Output;

    /// <summary>Computes the layer.</summary>
    /// <param name="steps">(batch, time, width).</param>
    /// <param name="view">What each step may see of the others.</param>
    /// <param name="past">Keys and values of the steps before; null at the start.</param>
    /// <param name="read">In a decoder, what <see cref="Prepare"/> made of what was read, and what may be seen of it.</param>
    /// <returns>(batch, time, width), and the keys and values of all steps until now.</returns>
    public (Tensor Output, Tensor Keys, Tensor Values) Run(
        Tensor steps, AttentionView view, (Tensor Keys, Tensor Values)? past, (Tensor Prepared, AttentionView View)? read = null)
    {
        var (x, keys, values) = Attended(steps, view, past);
        if (read is { } m)
            x = After(memoryNorm!, x.Plus(Part(memory!.Look(Before(memoryNorm!, x), m.Prepared, m.View))));
        return (Dense(x), keys, values);
    }

    /// <summary>What of the steps that were read is the same for every step that is written.</summary>
    public Tensor Prepare(Tensor read) => memory!.call(read);

    /// <summary>Computes the layer, and the weights by which each step sees the others, averaged over the heads.</summary>
    /// <returns>(batch, time, width), (batch, time, time).</returns>
    public (Tensor Output, Tensor Weights) Look(Tensor steps, AttentionView view)
    {
        var (seen, weights) = attention.Look(Before(attentionNorm, steps), view);
        return (Dense(After(attentionNorm, steps.Plus(Part(seen)))), weights);
    }

    /// <summary>The weights by which each step that is written sees what was read, averaged over the heads.</summary>
    /// <param name="steps">(batch, count, width).</param>
    /// <param name="view">What each step may see of the others.</param>
    /// <param name="prepared">Of <see cref="Prepare"/>.</param>
    /// <param name="read">What may be seen of it.</param>
    /// <returns>(batch, count, time).</returns>
    public Tensor MemoryWeights(Tensor steps, AttentionView view, Tensor prepared, AttentionView read) =>
        memory!.Weights(Before(memoryNorm!, Attended(steps, view, null).Output), prepared, read);

    // (batch, time, width): behind the first part
    private (Tensor Output, Tensor Keys, Tensor Values) Attended(Tensor steps, AttentionView view, (Tensor Keys, Tensor Values)? past)
    {
        var (seen, keys, values) = attention.Run(Before(attentionNorm, steps), view, past);
        return (After(attentionNorm, steps.Plus(Part(seen))), keys, values);
    }

    // (batch, time, width): behind the two dense layers
    private Tensor Dense(Tensor x)
    {
        var hidden = wide.call(Before(denseNorm, x)); // (batch, time, feed-forward)
        if (function is not null)
            hidden = function.call(hidden);
        return After(denseNorm, x.Plus(Part(narrow.call(dropout.call(hidden)))));
    }

    // What a part adds to its shortcut.
    private Tensor Part(Tensor added)
    {
        var kept = dropout.call(added);
        return training && SkipShare > 0 ? StochasticDepth.Skip(kept, SkipShare) : kept;
    }

    private Tensor Before(LayerNorm norm, Tensor steps) => _normalizeFirst ? norm.call(steps) : steps;

    private Tensor After(LayerNorm norm, Tensor steps) => _normalizeFirst ? steps : norm.call(steps);
}
