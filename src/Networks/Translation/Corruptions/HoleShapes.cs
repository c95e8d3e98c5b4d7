using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>How holes are drawn into whole pictures, so that a network learns to fill them: a rectangle, or brush strokes.</summary>
public sealed record HoleShapes
{
    /// <summary>Share of each side that a rectangle covers at least.</summary>
    /// <value>Above 0, at most <see cref="LargestSide"/>; the default is 0.2.</value>
    public double SmallestSide { get; init; } = 0.2;

    /// <summary>Share of each side that a rectangle covers at most.</summary>
    /// <value>Above 0, up to 1; the default is 0.5.</value>
    public double LargestSide { get; init; } = 0.5;

    /// <summary>Share of the pictures whose holes are brush strokes, and not a rectangle.</summary>
    /// <value>In [0, 1]; the default is 0.3.</value>
    public double StrokeShare { get; init; } = 0.3;

    /// <summary>Strokes in such a picture, of three stretches each.</summary>
    /// <value>In [1, 100]; the default is 2.</value>
    public int Strokes { get; init; } = 2;

    /// <summary>How wide the brush is.</summary>
    /// <value>A share of the shorter side, above 0, up to 1; the default is 0.12.</value>
    public double StrokeWidth { get; init; } = 0.12;

    /// <summary>Holes of a batch of pictures. Called inside a dispose scope.</summary>
    /// <param name="pictures">(batch, channels, height, width).</param>
    /// <param name="random">Whence chance comes; null for torch's default generator.</param>
    /// <returns>(batch, 1, height, width), bool.</returns>
    internal Tensor Draw(Tensor pictures, Generator? random)
    {
        var rectangles = Drawing.Rectangles(pictures, SmallestSide, LargestSide, random);
        if (StrokeShare == 0)
            return rectangles;
        var strokes = Drawing.Strokes(pictures, Strokes, StrokeWidth, random);
        return where(Drawing.Uniform(pictures, random).lt(Numbers.Kept(StrokeShare)).view(-1, 1, 1, 1), strokes, rectangles);
    }

    internal void Validate(PartFaults faults)
    {
        faults.AboveUpTo(SmallestSide, 0, 1, nameof(SmallestSide));
        faults.AboveUpTo(LargestSide, 0, 1, nameof(LargestSide));
        if (SmallestSide > LargestSide)
            faults.Add(nameof(SmallestSide), SmallestSide, FormattableString.Invariant($"at most {nameof(LargestSide)}, {LargestSide}"));
        faults.InRange(StrokeShare, 0, 1, nameof(StrokeShare));
        faults.InRange(Strokes, 1, 100, nameof(Strokes));
        faults.AboveUpTo(StrokeWidth, 0, 1, nameof(StrokeWidth));
    }
}
