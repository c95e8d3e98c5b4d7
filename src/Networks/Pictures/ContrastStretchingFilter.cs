using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Stretches each picture over [0, 1]: its dark pixels become 0 and its bright ones 1, all channels together, so that colours stay.
/// </summary>
[SavedAs("contrast stretching")]
public sealed record ContrastStretchingFilter : ImageFilter
{
    /// <summary>Share of the numbers of a picture that may become 0 at the dark end, and 1 at the bright one.</summary>
    /// <value>In [0, 0.5); the default is 0.01.</value>
    public double CutOff { get; init; } = 0.01;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults) => faults.InHalfOpenRange(CutOff, 0, 0.5, nameof(CutOff));

    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures)
    {
        var rows = pictures.flatten(1); // (batch, numbers)
        var count = rows.size(1);
        var sorted = rows.sort(1).Values;
        var at = (long)Math.Floor(CutOff * (count - 1));
        var (dark, bright) = (sorted.narrow(1, at, 1), sorted.narrow(1, count - 1 - at, 1));
        var reach = bright - dark; // (batch, 1)
        var stretched = (rows - dark).div_(reach).clamp_(Numbers.Zero, Numbers.One);
        return where(reach.gt(Numbers.Zero), stretched, rows).view(pictures.shape); // one brightness has nothing to stretch
    }
}
