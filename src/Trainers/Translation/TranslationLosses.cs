using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Differences of pictures as losses.</summary>
internal static class TranslationLosses
{
    private const double CharbonnierBottom = 1e-3;

    /// <summary>The mean over pixels.</summary>
    /// <param name="loss">How a difference counts.</param>
    /// <param name="made">(batch, channels, height, width).</param>
    /// <param name="target">The same shape.</param>
    /// <param name="weights">(batch, 1, height, width): how much each pixel counts; null for all alike.</param>
    /// <returns>0-d; 0 where no pixel counts.</returns>
    public static Tensor Mean(PixelLoss loss, Tensor made, Tensor target, Tensor? weights)
    {
        var difference = made - target;
        var each = loss switch
        {
            PixelLoss.Squared => difference.Squared(),
            PixelLoss.Charbonnier => difference.Squared().Plus(CharbonnierBottom * CharbonnierBottom).sqrt(),
            _ => difference.abs(),
        };
        return weights is null
            ? each.mean()
            : (each * weights).sum() / weights.sum().Times(each.size(1)).clamp_min(Numbers.Kept(1e-6));
    }
}
