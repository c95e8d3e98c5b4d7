using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Removes values: they become 0, or the column's mean where missing values are filled.</summary>
public sealed record MaskingCorruption : InputCorruption
{
    /// <summary>Share of the values that are removed.</summary>
    /// <value>Above 0 and below 1; the default is 0.3.</value>
    public double Fraction { get; init; } = 0.3;

    internal override Tensor Apply(Tensor inputs, Tensor? blank, AutoencoderImageArchitecture? pictures = null)
    {
        var removed = rand_like(inputs).lt(Numbers.Kept(Fraction));
        return blank is null ? inputs.masked_fill(removed, Numbers.Zero) : where(removed, blank, inputs);
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        if (!(Fraction > 0 && Fraction < 1))
            faults.Add($"{name}.{nameof(Fraction)}", Fraction, "in (0, 1)");
    }
}
