using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A network whose layers can be looked at one by one.</summary>
internal interface ILayeredNetwork
{
    /// <summary>Names of the layers, from the rows on.</summary>
    IReadOnlyList<string> LayerNames { get; }

    /// <summary>Place of the layer whose output describes a row best for other methods: the last before the answer, or the code.</summary>
    int FeatureLayer { get; }

    /// <summary>What a layer makes of rows.</summary>
    /// <param name="inputs">What the network reads: (batch, …), and of sequences their lengths, (batch).</param>
    /// <param name="layer">Its place among <see cref="LayerNames"/>.</param>
    /// <returns>(batch, numbers).</returns>
    Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer);
}
