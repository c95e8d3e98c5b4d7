using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// All layers of a transformer: steps are brought to its width, told their places, and look at each other layer by layer. A causal one
/// goes on from the keys and values of the steps that it has read, so that a step that follows costs no second look at them.
/// </summary>
internal sealed class TransformerStack : SequenceLayer, IReadsStepsTogether, IAttendingLayer
{
    [ComponentName(Name = "input")] private readonly Linear? input;
    [ComponentName(Name = "positions")] private readonly StepPlaces? positions;
    [ComponentName(Name = "norm")] private readonly LayerNorm norm;
    [ComponentName(Name = "dropout")] private readonly Dropout dropout;
    private readonly List<TransformerBlock> _blocks = [];
    private readonly TransformerEncoder _encoder;

    /// <summary>Builds the layers with fresh weights from torch's generator.</summary>
    /// <param name="encoder">Sizes and choices.</param>
    /// <param name="inputSize">Numbers per step.</param>
    /// <param name="memorySize">Numbers per step that was read, in a decoder; null for none.</param>
    public TransformerStack(TransformerEncoder encoder, int inputSize, int? memorySize = null)
    {
        _encoder = encoder;
        if (inputSize != encoder.HiddenSize)
            input = WeightRoom.Linear(inputSize, encoder.HiddenSize);
        positions = encoder.Positions.CreateAdded(encoder.HiddenSize);
        norm = TransformerBlock.Norm(encoder.HiddenSize, encoder.NormalizationEpsilon); // behind all layers, or in front of them
        dropout = Dropout(encoder.Dropout);
        for (var depth = 0; depth < encoder.LayerCount; depth++)
        {
            _blocks.Add(new TransformerBlock(encoder, memorySize)
            {
                SkipShare = StochasticDepth.ShareOf(depth + 1, encoder.LayerCount, encoder.StochasticDepth),
            });
            register_module($"block{depth}", _blocks[depth]);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public long LargestProductOfStep => (long)_encoder.HiddenSize * Math.Max(_encoder.FeedForwardUnits, 3 * _encoder.HiddenSize);

    /// <inheritdoc/>
    /// <remarks>The state is the keys and values of each layer, (batch, heads, time, width / heads); none if it looks both ways.</remarks>
    public override (Tensor Output, Tensor[] State) Run(Tensor steps, Tensor[]? state) =>
        _encoder.Causal ? Continue(steps, state, null) : (Read(steps, null), []);

    /// <inheritdoc/>
    public override Tensor Read(Tensor steps, Tensor? lengths)
    {
        if (_encoder.Causal) // no step looks at what stands behind an end
            return Continue(steps, null, null).Output;
        var view = AttentionView.Within(lengths, steps.size(1));
        var x = Entered(steps, 0);
        foreach (var block in _blocks)
            x = Noisy(block.Run(x, view, null).Output);
        return Left(x);
    }

    /// <summary>In a decoder: what of the steps that were read is the same for every step that is written, layer by layer.</summary>
    public Tensor[] Prepare(Tensor read) => [.. _blocks.Select(block => block.Prepare(read))];

    /// <summary>Goes on from the steps before.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <param name="state">What this method returned; null at the start.</param>
    /// <param name="memory">In a decoder, what <see cref="Prepare"/> made and what may be seen of it; null for none.</param>
    public (Tensor Output, Tensor[] State) Continue(Tensor steps, Tensor[]? state, (Tensor[] Prepared, AttentionView View)? memory)
    {
        var past = state?[0].size(2) ?? 0;
        var view = AttentionView.After(past, steps.size(1), steps.device);
        var x = Entered(steps, past);
        var next = new Tensor[2 * _blocks.Count];
        for (var depth = 0; depth < _blocks.Count; depth++)
        {
            (Tensor, Tensor)? before = state is null ? null : (state[2 * depth], state[(2 * depth) + 1]);
            (Tensor, AttentionView)? read = memory is { } m ? (m.Prepared[depth], m.View) : null;
            (x, next[2 * depth], next[(2 * depth) + 1]) = _blocks[depth].Run(x, view, before, read);
            x = Noisy(x);
        }
        return (Left(x), next);
    }

    /// <inheritdoc/>
    /// <remarks>The weights are those of the last layer, averaged over the heads.</remarks>
    public (Tensor Output, Tensor Weights) Look(Tensor steps, Tensor? lengths)
    {
        var view = _encoder.Causal
            ? AttentionView.After(0, steps.size(1), steps.device)
            : AttentionView.Within(lengths, steps.size(1));
        var x = Entered(steps, 0);
        foreach (var block in _blocks.SkipLast(1))
            x = Noisy(block.Run(x, view, null).Output);
        var (output, weights) = _blocks[^1].Look(x, view);
        return (Left(Noisy(output)), weights);
    }

    /// <summary>The weights by which each step that is written looks at what was read: of the last layer, the mean of the heads.</summary>
    /// <param name="steps">(batch, count, input), from the start of a sequence.</param>
    /// <param name="prepared">Of <see cref="Prepare"/>.</param>
    /// <param name="read">What may be seen of it.</param>
    /// <returns>(batch, count, time).</returns>
    public Tensor MemoryWeights(Tensor steps, Tensor[] prepared, AttentionView read)
    {
        var view = AttentionView.After(0, steps.size(1), steps.device);
        var x = Entered(steps, 0);
        for (var depth = 0; depth < _blocks.Count - 1; depth++)
            (x, _, _) = _blocks[depth].Run(x, view, null, (prepared[depth], read));
        return _blocks[^1].MemoryWeights(x, view, prepared[^1], read);
    }

    private Tensor Entered(Tensor steps, long start)
    {
        var x = input is null ? steps : input.call(steps); // (batch, time, width)
        if (positions is not null)
            x = x.Plus(positions.At(start, x.size(1), x.device));
        return dropout.call(_encoder.NormalizeFirst ? x : norm.call(x));
    }

    private Tensor Noisy(Tensor x) => StepNoise.On(x, training, _encoder.HiddenNoise);

    private Tensor Left(Tensor x) => _encoder.NormalizeFirst ? norm.call(x) : x;
}
