using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Units that answer with the largest of several weighted sums: a function that is learned, convex and piece-wise linear (Goodfellow et
/// al., ICML 2013). A picture is flattened first.
/// </summary>
/// <param name="Units">Numbers in the output; at least 1.</param>
/// <param name="Pieces">Weighted sums of a unit; at least 2.</param>
[SavedAs("maxout")]
public sealed record MaxoutLayer(int Units, int Pieces) : ConvolutionalLayer
{
    /// <inheritdoc/>
    internal override string Kind => "maxout";

    /// <inheritdoc/>
    internal override string Details => $"{Units} units of {Pieces} pieces";

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <inheritdoc/>
    internal override bool ReadsFlat => true;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Units, 1, nameof(Units));
        faults.AtLeast(Pieces, 2, nameof(Pieces));
        if (Units > 0 && Pieces > 1 && (long)Units * Pieces > NumberLimits.MostUnits)
            faults.Add(nameof(Pieces), Pieces, $"such that all units have at most {NumberLimits.MostUnits} pieces together");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input) => LayerShape.Flat(Units);

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input) => ((long)input.Count + 1) * Units * Pieces;

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => new Maxout(input.Count, Units, Pieces);
}
