using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A row is to be nearer to those of its class than to others, by a margin: max(0, d(a, p) - d(a, n) + m) (Schroff, Kalenichenko and
/// Philbin, CVPR 2015).
/// </summary>
public sealed record TripletLoss : MetricLoss
{
    /// <summary>m: how much farther rows of other classes are to be.</summary>
    /// <value>Above 0, in the unit of the distances, which are at most 2 between vectors of length 1; the default is 0.2.</value>
    public double Margin { get; init; } = 0.2;

    /// <summary>Which rows of a batch make the triplets.</summary>
    /// <value>The default is <see cref="TripletMining.Hardest"/>.</value>
    public TripletMining Mining { get; init; }

    internal override void Validate(OptionFaults faults, string name)
    {
        faults.Above(Margin, 0, $"{name}.{nameof(Margin)}");
        faults.Defined(Mining, $"{name}.{nameof(Mining)}");
    }

    internal override Tensor Mean(Tensor distances, Tensor alike) =>
        Mining == TripletMining.Hardest ? Hardest(distances, alike) : All(distances, alike);

    // For each row the farthest of its class and the nearest of the others.
    private Tensor Hardest(Tensor distances, Tensor alike)
    {
        var farthest = distances.masked_fill(alike.logical_not(), Numbers.Zero).amax([1]);
        var nearest = distances.masked_fill(alike, Numbers.Kept(NumberLimits.Largest)).amin([1]);
        return (farthest - nearest).Plus(Margin).relu().mean();
    }

    // (anchor, positive, negative): those that already keep the margin count for nothing, not even in the mean.
    private Tensor All(Tensor distances, Tensor alike)
    {
        var losses = (distances.unsqueeze(2) - distances.unsqueeze(1)).Plus(Margin).relu();
        var self = eye(distances.size(0), dtype: ScalarType.Bool, device: distances.device);
        var positive = alike.logical_and(self.logical_not()).unsqueeze(2);
        var isTriplet = positive.logical_and(alike.logical_not().unsqueeze(1));
        return MeanOfPositive(losses.masked_fill(isTriplet.logical_not(), Numbers.Zero));
    }
}
