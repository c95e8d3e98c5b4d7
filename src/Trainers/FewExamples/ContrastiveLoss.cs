using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Pairs of a siamese network: d² for two rows of one class, max(0, m - d)² for others (Hadsell, Chopra and LeCun, CVPR 2006). Both kinds
/// count alike, however many there are, and of the others only those that are nearer than the margin.
/// </summary>
public sealed record ContrastiveLoss : MetricLoss
{
    /// <summary>m: how far rows of different classes are to be from each other.</summary>
    /// <value>Above 0, in the unit of the distances, which are at most 2 between vectors of length 1; the default is 1.</value>
    public double Margin { get; init; } = 1;

    internal override void Validate(OptionFaults faults, string name) => faults.Above(Margin, 0, $"{name}.{nameof(Margin)}");

    internal override Tensor Mean(Tensor distances, Tensor alike)
    {
        var self = eye(distances.size(0), dtype: ScalarType.Bool, device: distances.device);
        var together = distances.Squared().masked_fill(alike.logical_not().logical_or(self), Numbers.Zero);
        var apart = distances.SubtractedFrom(Margin).relu().Squared().masked_fill(alike, Numbers.Zero);
        var pairs = alike.sum().Minus(distances.size(0)).clamp_min(Numbers.One);
        return (together.sum() / pairs).Plus(MeanOfPositive(apart)).Times(0.5);
    }
}
