using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>Gives the layers that make places of a picture what was learned elsewhere.</summary>
internal static class CaptionTransfer
{
    private const string Front = "encoder.front.layers.";

    /// <summary>Copies the weights, and says which of them are trained, and how fast.</summary>
    /// <param name="fit">Hears of them.</param>
    /// <param name="source">The weights.</param>
    /// <param name="placed">The network.</param>
    /// <param name="transfer">What is asked for.</param>
    /// <exception cref="ArgumentException">Weights do not fit, or there are fewer blocks than are to be frozen.</exception>
    public static PlacedNetwork<SequenceToSequenceNetwork> Into(
        FitSession fit, TransferSource source, PlacedNetwork<SequenceToSequenceNetwork> placed, TransferOptions transfer)
    {
        var layers = placed.Network.modules().OfType<PictureFront>().Single().Layers;
        // what stands behind the last layer with places has no place here
        var own = source.Weights.Where(weight => layers.LayerOf(weight.Key) is not null).ToDictionary();
        source.Naming(() =>
        {
            TransferredWeights.Copy(own, layers, keepHead: true);
            return layers;
        });
        if (transfer.FrozenBlocks > layers.Plan.BlockCount)
            throw new ArgumentException(
                $"Transfer.FrozenBlocks is {transfer.FrozenBlocks}; it must be in [0, {layers.Plan.BlockCount}]: so many blocks are taken "
                    + "over.");
        layers.FrozenBlocks = transfer.FrozenBlocks;
        fit.StartFrom(source.Weights);
        return placed.AtRates(layers.named_parameters().ToDictionary(weight => Front + weight.name, _ => transfer.OldLayerFactor));
    }
}
