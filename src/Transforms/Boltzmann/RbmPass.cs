using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>What one pass of a batch up a restricted Boltzmann machine yields.</summary>
/// <param name="network">The fitted machine.</param>
/// <param name="rows">(batch, visible), in the scale of the data.</param>
internal sealed class RbmPass(RbmNetwork network, Tensor rows)
{
    private readonly Tensor _visible = network.Standardize(rows);
    private Tensor? _input;

    /// <summary>Means of the hidden units, (batch, hidden).</summary>
    public Tensor HiddenMean => network.HiddenMean(Input);

    /// <summary>Free energy, (batch), in nats.</summary>
    public Tensor FreeEnergy => network.FreeEnergy(_visible, Input);

    private Tensor Input => _input ??= network.HiddenInput(_visible); // (batch, hidden)
}
