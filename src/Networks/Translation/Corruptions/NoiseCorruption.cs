using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Normal noise on every number, and pixels that turn black or white; numbers are cut off at 0 and 1.</summary>
[SavedAs("noise")]
public sealed record NoiseCorruption : ImageCorruption
{
    /// <summary>Standard deviation of the normal noise.</summary>
    /// <value>In [0, 10], in the unit of the pixels; the default is 0.1.</value>
    public double StandardDeviation { get; init; } = 0.1;

    /// <summary>Share of the pixels that turn black or white, half of them each.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double SaltAndPepper { get; init; }

    /// <inheritdoc/>
    private protected override (Tensor Pictures, Tensor? Mark) Apply(Tensor pictures, Generator? random)
    {
        var noisy = pictures;
        if (StandardDeviation > 0)
            noisy = Drawing.Normal(pictures, random).Times(StandardDeviation).Plus(pictures).clamp(Numbers.Zero, Numbers.One);
        if (SaltAndPepper == 0)
            return (noisy, null);
        var drawn = Drawing.Uniform(pictures, [pictures.size(0), 1, pictures.size(2), pictures.size(3)], random);
        noisy = where(drawn.lt(Numbers.Kept(SaltAndPepper / 2)), zeros_like(noisy), noisy);
        return (where(drawn.gt(Numbers.Kept(1 - (SaltAndPepper / 2))), ones_like(noisy), noisy), null);
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.InRange(StandardDeviation, 0, 10, nameof(StandardDeviation));
        faults.InRange(SaltAndPepper, 0, 1, nameof(SaltAndPepper));
        if (StandardDeviation == 0 && SaltAndPepper == 0)
            faults.Add(nameof(StandardDeviation), 0, "above 0 unless pixels turn black or white");
    }
}
