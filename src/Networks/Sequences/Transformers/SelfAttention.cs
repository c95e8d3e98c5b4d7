using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Attention of the steps of a sequence to each other.</summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>
{
    [ComponentName(Name = "projection")] private readonly Linear projection;
    [ComponentName(Name = "output")] private readonly Linear output;
    private readonly TransformerEncoder _encoder;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    public SelfAttention(TransformerEncoder encoder) : base("SelfAttention")
    {
        _encoder = encoder;
        projection = WeightRoom.Linear(encoder.HiddenSize, 3L * encoder.HiddenSize); // queries, keys, values
        output = WeightRoom.Linear(encoder.HiddenSize, encoder.HiddenSize);
        init.xavier_uniform_(projection.weight);
        init.zeros_(projection.bias);
        init.zeros_(output.bias);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor steps) => Run(steps, default, null).Output;

    /// <summary>What each step sees.</summary>
    /// <param name="steps">(batch, time, width).</param>
    /// <param name="view">What may be seen.</param>
    /// <param name="past">Keys and values of the steps before, each (batch, heads, past, width / heads); null at the start.</param>
    /// <returns>(batch, time, width), and the keys and values of all steps until now.</returns>
    public (Tensor Output, Tensor Keys, Tensor Values) Run(Tensor steps, AttentionView view, (Tensor Keys, Tensor Values)? past)
    {
        var (queries, keys, values) = Parts(steps, past);
        var seen = Attention.See(queries, keys, values, view, training ? _encoder.Dropout : 0); // (batch, time, width)
        return (output.call(seen), keys, values);
    }

    /// <summary>What each step of a whole sequence sees, and by which weights, averaged over the heads.</summary>
    /// <returns>(batch, time, width), (batch, time, time).</returns>
    public (Tensor Output, Tensor Weights) Look(Tensor steps, AttentionView view)
    {
        var (queries, keys, values) = Parts(steps, null);
        var seen = Attention.See(queries, keys, values, view, training ? _encoder.Dropout : 0); // (batch, time, width)
        return (output.call(seen), Attention.Weights(queries, keys, view));
    }

    private (Tensor Queries, Tensor Keys, Tensor Values) Parts(Tensor steps, (Tensor Keys, Tensor Values)? past)
    {
        var parts = Attention.Heads(projection.call(steps), 3, _encoder.HeadCount);
        var start = past?.Keys.size(2) ?? 0;
        var (queries, keys, values) = (_encoder.Positions.Turn(parts[0], start), _encoder.Positions.Turn(parts[1], start), parts[2]);
        return past is { } before
            ? (queries, cat([before.Keys, keys], 2), cat([before.Values, values], 2))
            : (queries, keys, values);
    }
}
