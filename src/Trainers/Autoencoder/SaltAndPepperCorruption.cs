using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Sets values to the smallest or the largest one of the batch's, each with even chance.</summary>
public sealed record SaltAndPepperCorruption : InputCorruption
{
    /// <summary>Share of the values that are replaced.</summary>
    /// <value>Above 0 and below 1; the default is 0.3.</value>
    public double Fraction { get; init; } = 0.3;

    internal override Tensor Apply(Tensor inputs, Tensor? blank, AutoencoderImageArchitecture? pictures = null)
    {
        var draw = rand_like(inputs);
        var peppered = where(draw.lt(Numbers.Kept(Fraction / 2)), inputs.min(), inputs);
        return where(draw.gt(Numbers.Kept(1 - (Fraction / 2))), inputs.max(), peppered);
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        if (!(Fraction > 0 && Fraction < 1))
            faults.Add($"{name}.{nameof(Fraction)}", Fraction, "in (0, 1)");
    }
}
