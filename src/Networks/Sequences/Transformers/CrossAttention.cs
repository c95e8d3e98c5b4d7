using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Attention of the steps that are written to those that were read.</summary>
internal sealed class CrossAttention : Module<Tensor, Tensor>
{
    [ComponentName(Name = "query")] private readonly Linear query;
    [ComponentName(Name = "memory")] private readonly Linear memory;
    [ComponentName(Name = "output")] private readonly Linear output;
    private readonly TransformerEncoder _encoder;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    /// <param name="encoder">Width, heads and dropout.</param>
    /// <param name="memorySize">Numbers per step that was read.</param>
    public CrossAttention(TransformerEncoder encoder, int memorySize) : base("CrossAttention")
    {
        _encoder = encoder;
        query = WeightRoom.Linear(encoder.HiddenSize, encoder.HiddenSize);
        memory = WeightRoom.Linear(memorySize, 2L * encoder.HiddenSize); // keys, values
        output = WeightRoom.Linear(encoder.HiddenSize, encoder.HiddenSize);
        init.xavier_uniform_(query.weight);
        init.xavier_uniform_(memory.weight);
        foreach (var linear in (Linear[])[query, memory, output])
            init.zeros_(linear.bias);
        RegisterComponents();
    }

    /// <summary>Keys and values of what was read, side by side: the same for every step that is written.</summary>
    /// <param name="steps">(batch, time, memory).</param>
    /// <returns>(batch, time, 2 · width).</returns>
    public override Tensor forward(Tensor steps) => memory.call(steps);

    /// <summary>What each step sees of what was read.</summary>
    /// <param name="steps">(batch, count, width).</param>
    /// <param name="prepared">Of <see cref="forward"/>.</param>
    /// <param name="view">What may be seen.</param>
    /// <returns>(batch, count, width).</returns>
    public Tensor Look(Tensor steps, Tensor prepared, AttentionView view)
    {
        var queries = Attention.Heads(query.call(steps), 1, _encoder.HeadCount)[0];
        var read = Attention.Heads(prepared, 2, _encoder.HeadCount);
        return output.call(Attention.See(queries, read[0], read[1], view, training ? _encoder.Dropout : 0));
    }

    /// <summary>The weights by which each step sees what was read, averaged over the heads.</summary>
    /// <returns>(batch, count, time).</returns>
    public Tensor Weights(Tensor steps, Tensor prepared, AttentionView view) => Attention.Weights(
        Attention.Heads(query.call(steps), 1, _encoder.HeadCount)[0], Attention.Heads(prepared, 2, _encoder.HeadCount)[0], view);
}
