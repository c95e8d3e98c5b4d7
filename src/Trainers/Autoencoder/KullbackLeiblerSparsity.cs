using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Holds each code unit's mean activation ρ̂ over the batch near a small target ρ: weight · Σ ρ log(ρ/ρ̂) + (1−ρ) log((1−ρ)/(1−ρ̂))
/// (Lee, Ekanadham and Ng, NIPS 2007; Ng, CS294A notes, 2011). The code must be a sigmoid.
/// </summary>
public sealed record KullbackLeiblerSparsity : CodeSparsity
{
    /// <summary>The mean activation aimed at, ρ.</summary>
    /// <value>Above 0 and below 1; the default is 0.05.</value>
    public double Target { get; init; } = 0.05;

    /// <summary>Weight of the penalty.</summary>
    /// <value>Above 0; the default is 0.01.</value>
    public double Weight { get; init; } = 0.01;

    internal override Tensor? Penalty(Tensor code)
    {
        const double margin = 1e-6; // a unit that is always off would cost infinitely much
        var mean = code.mean([0L]).clamp(Numbers.Kept(margin), Numbers.Kept(1 - margin)); // (code)
        var on = mean.log().Times(-Target);
        var off = mean.SubtractedFrom(1).log().Times(Target - 1);
        var entropy = (Target * Math.Log(Target)) + ((1 - Target) * Math.Log(1 - Target));
        return on.Plus(off).Plus(entropy).sum().Times(Weight);
    }

    internal override void Validate(OptionFaults faults, string name, int codeSize)
    {
        if (!(Target > 0 && Target < 1))
            faults.Add($"{name}.{nameof(Target)}", Target, "in (0, 1)");
        faults.Above(Weight, 0, $"{name}.{nameof(Weight)}");
    }
}
