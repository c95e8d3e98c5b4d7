using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A rectangle of each picture is stamped over with one colour.</summary>
[SavedAs("patch")]
public sealed record PatchCorruption : ImageCorruption
{
    /// <summary>Share of each side that the rectangle covers at least.</summary>
    /// <value>Above 0, at most <see cref="LargestSide"/>; the default is 0.1.</value>
    public double SmallestSide { get; init; } = 0.1;

    /// <summary>Share of each side that the rectangle covers at most.</summary>
    /// <value>Above 0, up to 1; the default is 0.3.</value>
    public double LargestSide { get; init; } = 0.3;

    /// <inheritdoc/>
    private protected override (Tensor Pictures, Tensor? Mark) Apply(Tensor pictures, Generator? random)
    {
        var mark = Drawing.Rectangles(pictures, SmallestSide, LargestSide, random);
        var colour = Drawing.Uniform(pictures, [pictures.size(0), pictures.size(1), 1, 1], random);
        return (where(mark, colour, pictures), mark);
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        Range(faults, SmallestSide, nameof(SmallestSide), LargestSide, nameof(LargestSide), NumberLimits.Smallest, 1);
    }
}
