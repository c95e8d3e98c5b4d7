using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Half the squared difference d up to δ, and δ·(|d| - δ/2) beyond: far differences count less than squared (Huber, Ann. Math. Stat. 35,
/// 1964).
/// </summary>
public sealed record HuberLoss : NumberLoss
{
    /// <summary>δ, in the unit in which numbers are learned: their deviation where they are scaled (the default), else their own.</summary>
    /// <value>Above 0; the default is 1.</value>
    public double Delta { get; init; } = 1;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults =>
        Delta > 0 && double.IsFinite(Delta) ? [] : [FormattableString.Invariant($"Delta is {Delta}; it must be above 0.")];

    internal override Tensor Each(Tensor answer, Tensor target)
    {
        var size = (answer - target).abs();
        var near = size.clamp_max(Numbers.Kept(Delta));
        return near.Squared().Times(0.5).Plus((size - near).Times(Delta));
    }
}
