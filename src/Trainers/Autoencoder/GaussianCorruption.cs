using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds normal noise to every value.</summary>
public sealed record GaussianCorruption : InputCorruption
{
    /// <summary>Standard deviation of the noise.</summary>
    /// <value>Above 0, in the unit of the inputs; the default is 0.3.</value>
    public double StandardDeviation { get; init; } = 0.3;

    /// <summary>Whether the noisy values are cut off at 0 and 1, as a picture's would be.</summary>
    /// <value>The default is false.</value>
    public bool ClipToUnitInterval { get; init; }

    internal override Tensor Apply(Tensor inputs, Tensor? blank, AutoencoderImageArchitecture? pictures = null)
    {
        var noisy = randn_like(inputs).mul_(Numbers.Kept(StandardDeviation)).PlusInPlace(inputs);
        return ClipToUnitInterval ? noisy.clamp_(Numbers.Zero, Numbers.One) : noisy;
    }

    internal override void Validate(OptionFaults faults, string name) =>
        faults.Above(StandardDeviation, 0, $"{name}.{nameof(StandardDeviation)}");
}
