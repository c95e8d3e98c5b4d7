using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// x·W + b where most of x is 0: only the rows of W that meet other numbers are read, and only these have gradients, as a sparse tensor.
/// </summary>
/// <remarks>A linear layer's weights lie the other way round.</remarks>
internal sealed class SparseLinear : Module<Tensor, Tensor>
{
    [ComponentName(Name = "bag")] private readonly EmbeddingBag bag;
    [ComponentName(Name = "bias")] private readonly Parameter bias;

    /// <param name="layer">The layer to stand in for, with its first weights and no biases yet; it ends here.</param>
    public SparseLinear(Linear layer) : base("SparseLinear")
    {
        bias = new Parameter(zeros(layer.bias!.size(0)));
        using var chance = get_rng_state();
        bag = EmbeddingBag(layer.weight!.size(1), layer.weight!.size(0), mode: EmbeddingBagMode.Sum, sparse: true);
        set_rng_state(chance); // the bag's own first weights are not wanted, and the layers behind start as they would without it
        using (no_grad())
        using (var turned = layer.weight!.t())
            bag.weight!.copy_(turned);
        layer.Dispose();
        RegisterComponents();
    }

    /// <summary>Numbers in the answer.</summary>
    public long Outputs => bias.size(0);

    /// <summary>The answer to each row.</summary>
    /// <param name="input">(batch, inputs): sparse, row after row, or dense.</param>
    /// <returns>(batch, outputs).</returns>
    public override Tensor forward(Tensor input)
    {
        if (!input.is_sparse)
            return input.mm(bag.weight!).Plus(bias);
        var places = input.SparseIndices; // (2, numbers)
        var starts = searchsorted(places.select(0, 0), Ranges.Below(input.size(0), input.device)); // (batch)
        return bag.call(places.select(0, 1), starts, input.SparseValues).Plus(bias); // (batch, outputs)
    }
}
