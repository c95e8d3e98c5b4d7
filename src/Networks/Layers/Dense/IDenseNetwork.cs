using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A network that may be nothing but fully connected layers, behind what is done with its inputs and does not learn.</summary>
internal interface IDenseNetwork
{
    /// <summary>
    /// Stacks of <see cref="DenseStack"/> through which rows pass one after the other to the answer that is compared with what is wanted;
    /// null where anything else lies between.
    /// </summary>
    IReadOnlyList<Sequential>? Stacks { get; }

    /// <summary>What the first layer reads.</summary>
    /// <param name="input">(batch, input).</param>
    Tensor ReadByLayers(Tensor input);
}
