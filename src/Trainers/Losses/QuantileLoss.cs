using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// max(q·d, (q - 1)·d) of the difference d = label - answer: the answer becomes the number below which the label lies with probability q
/// (Koenker and Bassett, Econometrica 46, 1978).
/// </summary>
public sealed record QuantileLoss : NumberLoss
{
    /// <summary>q.</summary>
    /// <value>In (0, 1); the default is 0.5, the median.</value>
    public double Quantile { get; init; } = 0.5;

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults =>
        Quantile is > 0 and < 1 ? [] : [FormattableString.Invariant($"Quantile is {Quantile}; it must be in (0, 1).")];

    internal override bool IsCentral => Quantile == 0.5;

    internal override Tensor Each(Tensor answer, Tensor target)
    {
        var difference = target - answer;
        return maximum(difference.Times(Quantile), difference.Times(Quantile - 1));
    }
}
